import { test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { connect, personInWindow } from './support/people.ts';
import { openWindow } from './support/window.ts';

const said = 'The server failed at this and has logged why.';

async function fail(): Promise<never> {
  throw new Error('the shell has failed');
}

test('when the shell fails at connecting, that is said and can be tried again', async () => {
  const { page } = await openWindow({ answers: { connect: fail, startServer: fail } });
  await connect(page, '192.0.2.14:5002');
  await page.getByText(said).waitFor();
  await page.getByRole('button', { name: 'Start a server on this computer' }).click();
  await page.getByText(said).waitFor();
  await page.getByRole('button', { name: 'Connect' }).click({ trial: true });
});

test('when it fails at what settings ask of it, that is said there', async () => {
  const home = await startTestServer();
  const { page } = await personInWindow(home, 'alice', {
    hosted: { state: 'running', reach: 'network', addresses: ['http://192.0.2.14:5002'] },
    answers: { inviteToServer: fail, setAutostart: fail },
  });
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Server on this computer' }).click();
  await page.getByRole('button', { name: 'Make an invite link' }).click();
  await page.getByText(said).waitFor();
  await page.getByRole('tab', { name: 'Start-up' }).click();
  await page.getByRole('radio', { name: 'Parley starts in the tray' }).click({ force: true });
  await page.getByText(said).waitFor();
});
