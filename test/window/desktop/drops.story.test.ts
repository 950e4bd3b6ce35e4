/// <reference lib="dom" />
// What is dropped onto the window, by mistake or talked into it, is not opened.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startApp } from '../support/desktop-app.ts';
import { watchDesktop } from '../support/desktop-watch.ts';
import { type Dragged, dropOnto } from '../support/drag.ts';
import { startTrap } from '../support/trap.ts';

async function hostileFile(url: string): Promise<string> {
  const file = join(await temporaryFolder(), 'invoice.html');
  await writeFile(file, `<script>hacked=1</script><img src="${url}">`);
  return file;
}

test('files dropped onto the window are not opened', async () => {
  const { visits, url } = await startTrap();
  const file = await hostileFile(url);
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  const field = page.getByLabel('Address or invite link');
  await field.waitFor();
  const before = page.url();
  const html = `<img src="${url}" onerror="hacked=1"><a href="javascript:hacked=1">x</a>`;
  const dragged: readonly Dragged[] = [
    { items: [], files: [file] },
    { items: [], files: [file, file] },
    { items: [{ mimeType: 'text/uri-list', data: url }], files: [] },
    { items: [{ mimeType: 'text/uri-list', data: `file://${file}` }], files: [] },
    { items: [{ mimeType: 'text/uri-list', data: 'javascript:hacked=1' }], files: [] },
    { items: [{ mimeType: 'text/html', data: html }], files: [] },
  ];
  for (const one of dragged) {
    for (const target of [page.getByRole('heading', { name: 'Parley' }), field]) {
      await dropOnto(target, one);
      await page.evaluate(() => new Promise(requestAnimationFrame));
      expect(page.url()).toBe(before);
    }
  }
  await dropOnto(field, { items: [{ mimeType: 'text/plain', data: 'parley.example' }], files: [] });
  expect(await field.inputValue()).toBe('parley.example');
  await fetch(url);
  expect(visits()).toEqual(['a connection']);
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  expect(await page.locator('img, a').count()).toBe(0);
  expect(electron.windows().length).toBe(1);
  expect(await desktop.openedOutside()).toEqual([]);
});
