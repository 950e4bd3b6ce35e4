import { test } from 'vitest';
import { startHome } from '../support/home.ts';
import { connect, personInWindow } from './support/people.ts';
import { openWindow } from './support/window.ts';

const said = 'Something failed on the server; its log says what.';

async function fail(): Promise<never> {
  throw new Error('the shell has failed');
}

test('a failure of the main process on connecting shows a sentence and can be retried', async () => {
  const { page } = await openWindow({ answers: { connect: fail, startServer: fail } });
  await connect(page, '192.0.2.14:5002');
  await page.getByText(said).waitFor();
  await page.getByRole('button', { name: 'Start a server on this computer' }).click();
  await page.getByText(said).waitFor();
  await page.getByRole('button', { name: 'Connect' }).click({ trial: true });
});

test('a failure of the main process shows in the settings that caused it', async () => {
  const home = await startHome();
  const { page } = await personInWindow(home, 'alice', {
    hosted: { state: 'running', reach: 'network', addresses: ['http://192.0.2.14:5002'] },
    answers: { inviteToServer: fail, setAutostart: fail },
  });
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Server on this computer' }).click();
  await page.getByRole('button', { name: 'Create an invite link' }).click();
  await page.getByText(said).waitFor();
  await page.getByRole('tab', { name: 'Startup' }).click();
  await page.getByRole('radio', { name: 'Start Parley in the tray' }).click({ force: true });
  await page.getByText(said).waitFor();
});
