// What the window is measured on: a server whose Lobby holds 100,000 messages, and a signed-in profile that has
// fetched all of them and has 200 conversations more. Everything came the way it comes to people but for the
// Lobby's messages, which were put into the server's folder beforehand, signed by those who wrote them.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { EngineApi } from '../../engine/api/api.ts';
import { openEngine } from '../../engine/engine.ts';
import { profileFolder } from '../../main/servers/profile-folder.ts';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { type ConversationUser, lobby, startConversations } from '../../test/support/conversation-server.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import { SERVER_NAME } from '../fixture.ts';
import { type Measured, startServer } from '../processes.ts';
import { signUp } from './apps.ts';
import { textOf } from './texts.ts';

export const MESSAGES = 100_000;
export const FEW_MESSAGES = 200;
export const CONVERSATIONS = 200;
const WRITERS = 8;
/** So many in a row are of one writer. */
const RUN = 5;
/** So many go into the log in one turn. */
const AT_ONCE = 500;

export interface WindowFixture {
  readonly folder: string;
  readonly server: Measured;
  /** The user data of a signed-in user; one app at a time may have it. */
  readonly userData: string;
}

const made = z.object({ port: z.number() });

/** Makes it, which takes some minutes, or finds it made in the folder. */
export async function openFixture(folder: string): Promise<WindowFixture> {
  const data = join(folder, 'server');
  const userData = join(folder, 'alice');
  const note = join(folder, 'fixture.json');
  if (existsSync(note)) {
    const { port } = made.parse(JSON.parse(await readFile(note, 'utf8')));
    return { folder, userData, server: await startServer(data, SERVER_NAME, port) };
  }
  await writeLobby(data);
  const server = await startServer(data, SERVER_NAME);
  await signUpAlice(server.url, userData);
  await writeFile(note, JSON.stringify({ port: Number(new URL(server.url).port) }));
  return { folder, userData, server };
}

/** Whom the conversation of 200 messages is with. */
export const few = nameOf(CONVERSATIONS - 1);

function nameOf(nth: number): string {
  return `person${nth}`;
}

async function writeLobby(data: string): Promise<void> {
  const server = await startConversations(data);
  const people: ConversationUser[] = [];
  for (let nth = 0; nth < CONVERSATIONS; nth += 1) people.push(await server.person(nameOf(nth)));
  for (let at = 0; at < MESSAGES; at += AT_ONCE) {
    const said = Array.from({ length: AT_ONCE }, (_, index) => {
      const nth = at + index + 1;
      return people[Math.floor(nth / RUN) % WRITERS]!.say(textOf(nth)); // there are more people than writers
    });
    for (const answer of await Promise.all(said)) unwrap(answer);
  }
  await server.stop();
}

/** Signs up in the app; then what one does in months is done at once, on the same profile. */
async function signUpAlice(url: string, userData: string): Promise<void> {
  const secret = await signUp({ userData, server: url, username: 'alice' });
  const engine = unwrap(
    await openEngine({
      profileFolder: profileFolder(userData, url),
      keySources: [{ kind: 'keychain', secret: async () => secret }],
      logger: silentLogger,
    }),
  );
  await online(engine);
  await readAll(engine);
  for (let nth = 0; nth < CONVERSATIONS; nth += 1) {
    await writeTo(engine, nameOf(nth), nameOf(nth) === few ? FEW_MESSAGES : 1);
  }
  await engine.close();
}

export async function online(engine: EngineApi): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = engine.on('session', ({ state }) => state === 'online' && resolve());
  const { state } = unwrap(await engine.call('status', undefined));
  if (state !== 'online') await promise;
  stop();
}

async function readAll(engine: EngineApi): Promise<void> {
  let before: string | undefined;
  for (let more = true; more; ) {
    const page = unwrap(
      await engine.call('history', {
        conversation: lobby,
        limit: limits.pageRecords,
        ...(before !== undefined && { before: messageId.parse(before) }),
      }),
    );
    before = page.messages[0]?.id;
    more = page.more;
  }
  unwrap(await engine.call('markRead', { conversation: lobby }));
}

/** Returns when the server has all of it. */
async function writeTo(engine: EngineApi, user: string, count: number): Promise<void> {
  const { id } = unwrap(await engine.call('openDirect', { user }));
  const sent = Promise.withResolvers<void>();
  let waiting = count;
  const stop = engine.on('message', ({ conversation, message }) => {
    if (conversation !== id || message.seq === undefined) return;
    waiting -= 1;
    if (waiting === 0) sent.resolve();
  });
  for (let nth = 1; nth <= count; nth += 1) {
    unwrap(await engine.call('send', { conversation: conversationId.parse(id), text: textOf(nth) }));
  }
  await sent.promise;
  stop();
}
