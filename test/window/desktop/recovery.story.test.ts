import { expect, test } from 'vitest';
import { startHome } from '../../support/home.ts';
import { startServer } from '../../support/rpc-server.ts';
import { startApp } from '../support/desktop-app.ts';
import { watchDesktop } from '../support/desktop-watch.ts';
import { connect, fillAccount, openConversation, password, person, say, signUp, write } from './people.ts';

test('the engine is killed in the middle: the window keeps its state and talk goes on', async () => {
  const home = await startHome();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  const bob = await person(home, 'bob');
  await openConversation(page, /^bob/);
  await write(page, 'before');
  await page.getByRole('article', { name: /^You, before, .*, delivered$/ }).waitFor();
  await page.getByLabel('Message bob').fill('half a');
  await desktop.killUtility('Parley engine');
  await say(bob, 'alice', 'after');
  await page.getByRole('article', { name: /^bob, after/ }).waitFor();
  expect(await page.getByLabel('Message bob').inputValue()).toBe('half a');
  await write(page, 'and again');
  await page.getByRole('article', { name: /^You, and again, .*, (delivered|read)$/ }).waitFor();
});

test('the server is killed: what is written waits and goes out when it is back', async () => {
  const server = await startServer();
  const { page } = await startApp();
  await signUp(page, server, 'alice');
  await openConversation(page, /^Lobby/);
  await write(page, 'before');
  await page.getByRole('article', { name: /^You, before, .*, sent$/ }).waitFor();
  await server.process.kill9();
  await page.getByText('Offline – trying again').waitFor();
  await write(page, 'first');
  await write(page, 'second');
  await page.getByText('waits for the server').first().waitFor();
  const { port } = new URL(server.url);
  await startServer({ dataFolder: server.dataFolder, args: ['--port', port] });
  await page.getByRole('article', { name: /^You, second, .*, sent$/ }).waitFor({ timeout: 25_000 });
  const said = await page.getByRole('article').locator('.bubble').allInnerTexts();
  expect(said).toEqual(['before', 'first', 'second']);
}, 60_000);

test('wrong passwords lock the account, and the screen counts them down', async () => {
  const home = await startHome();
  await person(home, 'alice');
  const { page } = await startApp();
  await connect(page, home.url);
  for (const told of ['3 tries left', '2 tries left', '1 try left']) {
    await fillAccount(page, 'alice', 'not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText(told).waitFor();
  }
  await fillAccount(page, 'alice', 'not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText(/You can try again in (5:00|4:\d\d)/).waitFor();
});

test('a second computer signs in to the same account and both stay in step', async () => {
  const home = await startHome();
  const [desk, laptop] = [await startApp(), await startApp()];
  await signUp(desk.page, home, 'alice');
  const bob = await person(home, 'bob');
  await connect(laptop.page, home.url);
  await fillAccount(laptop.page, 'alice', password);
  await laptop.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await laptop.page.getByText('Connected').waitFor();
  await say(bob, 'alice', 'to both');
  await openConversation(desk.page, /^bob.*to both/);
  await openConversation(laptop.page, /^bob/);
  await laptop.page.getByRole('article', { name: /^bob, to both/ }).waitFor();
  await write(laptop.page, 'from the laptop');
  await desk.page.getByRole('article', { name: /^You, from the laptop/ }).waitFor();
});
