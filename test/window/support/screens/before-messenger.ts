import { administratorAdds } from '../../../support/administrator.ts';
import { startHome } from '../../../support/home.ts';
import { choosePassphrase, connect, fillAccount } from '../people.ts';
import { openWindow } from '../window.ts';
import type { Look } from './look.ts';

const farAway = 'https://chat.a-company-with-quite-a-long-name.example:5002';

export async function beforeMessenger(look: Look): Promise<void> {
  const home = await startHome();
  await administratorAdds(home, 'erin', 'given out');
  const { page } = await openWindow({ servers: [{ url: home.url }, { url: farAway }] });
  await page.getByText('Recent servers').waitFor();
  await look(page, 'first-run');
  await connect(page, 'not an address');
  await page.getByText('look like a server address').waitFor();
  await look(page, 'first-run-refused');
  await connect(page, home.url);
  await fillAccount(page, 'alice', 'not the password');
  await page.keyboard.press('Enter');
  await page.getByText('3 attempts left').waitFor();
  await look(page, 'sign-in-refused');
  await fillAccount(page, 'erin', 'given out');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
  await look(page, 'choose-password');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Use the recovery key instead' }).click();
  await look(page, 'recover');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'al ice', 'short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await look(page, 'create-refused');
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).waitFor();
  await look(page, 'recovery-key');
}

/** Where a link or `npm start` leads. */
export async function invited(look: Look): Promise<void> {
  const home = await startHome({ args: ['--registration', 'invite'] });
  const { page } = await openWindow({ startsOn: home.ownerInvite ?? '' });
  await page.getByText('Invited by your link').waitFor();
  await look(page, 'create-invited');
}

export async function unlocking(look: Look): Promise<void> {
  const home = await startHome();
  const first = await openWindow({ locked: true });
  await connect(first.page, home.url);
  await first.page.getByRole('heading', { name: 'Choose a passphrase for this computer' }).waitFor();
  await look(first.page, 'choose-passphrase');
  await choosePassphrase(first.page, 'short', 'shorter');
  await first.page.getByText('At least 8 characters.', { exact: true }).waitFor();
  await first.page.getByText('The passphrases don’t match.').waitFor();
  await look(first.page, 'choose-passphrase-refused');
  await choosePassphrase(first.page, 'open sesame');
  await first.page.getByLabel('Username').waitFor();
  await first.close();
  const { page } = await openWindow({ locked: true, profileFolder: first.profileFolder });
  await connect(page, home.url);
  await page.getByLabel('Passphrase').waitFor();
  await look(page, 'unlock');
  await page.getByLabel('Passphrase').fill('something else');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText('Wrong passphrase.').waitFor();
  await look(page, 'unlock-refused');
  await page.getByRole('button', { name: 'Forgotten the passphrase?' }).click();
  await page.getByRole('button', { name: 'Start over on this computer' }).waitFor();
  await look(page, 'unlock-forgotten');
}

export async function lostKey(look: Look): Promise<void> {
  const home = await startHome();
  const first = await openWindow();
  await connect(first.page, home.url);
  await first.page.getByLabel('Username').waitFor();
  await first.close();
  const { page } = await openWindow({ locked: true, profileFolder: first.profileFolder });
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Start over on this computer' }).waitFor();
  await look(page, 'lost-key');
}
