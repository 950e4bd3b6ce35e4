// What people do in the app, step by step as on the screen.
import type { Page } from '@playwright/test';
import type { TestServer } from '../../support/test-server.ts';
import { connect, fillAccount, openConversation, write } from '../support/people.ts';

export {
  choosePassphrase,
  connect,
  fillAccount,
  openConversation,
  otherComputer,
  password,
  person,
  readAll,
  say,
  sayInLobby,
  typeInto,
  write,
} from '../support/people.ts';

/** When what has come would have been notified of by now: of two equal timers of a page the later ends later. */
export function gathered(page: Page): Promise<void> {
  const milliseconds = 250;
  return page.evaluate((time) => new Promise<void>((resolve) => setTimeout(resolve, time)), milliseconds);
}

/** Makes a group with them: what they write is no request then. */
export async function befriend(page: Page, ...users: readonly string[]): Promise<void> {
  await openConversation(page, /^Lobby/);
  await write(page, `/group create Friends ${users.join(' ')}`);
  await page.getByRole('heading', { name: 'Friends' }).first().waitFor();
}

/** From the first screen to the messenger, with a new account. */
export async function signUp(page: Page, home: Pick<TestServer, 'url'>, username: string): Promise<void> {
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, username);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await page.getByText('Connected').waitFor();
}
