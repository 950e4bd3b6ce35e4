// A client or server is killed at each step of a removal: the device is removed or it isn't, never by halves; asking again finishes it.
import { expect, test } from 'vitest';
import type { EngineEvents } from '../engine/api/api.ts';
import { startCaptureProxy } from './support/capture-proxy.ts';
import { type RpcClient, startClient } from './support/rpc-client.ts';
import { type RpcServer, startRpcServer } from './support/rpc-server.ts';

type Step = EngineEvents['deviceRemoval']['step'] | 'stored' | 'answered';

const moments = (['password', 'publishing', 'stored', 'answered'] as const).flatMap((step) =>
  (['the client', 'the server', 'both'] as const).map((victim) => [victim, step] as const),
);

async function say(from: RpcClient, conversation: string, text: string, to: RpcClient): Promise<void> {
  await from.call('send', { conversation, text });
  await to.next('message', ({ message }) => message.text === text && message.seq !== undefined);
}

function restart({ dataFolder, url }: RpcServer): Promise<RpcServer> {
  return startRpcServer({ dataFolder, args: ['--port', new URL(url).port] });
}

test.each(moments)(
  '%s is killed when the removal has come to “%s”',
  { timeout: 60_000 },
  async (victim, step: Step) => {
    let server = await startRpcServer({ accounts: ['alice', 'bob'] });
    const bob = await server.person('bob');
    const registered = await server.person('alice');
    const { profile, password } = registered;
    const phone = await server.device(registered, 'Phone');
    const { id } = await registered.call('openDirect', { user: 'bob' });
    await bob.call('openDirect', { user: 'alice' });
    await say(bob, id, 'before', registered);
    await registered.close();
    const proxy = await startCaptureProxy(server.url);
    const alice = await startClient({ server: proxy.url, profile });
    await alice.next('session', ({ state }) => state === 'online');

    const removal = { device: phone.device, password };
    const removing = alice.call('revokeDevice', removal).catch(() => undefined);
    await alice.next('deviceRemoval', (at) => at.step === (step === 'password' ? 'password' : 'publishing'));
    if (step === 'stored') proxy.holdAnswers();
    if (step === 'stored') await phone.next('session', ({ state }) => state === 'signed-out');
    if (step === 'answered') await removing;
    if (victim !== 'the server') await alice.kill9();
    if (victim !== 'the client') await server.process.kill9();
    if (victim !== 'the client') server = await restart(server);
    if (victim === 'the server') await alice.close();

    const laptop = await server.client(profile);
    await laptop.next('session', ({ state }) => state === 'online');
    await laptop.call('revokeDevice', removal);
    await phone.next('session', ({ code }) => code === 'device-removed');
    const names = (await laptop.call('devices')).map(({ name }) => name);
    expect(names).toHaveLength(1);
    await bob.next('session', ({ state }) => state === 'online');
    await say(bob, id, 'after', laptop);
    await say(laptop, id, 'and after', bob);
    const desk = await server.device(registered, 'Desk');
    await desk.next('message', ({ message }) => message.text === 'and after');
  },
);
