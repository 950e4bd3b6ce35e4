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
  await typeInto(page.getByLabel('User name'), 'alice');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await typeInto(page.getByLabel('Password', { exact: true }), password);
  await page.keyboard.press('Enter');
  await hasFocus(page.getByRole('heading', { name: 'Your recovery key' }));
  await page.keyboard.press('Enter');
  expect(await page.getByRole('list').getByRole('listitem').count()).toBe(24);
  for (const button of ['Print', 'Copy', 'I have written it down']) {
    await page.keyboard.press('Tab');
    await hasFocus(page.getByRole('button', { name: button }));
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'You are the first one here' }).waitFor();
  await page.keyboard.press('Control+k');
  await typeInto(page.getByRole('dialog').getByRole('textbox'), 'lob');
  await page.keyboard.press('Enter');
  await typeInto(page.getByLabel('Message Lobby'), 'hello');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: /^You, hello, .*, sent$/ }).waitFor();
  expect(await complaints()).toEqual([]);
});

test('what cannot be right is said beside the field, what the server refuses in a sentence', async () => {
  const home = await startTestServer();
  await person(home, 'alice');
  const { page } = await openWindow();
  await connect(page, 'not an address');
  await page.getByText('That is neither an address nor an invite link').waitFor();
  const address = page.getByLabel('Address or invite link');
  await address.fill('x'.repeat(LONGEST_LINK + 1));
  expect(await address.inputValue()).toHaveLength(LONGEST_LINK);
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'al ice', 'short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('A user name has 1 to 32 letters').waitFor();
  await page.getByText('At least 8 characters.', { exact: true }).waitFor();
  await fillAccount(page, 'Alice');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('That user name is taken').waitFor();
});

test('a link that comes with the recovery key waits until that has been answered', async () => {
  const home = await startTestServer();
  const { page, shellEvent } = await openWindow();
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I have written it down' }).waitFor();
  const link = 'parley://chat.example:5002/?invite=abc';
  await shellEvent('onLink', link);
  await page.getByRole('button', { name: 'I have written it down' }).click();
  await page.getByLabel('Address or invite link').waitFor();
  expect(await page.getByLabel('Address or invite link').inputValue()).toBe(link);
});

test('a link leaves what is opening, whatever comes of it', async () => {
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

test('why a connection was refused is said until it is over, why a session ended for longer', async () => {
  const engine = createHostileEngine([]);
  engine.signedIn = false;
  const { page } = await openWindow({ engine });
  await connect(page, 'http://home.example:5002');
  await page.getByLabel('User name').waitFor();
  engine.emit('session', { state: 'signed-out', code: 'server-stopping' });
  await page.getByText('The server is stopping.').waitFor();
  engine.emit('session', { state: 'signed-out' });
  await page.getByText('The server is stopping.').waitFor({ state: 'detached' });
  engine.emit('session', { state: 'signed-out', code: 'session-ended', facts: { reason: 'revoked' } });
  const reason = page.getByText('This sign-in has ended.');
  await reason.waitFor();
  engine.emit('session', { state: 'signed-out' });
  await page.getByLabel('User name').fill('alice');
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
  const home = await startTestServer();
  await person(home, 'alice');
  const { page } = await openWindow();
  await setClock(page, ahead);
  await connect(page, home.url);
  for (const left of ['3 tries left', '2 tries left', '1 try left']) {
    await fillAccount(page, 'alice', 'not the password');
    await page.keyboard.press('Enter');
    await page.getByText(left).waitFor();
  }
  await page.keyboard.press('Enter');
  await page.getByText(/You can try again in 4:\d\d/).waitFor();
  const shown = await page.locator('.problem').innerText();
  await setClock(page, HOUR);
  await expect.poll(() => page.locator('.problem').innerText()).not.toBe(shown);
  expect(await page.locator('.problem').innerText()).toMatch(/You can try again in 4:\d\d/);
  expect(await page.getByRole('button', { name: 'Sign in' }).isDisabled()).toBe(true);
});

test('a second computer signs in and has what was written on the first', async () => {
  const home = await startTestServer();
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
  await page.getByLabel('User name').fill('alice');
  await page.getByLabel('New password').fill('another good password');
  await page.getByRole('button', { name: 'Recover the account' }).click();
  await page.getByText('Fill this in.').waitFor();
  await page.getByLabel('Recovery key').fill(words.join(' '));
  await page.getByRole('button', { name: 'Recover the account' }).click();
  await page.getByText('Connected').waitFor();
});

test('a wrong current password is said without a word of the user name', async () => {
  const home = await startTestServer();
  const { page } = await personInWindow(home, 'alice');
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Password' }).click();
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password').fill('another good password');
  await page.keyboard.press('Enter');
  await page.getByText('The current password is wrong.').waitFor();
});

test('a server is started on this computer, and one used before is opened by itself', async () => {
  const home = await startTestServer();
  const started = { ok: true, value: { url: home.url } } as const;
  const first = await openWindow({ startServer: async () => started });
  await first.page.getByRole('button', { name: 'Start a server on this computer' }).click();
  await first.page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(first.page, 'alice');
  await first.page.getByRole('button', { name: 'Create account' }).click();
  await first.page.getByRole('button', { name: 'I have written it down' }).click();
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
    await page.getByText('The account Erin was made for you.').waitFor();
    await typeInto(page.getByLabel('New password'), 'given out');
    await page.keyboard.press('Enter');
    await page.getByText('Choose another one than you were given.').waitFor();
    await page.getByLabel('New password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'I have written it down' }).click();
    await page.getByText('Connected').waitFor();
    expect(await complaints()).toEqual([]);
    await otherComputer(home, 'erin');
  },
);

test('a name that was typed goes along to another way in', async () => {
  const home = await startTestServer();
  await administratorAdds(home, 'erin', 'given out');
  const { page } = await openWindow();
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'erin');
  await page.keyboard.press('Enter');
  await page.getByText('or sign in if the account was made for you').waitFor();
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(await page.getByLabel('User name').inputValue()).toBe('erin');
  await page.getByRole('button', { name: 'Use the recovery key instead' }).click();
  expect(await page.getByLabel('User name').inputValue()).toBe('erin');
});

test('an address of an account is a name at its own server and refused at another', async () => {
  const home = await startTestServer();
  await person(home, 'ann');
  const { page } = await openWindow();
  await connect(page, `“${home.url.toUpperCase()}”.`);
  await fillAccount(page, 'ann@other.example');
  await page.keyboard.press('Enter');
  await page.getByText('That account is on another server. This one is home.example.').waitFor();
  await fillAccount(page, '<Ann@home.example>');
  await page.keyboard.press('Enter');
  await page.getByText('Connected').waitFor();
});

test('an app that was started on a server begins there, without a list of others', async () => {
  const home = await startTestServer({ args: ['--registration', 'invite'] });
  const servers = [{ url: 'http://other.example:5002', account: 'alice@other.example' }];
  const first = await openWindow({ servers, startsOn: home.ownerInvite ?? '' });
  await first.page.getByRole('heading', { name: 'Create an account' }).waitFor();
  await first.page.getByText('Invited by your link').waitFor();
  expect(await first.page.getByLabel('Invite').count()).toBe(0);
  expect(first.asked.filter(({ name }) => name === 'connect')).toHaveLength(1);
  await fillAccount(first.page, 'alice');
  await first.page.keyboard.press('Enter');
  await first.page.getByRole('button', { name: 'I have written it down' }).click();
  await first.page.getByText('Connected').waitFor();

  const { page } = await openWindow({ startsOn: home.url });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('what the app was started on and is not there is said, and can be corrected', async () => {
  const answers = { connect: () => refuse('server-unreachable') };
  const { page } = await openWindow({ answers, startsOn: 'home.example' });
  await page.getByText('The server can’t be reached.').waitFor();
  expect(await page.getByLabel('Address or invite link').inputValue()).toBe('home.example');
});

test('a server used before can be removed', async () => {
  const servers = [{ url: 'http://home.example:5002' }, { url: 'https://work.example:443/chat' }];
  const { page, asked } = await openWindow({ servers });
  await page.getByRole('button', { name: 'Remove home.example' }).click();
  await page.getByRole('button', { name: 'Remove home.example' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Remove work.example/chat' }).waitFor();
  expect(asked).toContainEqual({ name: 'forgetServer', args: ['http://home.example:5002'] });
});
