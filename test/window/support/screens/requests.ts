// What strangers begin, whom one blocks, and what one reports.
import { vi } from 'vitest';
import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import {
  openConversation,
  person,
  personInWindow,
  reopenInGerman,
  say,
  sayInLobby,
  write,
} from '../people.ts';
import type { Look } from './look.ts';

async function strangers() {
  const home = await startTestServer();
  const bob = await person(home, 'bob', 'Bob');
  const carol = await person(home, 'carol', 'Caroline von und zu Oberschleißheim-Unterhaching am See');
  const alice = await personInWindow(home, 'alice', { acceptRequests: false });
  const { page } = alice;
  await say(bob, 'alice', 'Hello');
  unwrap(await carol.call('createGroup', { title: 'An offer that you can’t refuse', members: ['alice'] }));
  await page.getByRole('option', { name: /^An offer/ }).waitFor();
  return { home, bob, alice, page };
}

export async function requests(look: Look): Promise<void> {
  const { bob, page } = await strangers();
  await page.getByRole('option', { name: /^Bob.*wants to write/ }).click();
  await page.getByRole('heading', { name: 'Bob wants to write to you' }).waitFor();
  await look(page, 'request');
  await page.getByRole('option', { name: /^An offer/ }).click();
  await page.getByText('If you refuse, you leave the group').waitFor();
  await look(page, 'request-of-group');
  await page.getByRole('button', { name: 'Block…' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'block');
  await page.keyboard.press('Escape');
  await page.getByRole('option', { name: /^Bob.*wants to write/ }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('gridcell', { name: /^Bob, Hello/ }).waitFor();
  await page.getByRole('gridcell', { name: /^Bob, Hello/ }).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Report message' }).waitFor();
  await look(page, 'message-to-report');
  await page.getByRole('menuitem', { name: 'Report message' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'report');
  await page.getByRole('dialog').getByRole('button', { name: 'Report' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await openConversation(page, /^Lobby/);
  await write(page, 'Good evening');
  await sayInLobby(bob, 'What do you want?');
  await page.getByRole('gridcell', { name: /^Bob, What/ }).waitFor();
  await write(page, '/block bob');
  await page.getByRole('gridcell', { name: 'Message from a person you blocked' }).waitFor();
  await look(page, 'hidden-message');
  await write(page, '/msg bob Hello');
  await page.getByText('You blocked bob. Unblock them').waitFor();
  await page.getByRole('option', { name: /^Bob/ }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Blocked people' }).click();
  await look(page, 'blocked-people');
}

/** The first account of a server is its owner's. */
export async function reports(look: Look): Promise<void> {
  const home = await startTestServer();
  const { page } = await personInWindow(home, 'olivia');
  const bob = await person(home, 'bob', 'Bob');
  const alice = await person(home, 'alice', 'Alice');
  await say(bob, 'alice', 'You', 'A long threat that goes on and on. '.repeat(8));
  await say(alice, 'bob', 'Stop it');
  const direct = unwrap(await alice.call('openDirect', { user: 'bob' }));
  const threat = await vi.waitFor(async () => {
    const { messages } = unwrap(await alice.call('history', { conversation: direct.id }));
    const [, second] = messages.filter(({ sender }) => sender === 'bob');
    if (!second) throw new Error('the threat has not come');
    return second;
  }, 10_000);
  unwrap(await alice.call('report', { conversation: direct.id, message: threat.id, context: 4 }));
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Reports' }).click();
  await page.getByText('A long threat').waitFor();
  await look(page, 'reports');
}

export async function narrowGermanRequests(look: Look): Promise<void> {
  const { home, alice } = await strangers();
  const { page } = await reopenInGerman(alice, home, { acceptRequests: false });
  await page.getByRole('option', { name: /^Bob.*möchte Ihnen schreiben/ }).waitFor();
  await look(page, 'de-request-list');
  await page.getByRole('option', { name: /^An offer/ }).click();
  await page.getByRole('button', { name: deutsch.requests.refuse }).waitFor();
  await look(page, 'de-request');
  await page.getByRole('button', { name: deutsch.requests.block }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'de-block');
}
