import { afterEach, expect, test } from 'vitest';
import { closeWindows, eventually, openWindow, useFixture } from './fixture-app.ts';

const fixture = useFixture();
afterEach(() => closeWindows(fixture));

test('a page that wants to leave is asked about, and stays', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ BrowserWindow }) => {
    received.length = 0;
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-navigate', (event, url) => {
      event.preventDefault();
      received.push(url);
    });
  });
  await page.getByText('Away').click();
  await eventually(async () =>
    expect(await fixture.application.evaluate(() => received)).toEqual(['https://example.org/away']),
  );
  expect(await page.locator('h1').textContent()).toBe('Fixture');
});

test('a page that wants a new window is asked about, and gets none', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ BrowserWindow }) => {
    received.length = 0;
    BrowserWindow.getAllWindows()[0]?.webContents.setWindowOpenHandler(({ url }) => {
      received.push(url);
      return { action: 'deny' };
    });
  });
  await page.getByText('Window').click();
  await page.evaluate("window.open('/opened')");
  await page.getByText('Away').click({ modifiers: ['Control'] });
  await eventually(async () =>
    expect(await fixture.application.evaluate(() => received)).toEqual([
      'https://example.org/window',
      'file:///opened',
      'https://example.org/away',
    ]),
  );
  expect(
    await fixture.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
  ).toBe(1);
});

test('app:// is answered by its handler, headers and all, and the app sees no other address', async () => {
  const opened = fixture.application.waitForEvent('window');
  await fixture.application.evaluate(async ({ BrowserWindow, net, protocol, ipcMain }) => {
    received.length = 0;
    const script =
      'preloadApi.invoke("from").then((url) => { document.querySelector("#state").textContent = url; })';
    protocol.handle('app', async ({ url }) => {
      received.push(url);
      if (url.endsWith('.js'))
        return new Response(script, { headers: { 'content-type': 'text/javascript' } });
      const file = await net.fetch(`file://${fixtureFile('bundle.html')}`);
      const headers = { 'content-type': 'text/html', 'content-security-policy': "script-src 'self'" };
      return new Response(await file.text(), { headers });
    });
    ipcMain.handle('from', ({ senderFrame }) => `${senderFrame?.url} ${senderFrame?.origin}`);
    const window = new BrowserWindow({ webPreferences: { preload: fixtureFile('preload.cjs') } });
    await window.loadURL('app://bundle/bundle.html');
  });
  const page = await opened;
  await eventually(async () =>
    expect(await page.locator('#state').textContent()).toBe('app://bundle/bundle.html app://bundle'),
  );
  expect(await fixture.application.evaluate(() => received)).toEqual([
    'app://bundle/bundle.html',
    'app://bundle/bundle.js',
  ]);
  const isRefused = await page.locator('#state').evaluate((element) => {
    const script = element.ownerDocument.createElement('script');
    script.textContent = 'globalThis.injected = true';
    element.append(script);
    return !('injected' in globalThis);
  });
  expect(isRefused).toBe(true);
});

test('a page that cannot be loaded rejects with its code', async () => {
  const problem = await fixture.application.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false });
    return window.loadFile('/no/such/page.html').catch((error: Error) => error.message);
  });
  expect(problem).toContain('ERR_FILE_NOT_FOUND');
});
