// What stands on messages: quotes, emoji, the bar and the menu of one.
import type { EngineApi } from '../../../../engine/api/api.ts';
import type { ConversationId } from '../../../../protocol/ids.ts';
import { window as english } from '../../../../text/english/window.ts';
import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { openConversation, person, personInWindow, reopenInGerman, say, write } from '../people.ts';
import type { TestWindow } from '../window.ts';
import type { Look } from './look.ts';

async function talked() {
  const home = await startTestServer({ accounts: ['alice', 'Bob'] });
  const bob = await person(home, 'bob', 'Bob');
  const alice = await personInWindow(home, 'alice');
  const { id } = unwrap(await alice.engine().call('openDirect', { user: 'bob' }));
  await say(bob, 'alice', 'Did the venue ever confirm the room? They wanted to call before noon.', 'Anyone?');
  await openConversation(alice.page, /^Bob/);
  await write(alice.page, 'They did: second floor, the one with the big table.');
  const message = alice.page.getByRole('gridcell', { name: /^You, They did/ });
  await message.getByRole('img', { name: 'delivered' }).waitFor();
  await answerAndReact(bob, alice.engine(), id);
  return { home, alice };
}

async function answerAndReact(bob: EngineApi, alice: Pick<EngineApi, 'call'>, id: ConversationId) {
  const [question, again, answer] = unwrap(await bob.call('history', { conversation: id })).messages;
  if (!question || !again || !answer) throw new Error('not everything has come');
  const put = (by: Pick<EngineApi, 'call'>, message: typeof question.id, ...all: readonly string[]) =>
    Promise.all(all.map((emoji) => by.call('react', { conversation: id, message, emoji })));
  await put(bob, answer.id, '🎉', '👍', '❤️');
  await put(alice, question.id, '👀');
  await put(alice, again.id, '😂');
  unwrap(await bob.call('edit', { conversation: id, message: again.id, text: 'Anyone at all?' }));
  unwrap(await bob.call('send', { conversation: id, text: 'Perfect, got it.', replyTo: answer.id }));
}

export async function messages(look: Look): Promise<void> {
  const { alice } = await talked();
  const { page } = alice;
  await page.getByRole('gridcell', { name: /^Bob, reply to alice: They did/ }).waitFor();
  await page.getByRole('gridcell', { name: /at all/ }).waitFor();
  const mine = page.getByRole('gridcell', { name: /^You, They did/ });
  await mine.getByRole('button', { name: '🎉, Bob' }).click();
  await mine.getByRole('button', { name: '🎉, Bob and You' }).waitFor();
  await mine.hover();
  await look(page, 'message-bar');
  await mine.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menu').waitFor();
  await look(page, 'message-menu');
  await forwardToLobby(alice, look, english, '');
  await handleSeveral(alice, look, english, '');
}

/** The dialog is open. */
async function forwardToLobby(
  { page }: Pick<TestWindow, 'page'>,
  look: Look,
  { forwarding: { forward } }: typeof english,
  prefix: string,
): Promise<void> {
  await page.getByRole('menuitem', { name: forward }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').or(dialog.getByRole('textbox')).fill('Lo');
  await dialog.getByRole('option', { name: /^Lobby/ }).click();
  await look(page, `${prefix}forwarded-to`);
  await dialog.getByRole('button', { name: forward, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await openConversation(page, /^Lobby/);
  await page.locator('.message-forwarded').waitFor();
  await look(page, `${prefix}forwarded`);
  await openConversation(page, /^Bob/);
}

async function handleSeveral(
  { page }: Pick<TestWindow, 'page'>,
  look: Look,
  { timeline: { edited }, selection: { select }, goToDate: { title: goToDate } }: typeof english,
  prefix: string,
): Promise<void> {
  const message = page.getByRole('gridcell', { name: /at all/ });
  await message.getByRole('button', { name: edited }).click();
  await page.getByRole('dialog').getByText('Anyone?').waitFor();
  await look(page, `${prefix}message-details`);
  await page.keyboard.press('Escape');
  await message.click({ button: 'right' });
  await page.getByRole('menuitem', { name: select }).click();
  await page.locator('.message[aria-selected="true"]:focus').waitFor();
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Space');
  await look(page, `${prefix}selected-messages`);
  await page.keyboard.press('Escape');
  await page.getByRole('toolbar').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: goToDate }).click();
  await page.getByRole('dialog', { name: goToDate }).waitFor();
  await look(page, `${prefix}go-to-date`);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

export async function replies(look: Look): Promise<void> {
  const { alice } = await talked();
  const { page } = alice;
  const reply = page.getByRole('gridcell', { name: /^Bob, reply to alice: They did/ });
  await reply.focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Reply' }).click();
  await page.getByText('Reply to Bob').waitFor();
  await look(page, 'replying');
  await write(page, 'See you there.');
  await page.getByRole('gridcell', { name: /^You, reply to Bob/ }).waitFor();
  await look(page, 'replied');
}

export async function narrowGermanMessages(look: Look): Promise<void> {
  const { home, alice } = await talked();
  const window = await reopenInGerman(alice, home);
  const { page } = window;
  // What came while the window was closed: its row takes another place with it.
  await openConversation(page, /^Bob.*Perfect, got it/);
  const message = page.getByRole('gridcell', { name: /^Bob, Did the venue/ });
  await message.hover();
  await look(page, 'de-message-bar');
  await message.click({ button: 'right' });
  await page.getByRole('menu').waitFor();
  await look(page, 'de-message-menu');
  await forwardToLobby(window, look, deutsch, 'de-');
  await handleSeveral(window, look, deutsch, 'de-');
  await message.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Antworten' }).click();
  await page.getByText('Antwort an Bob').waitFor();
  await look(page, 'de-replying');
}
