// A client or server is killed while an account is deleted: it is deleted or it isn't, and asking again finishes it.
import { expect, test } from 'vitest';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { startClient } from './support/rpc-client.ts';
import { type RpcServer, startRpcServer } from './support/rpc-server.ts';

const moments = (['left', 'stored'] as const).flatMap((step) =>
  (['the client', 'the server', 'both'] as const).map((victim) => [victim, step] as const),
);

function restart({ dataFolder, url }: RpcServer): Promise<RpcServer> {
  return startRpcServer({ dataFolder, args: ['--port', new URL(url).port] });
}

test.each(moments)(
  '%s is killed when the deletion has come to “%s”',
  { timeout: 60_000 },
  async (victim, step) => {
    let server = await startRpcServer();
    const bob = await server.person('bob');
    const registered = await server.person('alice');
    const { profile, password } = registered;
    const phone = await server.device(registered, 'Phone');
    const { id: direct } = await bob.call('openDirect', { user: 'alice' });
    await bob.call('send', { conversation: direct, text: 'hello' });
    const groups = [];
    for (const title of ['One', 'Two']) {
      groups.push((await bob.call('createGroup', { title, members: ['alice'] })).id);
      await phone.next('conversation', ({ conversation }) => conversation.title === title);
    }
    await registered.close();
    const proxy = await startMaliciousProxy(server.url);
    let asked = 0;
    // The first only asks whether the account could be deleted.
    proxy.forgeries.set('account:delete', (answer) => {
      asked += 1;
      return asked === 1 ? { answer } : new Promise(() => undefined);
    });
    const alice = await startClient({ server: proxy.url, profile });
    await alice.next('session', ({ state }) => state === 'online');

    const deleting = alice.call('deleteAccount', { password }).catch(() => undefined);
    // The first of the groups is left; perhaps the second as well.
    await bob.next('message', ({ message }) => message.events?.[0]?.type === 'left');
    if (step === 'stored') await phone.next('session', ({ code }) => code === 'account-deleted');
    if (victim !== 'the server') await alice.kill9();
    if (victim !== 'the client') await server.process.kill9();
    if (victim !== 'the client') server = await restart(server);
    if (victim === 'the server') await alice.close();
    await deleting;

    const laptop = await server.client(profile);
    await laptop.next('session', ({ state, code }) => state === 'online' || code === 'account-deleted');
    await laptop.call('deleteAccount', { password });
    const status = await laptop.call('status');
    expect(status).toMatchObject({ state: 'signed-out', ended: { code: 'account-deleted' } });
    if (step === 'left') await phone.next('session', ({ code }) => code === 'account-deleted');
    await bob.next('conversation', ({ conversation }) => conversation.personDeleted !== undefined);
    for (const conversation of groups) {
      const { messages } = await bob.call('history', { conversation });
      const left = messages.filter(({ events }) => events?.[0]?.type === 'left');
      expect(left).toHaveLength(1);
      await bob.call('send', { conversation, text: 'without alice' });
      await bob.next(
        'message',
        ({ message }) => message.conversation === conversation && message.seq !== undefined,
      );
    }
  },
);
