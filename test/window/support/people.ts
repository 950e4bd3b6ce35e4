// People in windows, and people who only have an engine.
import type { Locator, Page } from '@playwright/test';
import { vi } from 'vitest';
import type { EngineApi } from '../../../engine/api/api.ts';
import { conversationId } from '../../../protocol/ids.ts';
import { openTestEngine, password, registerTestEngine } from '../../support/test-engine.ts';
import type { TestServer } from '../../support/test-server.ts';
import { unwrap } from '../../support/unwrap.ts';
import { openWindow, type TestWindow, type WindowOptions } from './window.ts';

export { password };

/** A user without a window: an engine, signed in to a new account. */
export function person(home: TestServer, username: string, displayName?: string): Promise<EngineApi> {
  return registerTestEngine(home, { username, displayName });
}

/** The account of a person in a window, on another computer whose window isn't looked at. */
export async function otherComputer(home: TestServer, username: string): Promise<EngineApi> {
  const engine = await openTestEngine(home);
  unwrap(await engine.call('signIn', { username, password }));
  return engine;
}

/** A window in which the user is signed in: to the server's prepared account, otherwise to one just made there. */
export async function personInWindow(
  home: TestServer,
  username: string,
  options: WindowOptions = {},
): Promise<TestWindow> {
  const prepared = await home.takeAccount(username);
  if (prepared) {
    const servers = [{ url: home.url, account: `${username}@${home.name}` }];
    const { profileFolder } = prepared;
    const opened = await openWindow({ servers, profileFolder, ...options });
    await opened.page.getByText('Connected').waitFor();
    return opened;
  }
  const opened = await openWindow(options);
  await connect(opened.page, home.url);
  await opened.page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(opened.page, username);
  await opened.page.getByRole('button', { name: 'Create account' }).click();
  await opened.page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await opened.page.getByText('Connected').waitFor();
  return opened;
}

/** Alice's window, closed and opened again in German, in which it is narrow unless the options say otherwise. */
export async function reopenInGerman(
  { profileFolder, close }: TestWindow,
  home: Pick<TestServer, 'url'>,
  options: WindowOptions = {},
): Promise<TestWindow> {
  await close();
  const servers = [{ url: home.url, account: 'alice' }];
  const size = { width: 720, height: 640 };
  return openWindow({ profileFolder, servers, locale: 'de-DE', size, ...options });
}

export async function connect(page: Page, server: string): Promise<void> {
  await page.getByLabel('Address or invite link').fill(server);
  await page.getByRole('button', { name: 'Connect' }).click();
}

export async function fillAccount(page: Page, username: string, secret = password): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(secret);
}

/** Where there is no keychain, at the first visit to a server. */
export async function choosePassphrase(page: Page, passphrase: string, again = passphrase): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Repeat the passphrase').fill(again);
  await page.getByRole('button', { name: 'Use this passphrase' }).click();
}

export async function openConversation(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('option', { name }).first().click();
}

/** Types where the focus is, once it is where it should be. */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await hasFocus(field);
  await field.page().keyboard.type(text);
}

export async function hasFocus(element: Locator): Promise<void> {
  await element.and(element.page().locator(':focus')).waitFor();
}

/** Types into the open conversation and presses Enter. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Message / }).fill(text);
  await page.keyboard.press('Enter');
}

/** Writes from an engine, in the direct conversation with `user`. */
export async function say(from: EngineApi, user: string, ...texts: readonly string[]): Promise<void> {
  const { id } = unwrap(await from.call('openDirect', { user }));
  for (const text of texts) await sayIn(from, id, text);
}

export async function sayInLobby(from: EngineApi, ...texts: readonly string[]): Promise<void> {
  const lobby = await vi.waitFor(async () => {
    const conversations = unwrap(await from.call('conversations', undefined));
    const found = conversations.find(({ kind }) => kind === 'public');
    if (!found) throw new Error('there is no Lobby yet');
    return found.id;
  }, 10_000);
  for (const text of texts) await sayIn(from, lobby, text);
}

/** Reads everything in the direct conversation with `user`. */
export async function readAll(reader: EngineApi, user: string): Promise<void> {
  const { id } = unwrap(await reader.call('openDirect', { user }));
  unwrap(await reader.call('markRead', { conversation: conversationId.parse(id) }));
}

async function sayIn(from: EngineApi, id: string, text: string): Promise<void> {
  unwrap(await from.call('send', { conversation: conversationId.parse(id), text }));
}
