import { afterEach, expect, test } from 'vitest';
import { closeWindows, eventually, openWindow, useFixture } from './fixture-app.ts';

const fixture = useFixture();
afterEach(() => closeWindows(fixture));

test('a window shows, minimises, hides, and closes unless a listener prevents it', async () => {
  const page = await openWindow(fixture, false);
  await fixture.application.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    const names = ['show', 'hide', 'focus', 'blur', 'minimize', 'restore', 'close', 'closed'] as const;
    for (const name of names) window?.on(name as 'show', () => received.push(name));
  });
  const expectHeard = (...names: readonly string[]) =>
    eventually(async () => expect(await fixture.application.evaluate(() => received)).toEqual(names));
  const call = async (name: 'show' | 'minimize' | 'restore' | 'hide' | 'close') =>
    fixture.application.evaluate(({ BrowserWindow }, verb) => {
      received.length = 0;
      BrowserWindow.getAllWindows()[0]?.[verb]();
    }, name);
  await call('show');
  await expectHeard('show', 'focus');
  await call('minimize');
  await expectHeard('blur', 'minimize');
  await call('restore');
  await expectHeard('restore', 'focus');
  await call('hide');
  await expectHeard('blur', 'hide');
  await fixture.application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault());
  });
  await call('close');
  await expectHeard('close');
  const closed = page.waitForEvent('close');
  await call('close');
  await expectHeard('close', 'closed');
  await closed;
});

test('maximising shows a window', async () => {
  await openWindow(fixture, false);
  const state = () =>
    fixture.application.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      return { visible: window?.isVisible(), maximized: window?.isMaximized() };
    });
  expect(await state()).toEqual({ visible: false, maximized: false });
  await fixture.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize());
  await eventually(async () => expect(await state()).toEqual({ visible: true, maximized: true }));
});

test('a window keeps its bounds within its limits, and its page follows', async () => {
  const page = await openWindow(fixture);
  const innerSize = () =>
    page.evaluate(() => [Reflect.get(globalThis, 'innerWidth'), Reflect.get(globalThis, 'innerHeight')]);
  await eventually(async () => expect(await innerSize()).toEqual([700, 500]));
  const bounds = await fixture.application.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    window?.setMinimumSize(400, 300);
    window?.setBounds({ x: 10, y: 20, width: 900, height: 100 });
    return window?.getBounds();
  });
  expect(bounds).toEqual({ x: 10, y: 20, width: 900, height: 300 });
  await eventually(async () => expect(await innerSize()).toEqual([900, 300]));
});

test('zoom gives the page fewer, larger pixels', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2);
  });
  const seen = () =>
    page.evaluate(() => [Reflect.get(globalThis, 'innerWidth'), Reflect.get(globalThis, 'devicePixelRatio')]);
  await eventually(async () => expect(await seen()).toEqual([350, 2]));
});

test("the window takes the document's title", async () => {
  const page = await openWindow(fixture);
  const title = () =>
    fixture.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  await eventually(async () => expect(await title()).toBe('Fixture page'));
  await page
    .locator('h1')
    .evaluate((heading) => Object.assign(heading.ownerDocument, { title: '(3) Fixture' }));
  await eventually(async () => expect(await title()).toBe('(3) Fixture'));
});

test('a crash of the page emits an event, and a reload brings it back', async () => {
  await openWindow(fixture);
  const reason = await fixture.application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise((resolve) => {
      contents?.once('render-process-gone', (_event, details) =>
        resolve([details.reason, contents.isCrashed()]),
      );
      contents?.forcefullyCrashRenderer();
    });
  });
  expect(reason).toEqual(['crashed', true]);
  const title = await fixture.application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise((resolve) => {
      contents?.once('did-finish-load', () => resolve(contents.executeJavaScript('preloadApi.add(3, 4)')));
      contents?.reload();
    });
  });
  expect(title).toBe(7);
});

test('the page follows the theme that the app chose', async () => {
  const page = await openWindow(fixture);
  const isDark = () => page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
  const choose = (source: 'light' | 'dark') =>
    fixture.application.evaluate(({ nativeTheme }, chosen) => {
      nativeTheme.themeSource = chosen;
    }, source);
  await choose('dark');
  await eventually(async () => expect(await isDark()).toBe(true));
  await choose('light');
  await eventually(async () => expect(await isDark()).toBe(false));
});

test("a menu's roles act on the focused window", async () => {
  const page = await openWindow(fixture);
  const closed = page.waitForEvent('close');
  const level = await fixture.application.evaluate(({ BrowserWindow, Menu }) => {
    const menu = Menu.buildFromTemplate([{ role: 'zoomIn' }, { role: 'close' }]);
    const window = BrowserWindow.getAllWindows()[0];
    window?.focus();
    const [zoomIn, close] = menu.items;
    zoomIn?.click();
    const level = window?.webContents.getZoomLevel();
    close?.click();
    return level;
  });
  expect(level).toBeCloseTo(0.5);
  await closed;
});

test('a hidden window emits ready-to-show', async () => {
  const opened = fixture.application.waitForEvent('window');
  const seen = await fixture.application.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false });
    const ready = new Promise((resolve) => {
      window.once('ready-to-show', () => {
        const before = window.isVisible();
        window.show();
        resolve([before, window.isVisible()]);
      });
    });
    // The whole load, lest the window be destroyed in the middle of it, which rejects.
    await window.loadFile(fixtureFile('page.html'));
    return ready;
  });
  expect(seen).toEqual([false, true]);
  // The next test would take this page for its own.
  await opened;
});

test('main receives the keys of a page', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ BrowserWindow }) => {
    received.length = 0;
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.on('before-input-event', (_event, { type, key, control }) =>
      received.push([type, key, control]),
    );
  });
  await page.getByLabel('Text').press('Control+k');
  await eventually(async () =>
    expect(await fixture.application.evaluate(() => received)).toContainEqual(['keyDown', 'k', true]),
  );
});

test('destroying a window while it loads rejects the load', async () => {
  const outcomes = await fixture.application.evaluate(async ({ BrowserWindow }) => {
    const results: string[] = [];
    for (let milliseconds = 0; milliseconds <= 60; milliseconds += 10) {
      const window = new BrowserWindow({ show: false });
      const loading = window.loadFile(fixtureFile('page.html')).then(
        () => 'loaded',
        () => 'refused',
      );
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      window.destroy();
      results.push(await loading);
    }
    return results;
  });
  expect(outcomes[0]).toBe('refused');
});
