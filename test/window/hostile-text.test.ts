/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startHome } from '../support/home.ts';
import { hostileStrings } from './support/hostile-strings.ts';
import { openConversation, person, personInWindow, say, sayInLobby, write } from './support/people.ts';

const allowed = new Set(
  'A ARTICLE ASIDE BDI BODY BUTTON DIV FOOTER H1 H2 H3 HEAD HEADER HTML KBD LI LINK MAIN META P PATH RECT SCRIPT SECTION SPAN STRONG SVG TEXTAREA TIME TITLE UL TEMPLATE CIRCLE LINE POLYLINE'.split(
    ' ',
  ),
);

interface Marked {
  hacked?: true;
}

/** Elements that the window has no use for, links to where none may lead, and scripts that are not its own. */
function foreignElements(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    (names) => {
      const known = new Set(names);
      const links = [...document.querySelectorAll<HTMLAnchorElement>('a')].filter(
        ({ protocol }) => !['http:', 'https:', 'mailto:', 'parley:'].includes(protocol),
      );
      const scripts = [...document.scripts].filter(({ src }) => !src.startsWith(location.origin));
      const others = [...document.querySelectorAll('*')].filter(
        ({ tagName }) => !known.has(tagName.toUpperCase()),
      );
      return [...links, ...scripts, ...others].map(({ outerHTML }) => outerHTML.slice(0, 120));
    },
    [...allowed],
  );
}

test('a hundred hostile strings stay text wherever somebody else’s text is shown', async () => {
  const home = await startHome();
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('dialog', () => requests.push('a dialog'));
  const mallory = await person(home, 'mallory', '"><img src=x onerror=hacked=1>');
  await openConversation(page, /^Lobby/);
  await sayInLobby(mallory, ...hostileStrings);
  await say(mallory, 'alice', ...hostileStrings.slice(0, 20));
  const last = hostileStrings.at(-1) ?? '';
  await page.locator('.bubble').filter({ hasText: last }).first().waitFor();
  await page.getByLabel('Message Lobby').fill(hostileStrings.join('\n'));
  await page
    .getByRole('option', { name: /^"><img/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('heading', { name: 'Safety number' }).waitFor();
  for (const text of hostileStrings.slice(0, 30)) await write(page, text.replace(/^\//, ' /'));
  await write(page, '/msg <script>hacked=1</script> hello');
  await page.getByText('There is nobody of that name here.').waitFor();
  expect(await foreignElements(page)).toEqual([]);
  expect(await page.evaluate(() => (globalThis as Marked).hacked)).toBeUndefined();
  expect(requests).toEqual([]);
  expect(await alice.complaints()).toEqual([]);
});

test('a link leads outside, through the shell, and the page stays where it is', async () => {
  const home = await startHome();
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  const bob = await person(home, 'bob');
  await sayInLobby(bob, 'see https://parley.example/a?b=1. and javascript:alert(1)');
  await openConversation(page, /^Lobby/);
  const address = page.url();
  const link = page.getByRole('link', { name: 'https://parley.example/a?b=1' });
  await link.click();
  await link.click({ button: 'middle' });
  await link.click({ modifiers: ['Control'] });
  const opened = alice.asked.filter(({ name }) => name === 'openExternal').map(({ args }) => args[0]);
  expect(opened).toEqual(Array(3).fill('https://parley.example/a?b=1'));
  expect(page.url()).toBe(address);
  expect(page.context().pages()).toHaveLength(1);
  expect(await page.getByRole('link').count()).toBe(1);
});
