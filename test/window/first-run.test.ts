import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { LONGEST_LINK } from '../../protocol/server-link.ts';
import type { ConnectedServer } from '../../shell/shell.ts';
import { administratorAdds } from '../support/administrator.ts';
import { startTestServer } from '../support/test-server.ts';
import { createHostileEngine } from './support/hostile-engine.ts';
import {
  connect,
  fillAccount,
  hasFocus,
  otherComputer,
  password,
  person,
  personInWindow,
  typeInto,
  write,
} from './support/people.ts';
import { openWindow } from './support/window.ts';

test('from an invite link to the first message, by keyboard only', async () => {
  const home = await startTestServer({ args: ['--registration', 'invite'] });
  const { page, complaints } = await openWindow();
  await typeInto(page.getByLabel('Address or invite link'), home.ownerInvite ?? '');
  await page.keyboard.press('Enter');
  await typeInto(page.getByLabel('Username'), 'alice');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await typeInto(page.getByLabel('Password', { exact: true }), password);
  await page.keyboard.press('Enter');
  await hasFocus(page.getByRole('heading', { name: 'Your recovery key' }));
  await page.keyboard.press('Enter');
  expect(await page.getByRole('list').getByRole('listitem').count()).toBe(24);
  for (const button of ['Print', 'Copy', 'I’ve saved my recovery key']) {
    await page.keyboard.press('Tab');
    await hasFocus(page.getByRole('button', { name: button }));
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'You’re the first one here' }).waitFor();
  await page.keyboard.press('Control+k');
  await typeInto(page.getByRole('dialog').getByRole('textbox'), 'lob');
  await page.keyboard.press('Enter');
  await typeInto(page.getByLabel('Message Lobby'), 'hello');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: /^You, hello, .*, sent$/ }).waitFor();
  expect(await complaints()).toEqual([]);
});

test('invalid input shows an error beside its field, a refusal by the server shows a sentence', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  await person(home, 'alice');
  const { page } = await openWindow();
  await connect(page, 'not an address');
  await page.getByText('That doesn’t look like a server address or invite link').waitFor();
  const address = page.getByLabel('Address or invite link');
  await address.fill('x'.repeat(LONGEST_LINK + 1));
  expect(await address.inputValue()).toHaveLength(LONGEST_LINK);
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'al ice', 'short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Use 1 to 32 letters').waitFor();
  await page.getByText('At least 8 characters.', { exact: true }).waitFor();
  await fillAccount(page, 'Alice');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('This username is taken').waitFor();
});

test('a link that arrives with the recovery key waits until the key is confirmed', async () => {
  const home = await startTestServer();
  const { page, shellEvent } = await openWindow();
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).waitFor();
  const link = 'parley://chat.example:5002/?invite=abc';
  await shellEvent('onLink', link);
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await page.getByLabel('Address or invite link').waitFor();
  expect(await page.getByLabel('Address or invite link').inputValue()).toBe(link);
});

test('opening a link cancels a pending connection', async () => {
  const home = await startTestServer();
  const late = Promise.withResolvers<Result<ConnectedServer>>();
  const { page, shellEvent } = await openWindow({ answers: { startServer: () => late.promise } });
  await page.getByRole('button', { name: 'Start a server on this computer' }).click();
  await page.getByRole('button', { name: 'Starting a server' }).waitFor();
  await shellEvent('onLink', home.url);
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  late.resolve(ok({ url: 'http://late.example:5002' }));
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'alice', 'short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('At least 8 characters.', { exact: true }).waitFor();
  expect(await page.getByText('late.example').count()).toBe(0);
});

test('the reason of a refused connection disappears on reconnecting, the reason of an ended session stays', async () => {
  const engine = createHostileEngine([]);
  engine.signedIn = false;
  const { page } = await openWindow({ engine });
  await connect(page, 'http://home.example:5002');
  await page.getByLabel('Username').waitFor();
  engine.emit('session', { state: 'signed-out', code: 'server-stopping' });
  await page.getByText('The server is shutting down.').waitFor();
  engine.emit('session', { state: 'signed-out' });
  await page.getByText('The server is shutting down.').waitFor({ state: 'detached' });
  engine.emit('session', { state: 'signed-out', code: 'session-ended', facts: { reason: 'revoked' } });
  const reason = page.getByText('You’ve been signed out.');
  await reason.waitFor();
  engine.emit('session', { state: 'signed-out' });
  await page.getByLabel('Username').fill('alice');
  expect(await reason.count()).toBe(1);
});

/** Sets the page's clock that far from what it is. */
async function setClock(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate((ahead) => {
    const Before = Date;
    globalThis.Date = class extends Before {
      static override now = () => Before.now() + ahead;
      constructor(...given: [] | [number | string]) {
        super(given[0] ?? Before.now() + ahead);
      }
    } as DateConstructor;
  }, milliseconds);
}

const HOUR = 3_600_000;

test.each([
  ['right', 0],
  ['an hour ahead', HOUR],
  ['an hour behind', -HOUR],
])('wrong passwords count down to a lock that ticks: a clock that is %s', async (_, ahead) => {
  const home = await startTestServer({ accounts: ['alice'] });
  await person(home, 'alice');
  const { page } = await openWindow();
  await setClock(page, ahead);
  await connect(page, home.url);
  for (const left of ['3 attempts left', '2 attempts left', '1 attempt left']) {
    await fillAccount(page, 'alice', 'not the password');
    await page.keyboard.press('Enter');
    await page.getByText(left).waitFor();
  }
  await page.keyboard.press('Enter');
  await page.getByText(/Try again in 4:\d\d/).waitFor();
  const shown = await page.locator('.problem').innerText();
  await setClock(page, HOUR);
  await expect.poll(() => page.locator('.problem').innerText()).not.toBe(shown);
  expect(await page.locator('.problem').innerText()).toMatch(/Try again in 4:\d\d/);
  expect(await page.getByRole('button', { name: 'Sign in' }).isDisabled()).toBe(true);
});

test('a second computer that signs in shows the messages of the first', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const first = await personInWindow(home, 'alice');
  await first.page.getByRole('option', { name: /Lobby/ }).click();
  await write(first.page, 'from the first computer');
  await first.page.getByRole('img', { name: 'sent' }).waitFor();
  const { page } = await openWindow();
  await connect(page, home.url);
  await fillAccount(page, 'alice');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /Lobby.*You: from the first computer/ }).click();
  await page.getByRole('gridcell', { name: /You, from the first computer/ }).waitFor();
});

test('a forgotten password is replaced with the recovery key', async () => {
  const home = await startTestServer();
  const first = await openWindow();
  await connect(first.page, home.url);
  await first.page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(first.page, 'alice');
  await first.page.getByRole('button', { name: 'Create account' }).click();
  await first.page.getByRole('heading', { name: 'Your recovery key' }).waitFor();
  const words = await first.page.getByRole('list').getByRole('listitem').allInnerTexts();
  const { page } = await openWindow();
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Use the recovery key instead' }).click();
  await page.getByLabel('Username').fill('alice');
  await page.getByLabel('New password').fill('another good password');
  await page.getByRole('button', { name: 'Recover the account' }).click();
  await page.getByText('Required.').waitFor();
  await page.getByLabel('Recovery key').fill(words.join(' '));
  await page.getByRole('button', { name: 'Recover the account' }).click();
  await page.getByText('Connected').waitFor();
});

test('a wrong current password does not mention the username', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const { page } = await personInWindow(home, 'alice');
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Password' }).click();
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password').fill('another good password');
  await page.keyboard.press('Enter');
  await page.getByText('The current password is wrong.').waitFor();
});

test('a server starts on this computer, and a known one opens automatically', async () => {
  const home = await startTestServer();
  const started = { ok: true, value: { url: home.url } } as const;
  const first = await openWindow({ startServer: async () => started });
  await first.page.getByRole('button', { name: 'Start a server on this computer' }).click();
  await first.page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(first.page, 'alice');
  await first.page.getByRole('button', { name: 'Create account' }).click();
  await first.page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await first.page.getByText('Connected').waitFor();
  await first.close();
  const again = await openWindow({
    profileFolder: first.profileFolder,
    servers: [{ url: home.url, account: 'alice@home.example' }],
  });
  await again.page.getByText('Connected').waitFor();
});

test.each(['open', 'invite', 'closed'])(
  'on a server with registration %s who signs in with the password given out chooses an own one',
  async (registration) => {
    const home = await startTestServer({ args: ['--registration', registration] });
    await administratorAdds(home, 'erin', 'given out');
    const { page, complaints } = await openWindow();
    await connect(page, home.url);
    await fillAccount(page, 'Erin', 'given out');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
    await page.getByText('The account Erin was created for you.').waitFor();
    await typeInto(page.getByLabel('New password'), 'given out');
    await page.keyboard.press('Enter');
    await page.getByText('Choose a different password from the one you received.').waitFor();
    await page.getByLabel('New password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
    await page.getByText('Connected').waitFor();
    expect(await complaints()).toEqual([]);
    await otherComputer(home, 'erin');
  },
);

test('the typed username is kept when switching between sign-in screens', async () => {
  const home = await startTestServer();
  await administratorAdds(home, 'erin', 'given out');
  const { page } = await openWindow();
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'erin');
  await page.keyboard.press('Enter');
  await page.getByText('or sign in if the account was created for you').waitFor();
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(await page.getByLabel('Username').inputValue()).toBe('erin');
  await page.getByRole('button', { name: 'Use the recovery key instead' }).click();
  expect(await page.getByLabel('Username').inputValue()).toBe('erin');
});

test('an account’s address signs in at its own server and is refused at another', async () => {
  const home = await startTestServer({ accounts: ['ann'] });
  await person(home, 'ann');
  const { page } = await openWindow();
  await connect(page, `“${home.url.toUpperCase()}”.`);
  await fillAccount(page, 'ann@other.example');
  await page.keyboard.press('Enter');
  await page
    .getByText('This account or invite is for another server. You are connected to home.example.')
    .waitFor();
  await fillAccount(page, '<Ann@home.example>');
  await page.keyboard.press('Enter');
  await page.getByText('Connected').waitFor();
});

test('an app started with --server opens that server without a list of others', async () => {
  const home = await startTestServer({ args: ['--registration', 'invite'] });
  const servers = [{ url: 'http://other.example:5002', account: 'alice@other.example' }];
  const first = await openWindow({ servers, startsOn: home.ownerInvite ?? '' });
  await first.page.getByRole('heading', { name: 'Create an account' }).waitFor();
  await first.page.getByText('Invited by your link').waitFor();
  expect(await first.page.getByLabel('Invite').count()).toBe(0);
  expect(first.asked.filter(({ name }) => name === 'connect')).toHaveLength(1);
  await fillAccount(first.page, 'alice');
  await first.page.keyboard.press('Enter');
  await first.page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await first.page.getByText('Connected').waitFor();

  const { page } = await openWindow({ startsOn: home.url });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('an unreachable --server shows an error and can be corrected', async () => {
  const answers = { connect: () => refuse('server-unreachable') };
  const { page } = await openWindow({ answers, startsOn: 'home.example' });
  await page.getByText('Can’t reach the server.').waitFor();
  expect(await page.getByLabel('Address or invite link').inputValue()).toBe('home.example');
});

test('a recent server can be removed', async () => {
  const servers = [{ url: 'http://home.example:5002' }, { url: 'https://work.example:443/chat' }];
  const { page, asked } = await openWindow({ servers });
  await page.getByRole('button', { name: 'Remove home.example' }).click();
  await page.getByRole('button', { name: 'Remove home.example' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Remove work.example/chat' }).waitFor();
  expect(asked).toContainEqual({ name: 'forgetServer', args: ['http://home.example:5002'] });
});
