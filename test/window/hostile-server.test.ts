// A server that lies to a real engine: the window stays whole, shows text as text, and says something.
import { expect, test } from 'vitest';
import type { ResponseOf } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { type MaliciousProxy, startMaliciousProxy } from '../support/malicious-proxy.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { hostileStrings } from './support/hostile-strings.ts';
import { oddNames } from './support/odd-texts.ts';
import { watchForCode } from './support/only-text.ts';
import { connect, fillAccount, personInWindow } from './support/people.ts';
import { openWindow } from './support/window.ts';

type Directory = { readonly value: ResponseOf<'people:search'> };

/** Makes the directory list a user of each name, who is online now. */
function makeUpPeople({ forgeries }: MaliciousProxy, names: readonly string[]): void {
  forgeries.set('people:search', ({ value: { people, more } }: Directory) => {
    const [model] = people;
    const madeUp = names.map((displayName, at) => ({
      ...model,
      address: `user${at}@home.example`,
      displayName,
      status: 'normal',
    }));
    return { answer: { ok: true, value: { people: [...people, ...madeUp], more } } };
  });
}

async function startProxy(): Promise<MaliciousProxy> {
  return startMaliciousProxy((await startTestServer()).url);
}

test('names invented by a server stay text and within the length limit', { timeout: 60_000 }, async () => {
  const proxy = await startProxy();
  const names = [...oddNames, ...hostileStrings];
  makeUpPeople(proxy, names);
  const window = await personInWindow({ ...(await startTestServer()), url: proxy.url }, 'alice');
  const { page } = window;
  const watch = watchForCode(page);
  const people = unwrap(await window.engine().call('people', undefined));
  expect(people.length).toBe(names.length + 1);
  for (const { displayName } of people) {
    expect(displayName.length).toBeLessThanOrEqual(limits.displayNameCharacters);
    expect(displayName).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
  }
  await page.locator('.person-name').first().waitFor();
  const list = page.getByRole('listbox', { name: 'Conversations and people' });
  for (let turn = 0; turn < 12; turn += 1) {
    await list.hover();
    await page.mouse.wheel(0, 400);
    await watch.expectOnlyText();
  }
  expect(await window.complaints()).toEqual([]);
});

const huge = 'x'.repeat(500_000);

/** What comes in the place of an answer. */
const answers: readonly (readonly [string, unknown])[] = [
  ['nothing', null],
  ['a text', '<script>hacked=1</script>'],
  ['a list', [{ ok: true }]],
  ['bytes', Buffer.alloc(1_000)],
  ['an empty object', {}],
  ['a success that is a text', { ok: 'true', value: {} }],
  ['a success without a value', { ok: true }],
  ['another value', { ok: true, value: { serverName: '"><img src=x onerror=hacked=1>', salt: 7 } }],
  ['weak parameters', { ok: true, value: weakPreLogin() }],
  ['a code of its own', { ok: false, code: '<img src=x onerror=hacked=1>' }],
  ['the name of a method', { ok: false, code: 'toString', facts: {} }],
  ['no code', { ok: false, code: 7 }],
  ['deep facts', { ok: false, code: 'bad-request', facts: { detail: { deeper: 1 } } }],
  ['huge facts', { ok: false, code: 'bad-request', facts: { detail: huge } }],
  [
    'many facts',
    { ok: false, code: 'bad-request', facts: Object.fromEntries(Object.entries([...huge.slice(0, 1_000)])) },
  ],
  ['facts that turn around', { ok: false, code: 'identity-changed', facts: { user: '\u202e\u0000evil' } }],
  ['a lock without an end', { ok: false, code: 'account-locked' }],
  ['a pause until no time', { ok: false, code: 'rate-limited', facts: { retryAfterMs: 'soon' } }],
  ['hostile facts', { ok: false, code: 'verification-failed', facts: { detail: hostileStrings[0] } }],
];

function weakPreLogin(): unknown {
  return {
    serverName: 'home.example',
    salt: Buffer.alloc(32),
    argon2: { memoryKiB: 8, iterations: 1, parallelism: 1 },
  };
}

test('an answer of any shape shows a sentence and leaves the window working', {
  timeout: 60_000,
}, async () => {
  const proxy = await startProxy();
  const { page, complaints } = await openWindow();
  const watch = watchForCode(page);
  await connect(page, proxy.url);
  await fillAccount(page, 'alice');
  const signIn = page.getByRole('button', { name: 'Sign in' });
  for (const [name, answer] of answers) {
    proxy.forgeries.set('account:pre-login', () => ({ answer: answer }));
    await signIn.click();
    await expect.poll(() => signIn.isEnabled(), { message: name, timeout: 10_000 }).toBe(true);
    const said = await page.locator('.problem').textContent();
    expect(said, name).toMatch(/^[^\p{Cc}\u202e]{10,400}$/u);
    await watch.expectOnlyText();
  }
  expect(await complaints()).toEqual([]);
});

test.each([
  ['a text', 'text'],
  ['a code that is none', { code: '<img src=x onerror=hacked=1>' }],
  ['hostile facts', { code: 'protocol-version', facts: { offered: huge, expected: '<b>' } }],
])('a connection that the server refuses with %s shows a sentence', async (_, data) => {
  const proxy = await startProxy();
  const { page, complaints } = await openWindow();
  const watch = watchForCode(page);
  await connect(page, proxy.url);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  proxy.turnAwayWith = data;
  proxy.cut();
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page
    .locator('.problem')
    .getByText(/^.{10,600}$/)
    .waitFor();
  await watch.expectOnlyText();
  expect(await complaints()).toEqual([]);
});

test('malformed pushes are ignored', async () => {
  const proxy = await startProxy();
  const { page, complaints } = await personInWindow(
    { ...(await startTestServer()), url: proxy.url },
    'alice',
  );
  const watch = watchForCode(page);
  for (const text of hostileStrings) {
    proxy.push('people:presence', { changes: [{ address: text, status: 'normal' }] });
    proxy.push('people:presence', { changes: [{ address: 'bob@home.example', status: text }] });
    proxy.push('conversations:changed', { conversation: text, seq: 1 });
    proxy.push('account:session-ended', { reason: text });
    proxy.push(text, text);
  }
  proxy.push('people:presence', { changes: [{ address: 'alice@home.example', status: 'away' }] });
  await page.getByRole('button', { name: /Away/ }).waitFor();
  await watch.expectOnlyText();
  expect(await complaints()).toEqual([]);
});
