import type { Page } from '@playwright/test';
import { systemClock } from '../../../../engine/system-clock.ts';
import { deviceId } from '../../../../protocol/ids.ts';
import { type Catalogue, window as english } from '../../../../text/english/window.ts';
import { window as deutsch } from '../../../../text/german/window.ts';
import { administratorResets } from '../../../support/administrator.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestEngine, registerTestEngine } from '../../../support/test-engine.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { connect, fillAccount, openConversation, otherComputer, password } from '../people.ts';
import { openWindow, type WindowOptions } from '../window.ts';
import type { Look } from './look.ts';

const DAY = 24 * 60 * 60 * 1_000;

/** Alice's window two weeks after she has made her account: she is asked to try her recovery key. */
export async function aliceTwoWeeksLater(options: WindowOptions = {}) {
  const home = await startTestServer();
  const profileFolder = await temporaryFolder();
  const registering = await openTestEngine(home, { profileFolder });
  const { recoveryKey } = unwrap(await registering.call('register', { username: 'alice', password }));
  await registering.close();
  const clock = { ...systemClock, now: () => Date.now() + 15 * DAY };
  const engine = await openTestEngine(home, { profileFolder, clock });
  const { page } = await openWindow({ engine, startsOn: home.url, ...options });
  return { home, engine, page, recoveryKey };
}

export async function recoveryKey(look: Look): Promise<void> {
  const { page } = await aliceTwoWeeksLater();
  await page.getByText('Do you still have your recovery key?').waitFor();
  await openConversation(page, /^Lobby/);
  await look(page, 'recovery-reminder');
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('textbox', { name: 'Recovery key' }).fill('twenty-four words that are none');
  await page.getByRole('button', { name: 'Try the recovery key' }).click();
  await page.getByText('This isn’t a recovery key').waitFor();
  await look(page, 'recovery-mistyped');
}

/** A server on which Alice's account needs her recovery key on new computers. */
export async function aliceNeedsRecoveryKey() {
  const home = await startTestServer();
  const engine = await openTestEngine(home);
  const { recoveryKey } = unwrap(await engine.call('register', { username: 'alice', password }));
  unwrap(await engine.call('setRecoveryKeyNeeded', { needed: true, password, recoveryKey }));
  return { home, engine, recoveryKey };
}

async function signInOnNewComputer(look: Look, prefix: string, text: Catalogue, options: WindowOptions = {}) {
  const { home, engine, recoveryKey } = await aliceNeedsRecoveryKey();
  const { page } = await openWindow(options);
  await page.getByLabel(text.firstRun.address).fill(home.url);
  await page.getByRole('button', { name: text.firstRun.connect }).click();
  await page.getByLabel(text.account.username).fill('alice');
  await page.getByLabel(text.account.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: text.account.signIn, exact: true }).click();
  await page.getByText(text.newComputers.lead).waitFor();
  await look(page, `${prefix}sign-in-recovery-key`);
  const field = page.getByRole('textbox', { name: text.account.recoveryKey });
  await field.fill(recoveryKey.replace(/\w+$/, 'parley'));
  await page.getByRole('button', { name: text.account.signIn, exact: true }).click();
  await page.locator('.problem span').waitFor();
  await look(page, `${prefix}sign-in-recovery-key-mistyped`);
  await field.fill(recoveryKey);
  await page.getByRole('button', { name: text.account.signIn, exact: true }).click();
  await page.getByText(text.connection.online).waitFor();
  return { page, engine };
}

async function chooseNewComputers(look: Look, prefix: string, text: Catalogue, page: Page) {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: text.recoveryCheck.title }).click();
  const { on, off } = text.newComputers;
  await page.getByText(on.now).waitFor();
  await page.getByRole('button', { name: off.choose }).scrollIntoViewIfNeeded();
  await look(page, `${prefix}new-computers`);
  await page.getByRole('button', { name: off.choose }).click();
  const switchOff = page.getByRole('dialog', { name: off.title });
  await switchOff.getByLabel(text.devices.password).fill(password);
  await look(page, `${prefix}new-computers-off`);
  await switchOff.getByRole('button', { name: off.label }).click();
  await page.getByText(off.done).waitFor();
  await page.getByRole('button', { name: on.choose }).click();
  const switchOn = page.getByRole('dialog', { name: on.title });
  await switchOn.getByLabel(text.devices.password).fill(password);
  await switchOn.getByRole('textbox', { name: text.account.recoveryKey }).fill('words that are none');
  await switchOn.getByRole('button', { name: on.label }).click();
  await switchOn.locator('.problem span').waitFor();
  await look(page, `${prefix}new-computers-on`);
}

export async function newComputers(look: Look): Promise<void> {
  const { page } = await signInOnNewComputer(look, '', english);
  await chooseNewComputers(look, '', english, page);
}

export async function germanNewComputers(look: Look): Promise<void> {
  const narrow = { locale: 'de-DE', size: { width: 720, height: 600 } };
  const { page } = await signInOnNewComputer(look, 'de-', deutsch, narrow);
  await chooseNewComputers(look, 'de-', deutsch, page);
}

export async function devices(look: Look): Promise<void> {
  const home = await startTestServer();
  const laptop = await registerTestEngine(home, { username: 'alice' });
  const { page } = await openWindow({ engine: laptop, startsOn: home.url });
  await otherComputer(home, 'alice');
  await page.getByText(/^A new device/).waitFor();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Devices' }).click();
  await page.getByRole('button', { name: /^Remove / }).waitFor();
  await look(page, 'devices');
  await page
    .getByRole('button', { name: /^Rename / })
    .last()
    .click();
  await page.getByRole('dialog', { name: 'Rename this device' }).waitFor();
  await look(page, 'device-rename');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Remove / }).click();
  await page.getByLabel('Your password').fill('not the password');
  await page.getByRole('button', { name: 'Remove device' }).click();
  await page.getByText('The current password is wrong.').waitFor();
  await look(page, 'device-remove');
}

export async function removedDevice(look: Look): Promise<void> {
  const home = await startTestServer();
  const laptop = await registerTestEngine(home, { username: 'alice' });
  const { page } = await openWindow();
  await connect(page, home.url);
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Connected').waitFor();
  const listed = unwrap(await laptop.call('devices', undefined));
  const stolen = deviceId.parse(listed.find(({ current }) => !current)?.id);
  unwrap(await laptop.call('revokeDevice', { device: stolen, password }));
  await page.getByText(/^You removed this device/).waitFor();
  await look(page, 'device-removed');
}

export async function germanDevices(look: Look): Promise<void> {
  const { page, home } = await aliceTwoWeeksLater({ locale: 'de-DE', size: { width: 720, height: 600 } });
  await otherComputer(home, 'alice');
  await page.getByText(deutsch.recoveryCheck.reminder).waitFor();
  await look(page, 'de-recovery-reminder');
  await page.getByRole('button', { name: deutsch.recoveryCheck.tryIt }).click();
  await page.getByRole('textbox', { name: deutsch.account.recoveryKey }).waitFor();
  await look(page, 'de-recovery');
  await page.getByRole('tab', { name: deutsch.settings.devices }).click();
  await page.getByRole('button', { name: new RegExp(deutsch.devices.removeThis('')) }).click();
  await page.getByRole('button', { name: deutsch.devices.removeIt }).waitFor();
  await look(page, 'de-device-remove');
}

/** Alice's account is reset while her window shows it. */
async function aliceIsReset(options: WindowOptions = {}) {
  const home = await startTestServer({ accounts: ['alice'] });
  const engine = await registerTestEngine(home, { username: 'alice' });
  const { page } = await openWindow({ engine, startsOn: home.url, ...options });
  unwrap(await administratorResets(home, 'alice', 'given out by hand'));
  return { home, page };
}

export async function resetAccount(look: Look): Promise<void> {
  const { home, page } = await aliceIsReset();
  await page.getByText(/^Your account was reset on/).waitFor();
  await look(page, 'signed-out-by-reset');
  await fillAccount(page, 'alice', 'given out by hand');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Your account was reset' }).waitFor();
  await look(page, 'after-reset');
  await page.getByRole('button', { name: 'Back' }).click();
  const elsewhere = await openTestEngine(home);
  const proof = { initialPassword: 'given out by hand', acceptReset: true } as const;
  unwrap(await elsewhere.call('register', { username: 'alice', password, ...proof }));
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Erase it and sign in' }).waitFor();
  await look(page, 'reset-since');
}

export async function germanResetAccount(look: Look): Promise<void> {
  const { page } = await aliceIsReset({ locale: 'de-DE', size: { width: 720, height: 600 } });
  await page.getByText(/^Ihr Konto wurde am/).waitFor();
  await look(page, 'de-signed-out-by-reset');
  await page.getByLabel(deutsch.account.username).fill('alice');
  await page.getByLabel(deutsch.account.password, { exact: true }).fill('given out by hand');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: deutsch.settingUp.afterReset.title }).waitFor();
  await look(page, 'de-after-reset');
}
