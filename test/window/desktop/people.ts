// What people do in the app, step by step as on the screen.
import type { Page } from '@playwright/test';
import type { Home } from '../../support/home.ts';
import { connect, fillAccount } from '../support/people.ts';

export {
  connect,
  fillAccount,
  openConversation,
  password,
  person,
  say,
  typeInto,
  write,
} from '../support/people.ts';

/** From the first screen to the messenger, with a new account. */
export async function signUp(page: Page, home: Pick<Home, 'url'>, username: string): Promise<void> {
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, username);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I have written it down' }).click();
  await page.getByText('Connected').waitFor();
}
