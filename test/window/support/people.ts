// People in windows, and people who only have an engine.
import type { Locator, Page } from '@playwright/test';
import { onTestFinished, vi } from 'vitest';
import type { EngineApi } from '../../../engine/api/api.ts';
import { openEngine } from '../../../engine/engine.ts';
import { conversationId } from '../../../protocol/ids.ts';
import { accepted } from '../../support/computers.ts';
import type { Home } from '../../support/home.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openWindow, type TestWindow, type WindowOptions } from './window.ts';

export const password = 'correct horse battery';

/** Somebody whose window isn't looked at: an engine, signed in to a new account. */
export async function person(home: Home, username: string, displayName?: string): Promise<EngineApi> {
  const engine = await newEngine(home);
  accepted(await engine.call('register', { username, password, ...(displayName && { displayName }) }));
  return engine;
}

/** The account of a person in a window, on another computer whose window isn't looked at. */
export async function otherComputer(home: Home, username: string): Promise<EngineApi> {
  const engine = await newEngine(home);
  accepted(await engine.call('signIn', { username, password }));
  return engine;
}

async function newEngine(home: Home): Promise<EngineApi> {
  const engine = accepted(
    await openEngine({
      server: home.url,
      profileFolder: await temporaryFolder(),
      keySources: [{ kind: 'key-file', secret: async () => new Uint8Array(32) }],
      logger: silentLogger,
    }),
  );
  onTestFinished(() => engine.close());
  return engine;
}

/** A window in which somebody has just made an account. */
export async function personInWindow(
  home: Home,
  username: string,
  options: WindowOptions = {},
): Promise<TestWindow> {
  const opened = await openWindow(options);
  await connect(opened.page, home.url);
  await opened.page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(opened.page, username);
  await opened.page.getByRole('button', { name: 'Create account' }).click();
  await opened.page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await opened.page.getByText('Connected').waitFor();
  return opened;
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

/** Writes from an engine, in the conversation with somebody. */
export async function say(from: EngineApi, user: string, ...texts: readonly string[]): Promise<void> {
  const { id } = accepted(await from.call('openDirect', { user }));
  for (const text of texts) await sayIn(from, id, text);
}

export async function sayInLobby(from: EngineApi, ...texts: readonly string[]): Promise<void> {
  const lobby = await vi.waitFor(async () => {
    const conversations = accepted(await from.call('conversations', undefined));
    const found = conversations.find(({ kind }) => kind === 'public');
    if (!found) throw new Error('there is no Lobby yet');
    return found.id;
  });
  for (const text of texts) await sayIn(from, lobby, text);
}

/** Reads everything there is in the conversation with somebody. */
export async function readAll(reader: EngineApi, user: string): Promise<void> {
  const { id } = accepted(await reader.call('openDirect', { user }));
  accepted(await reader.call('markRead', { conversation: conversationId.parse(id) }));
}

async function sayIn(from: EngineApi, id: string, text: string): Promise<void> {
  accepted(await from.call('send', { conversation: conversationId.parse(id), text }));
}
