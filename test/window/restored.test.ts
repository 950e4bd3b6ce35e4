import { expect, test } from 'vitest';
import { say, write } from './support/people.ts';
import { continuesHere, signsInToAnOlderAccount, talkedSinceTheBackup } from './support/set-back.ts';

test('after a restored backup the conversation explains itself, sends nothing, and continues by a button', async () => {
  const { page, bob } = await talkedSinceTheBackup();
  const alarm = page.locator('.identity-alarm').filter({ hasText: 'The server was reset to an older state' });
  await alarm.getByText('Nothing is sent until you decide.').waitFor();
  await page.getByRole('gridcell', { name: /^You, Said since/ }).waitFor();
  await write(page, 'Does it go on?');
  await page
    .getByText(/^The server’s history of this conversation differs from what you saw before/)
    .waitFor();
  const field = page.getByRole('textbox', { name: /^Message / });
  expect(await field.inputValue()).toBe('Does it go on?');

  await alarm.getByRole('button', { name: 'Continue here' }).click();
  await alarm.waitFor({ state: 'detached' });
  const lost = page.getByRole('gridcell', { name: /^You, Said since, .*, not sent/ });
  await lost.getByText('The server no longer has this message.').waitFor();
  await continuesHere(bob);
  await lost.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('gridcell', { name: /^You, Said since, .*, delivered$/ }).waitFor();
  await say(bob, 'alice', 'It does');
  await page.getByRole('gridcell', { name: /^Bob, It does/ }).waitFor();
  expect(await page.locator('.message').count()).toBe(3);
});

test('messages the server lost keep their place before new ones', async () => {
  const { page, bob } = await talkedSinceTheBackup();
  await page.getByRole('button', { name: 'Continue in all conversations' }).click();
  await page.getByText('The server no longer has this message.').waitFor();
  await continuesHere(bob);
  await say(bob, 'alice', 'After it');
  await page.getByRole('gridcell', { name: /^Bob, After it/ }).waitFor();
  const texts = await page.getByRole('gridcell').locator('.bubble').allInnerTexts();
  expect(texts).toEqual(['Said before', 'Said since', 'After it']);
});

test('a restored older account is explained with its date, and the user continues with it by a button', async () => {
  const { page } = await signsInToAnOlderAccount();
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date());
  await page.getByText(`than this computer saw on ${day}`).waitFor();
  await page.getByText('A newer password or newer keys may be missing.').waitFor();
  await page.getByRole('button', { name: 'Continue with the older account' }).click();
  await page.getByText('Connected').waitFor();
});
