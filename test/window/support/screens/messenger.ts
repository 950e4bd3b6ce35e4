import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { openConversation, person, personInWindow, say, sayInLobby, write } from '../people.ts';
import type { Look } from './look.ts';

export async function emptyAccount(look: Look): Promise<void> {
  const { page } = await personInWindow(await startTestServer(), 'alice');
  await look(page, 'empty-account');
  await openConversation(page, /^Lobby/);
  await page.getByText('Nothing here yet').waitFor();
  await look(page, 'empty-lobby');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('nobody of that name');
  await page.getByText('No one and no conversation called “nobody of that name”.').waitFor();
  await look(page, 'jump-nothing');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('note');
  await page.getByRole('menuitem', { name: /Note to self/ }).click();
  await page.getByLabel('Message to yourself').waitFor();
  await look(page, 'empty-note-to-self');
}

export async function talking(look: Look): Promise<void> {
  const home = await startTestServer({ accounts: ['alice', 'Bob', 'Carol', 'Dora'] });
  const bob = await person(home, 'bob', 'Bob');
  const carol = await person(home, 'carol', 'Carol');
  const dora = await person(home, 'dora', 'Dora');
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  await sayInLobby(dora, 'The build server is back up');
  await say(carol, 'alice', 'The tickets are on your desk');
  await openConversation(page, /^Dora/);
  await page.getByText('Say hello to Dora').waitFor();
  await look(page, 'empty-direct');
  await say(bob, 'alice', 'Did the venue ever confirm the room?', 'It is on https://parley.example/rooms/2');
  await openConversation(page, /^Bob.*unread/);
  await write(page, 'They did: second floor, the one with the big table.');
  await write(page, 'I sent you the floor plan this morning, and the list of who is coming. '.repeat(4));
  await page.getByRole('img', { name: 'delivered' }).waitFor();
  unwrap(await dora.call('setStatus', { status: 'dnd' }));
  unwrap(await carol.call('setStatus', { status: 'away' }));
  await page.getByText('Do not disturb').first().waitFor();
  await look(page, 'conversation');

  await openConversation(page, /^Lobby/);
  await alice.setWindowState({ focused: false, visible: true });
  await say(bob, 'alice', ...Array.from({ length: 30 }, (_, index) => `one more thing, number ${index + 1}`));
  await openConversation(page, /^Bob.*30 unread/);
  await page.getByText('30 new messages').waitFor();
  await look(page, 'divider');
  await alice.setWindowState({ focused: true, visible: true });
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('heading', { name: 'Safety number' }).waitFor();
  await look(page, 'details');
  await openConversation(page, /^Lobby/);
  await page.getByText('Online now').waitFor();
  await look(page, 'details-lobby');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Collapse the sidebar' }).click();
  await look(page, 'collapsed');
}

const hosted = {
  state: 'running',
  reach: 'network',
  addresses: ['http://192.168.1.7:5002', 'http://10.0.0.7:5002'],
  problem: 'Something to read.',
} as const;

export async function dialogs(look: Look): Promise<void> {
  const home = await startTestServer({ accounts: ['alice', 'Bob'] });
  await person(home, 'bob', 'Bob');
  const { page } = await personInWindow(home, 'alice', { hosted });
  await openConversation(page, /^Lobby/);
  const field = page.getByLabel('Message Lobby');
  await field.fill('/');
  await page.getByRole('listbox', { name: 'Commands' }).waitFor();
  await look(page, 'suggestions');
  await write(page, '/help');
  await page.getByText('/verify <user>').waitFor();
  await look(page, 'help');
  await write(page, '/dance');
  await page.getByText('Unknown command').waitFor();
  await field.fill('A first line\nand a second\n'.repeat(12));
  await look(page, 'long-draft');
  await field.fill('A long text. '.repeat(2_500));
  await page.getByText('characters left').waitFor();
  await look(page, 'nearly-full');
  await field.fill('A long text. '.repeat(3_000));
  await page.getByText('Too long by').waitFor();
  await look(page, 'too-long');
  await field.fill('');
  await page.getByRole('button', { name: /Change status/ }).click();
  await page.getByRole('menu').waitFor();
  await look(page, 'status-menu');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'sign-out');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('menuitem').first().waitFor();
  await look(page, 'jump');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await look(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  const tabs = [
    'Appearance',
    'Notifications',
    'Messages',
    'Devices',
    'Password',
    'Recovery key',
    'Local encryption',
    'Startup',
    'About',
  ];
  for (const tab of tabs) {
    await page.getByRole('tab', { name: tab }).click();
    await look(page, `settings-${tab.toLowerCase()}`);
  }
  await page.getByRole('tab', { name: 'Server on this computer' }).click();
  await page.getByText('10.0.0.7:5002').click();
  await page.getByRole('button', { name: 'Create an invite link' }).click();
  await page.getByText('parley://10.0.0.7:5002/?invite=a-token').waitFor();
  await look(page, 'settings-server');
}
