// A report proves itself and shows nobody else's words: with a frame's own key the owner reads exactly what a device of the
// reported person has signed, and nothing that was altered is filed.
import { expect, test, vi } from 'vitest';
import { randomBytes } from '../engine/encryption/primitives.ts';
import type { RequestOf, ResponseOf } from '../protocol/events.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { callAdmin } from '../server/admin/admin.ts';
import { GroupUser, groupUsers } from './support/group-user.ts';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { registerTestEngine } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

/** The first account of a server is its owner's. */
async function ownerAnd(home: TestServer, ...names: readonly string[]): Promise<GroupUser[]> {
  const owner = await registerTestEngine(home, { username: 'owner' });
  return [new GroupUser('owner', owner), ...(await groupUsers(home, names))];
}

/** The owner, and a group in which carol and dave talk. */
async function talkingGroup() {
  const home = await startTestServer();
  const [owner, carol, dave] = (await ownerAnd(home, 'carol', 'dave')) as [GroupUser, GroupUser, GroupUser];
  const { id } = await dave.call('createGroup', { title: 'Choir', members: ['carol'] });
  await carol.sees(id, { title: 'Choir' });
  return { home, owner, carol, dave, id };
}

async function idOf(user: GroupUser, conversation: ConversationId, text: string) {
  return vi.waitFor(async () => {
    const found = (await user.messages(conversation)).find((message) => message.text === text);
    if (!found) throw new Error(`${user.name} has no ${text}`);
    return found.id;
  }, 10_000);
}

test('the owner reads the reported message and what came with it, and nobody else’s', async () => {
  const { home, owner, carol, dave, id } = await talkingGroup();
  await dave.send(id, 'First');
  await carol.send(id, 'Carol’s own words');
  await dave.send(id, 'Second');
  await dave.send(id, 'Insult');
  const insult = await idOf(carol, id, 'Insult');
  await dave.call('edit', { conversation: id, message: insult, text: 'Worse insult' });
  await idOf(carol, id, 'Worse insult');
  await carol.call('report', { conversation: id, message: insult, context: 4 });
  await carol.call('report', { conversation: id, message: insult });
  const [report, ...others] = await owner.call('reports', undefined);
  expect(others).toEqual([]);
  expect(report).toMatchObject({ reporter: 'carol', reported: 'dave', kind: 'group' });
  expect(report?.messages.map(({ text, reported, edit }) => ({ text, reported, edit }))).toEqual([
    { text: 'First' },
    { text: 'Second' },
    { text: 'Insult', reported: true },
    { text: 'Worse insult', edit: true },
  ]);
  const { reports } = unwrap(await callAdmin(home.dataFolder, 'report.list', {}));
  expect(reports).toMatchObject([{ id: report?.id, reporter: expect.stringMatching(/^carol@/) }]);
  const shown = unwrap(
    await callAdmin(home.dataFolder, 'report.show', { id: reports[0]?.id ?? ('' as never) }),
  );
  expect(shown.messages.map(({ text }) => text)).toEqual(['First', 'Second', 'Insult', 'Worse insult']);
  expect(JSON.stringify(shown)).not.toContain('Carol’s own words');
  await owner.call('deleteReport', { report: reports[0]?.id ?? ('' as never) });
  expect(await owner.call('reports', undefined)).toEqual([]);
});

test('only owners read and remove reports', async () => {
  const { owner, carol, dave, id } = await talkingGroup();
  await dave.send(id, 'Insult');
  await carol.call('report', { conversation: id, message: await idOf(carol, id, 'Insult') });
  const [report] = await owner.call('reports', undefined);
  for (const user of [carol, dave]) {
    expect(await user.engine.call('reports', undefined)).toMatchObject({ code: 'not-allowed' });
    expect(await user.engine.call('deleteReport', { report: report?.id as never })).toMatchObject({
      code: 'not-allowed',
    });
  }
  expect(await owner.call('status', undefined)).toMatchObject({ role: 'owner' });
});

test('what is said in the Lobby is reported without a key, and one’s own message is not', async () => {
  const { owner, carol, dave } = await talkingGroup();
  const lobby = (await carol.call('conversations', undefined)).find(({ kind }) => kind === 'public');
  if (!lobby) throw new Error('there is no Lobby');
  await dave.send(lobby.id, 'Shouting');
  const shouting = await idOf(carol, lobby.id, 'Shouting');
  expect(await dave.engine.call('report', { conversation: lobby.id, message: shouting })).toMatchObject({
    code: 'not-allowed',
  });
  await carol.call('report', { conversation: lobby.id, message: shouting });
  expect(await owner.call('reports', undefined)).toMatchObject([
    { kind: 'public', messages: [{ text: 'Shouting' }] },
  ]);
});

type Filed = RequestOf<'reports:file'>;

const forgeries: readonly (readonly [string, (report: Filed) => Filed, string])[] = [
  ['another key', (report) => withKey(report, randomBytes(44)), 'report-unproven'],
  ['no key', (report) => withKey(report, undefined), 'report-unproven'],
  [
    'a change in place of a message',
    (report) => ({ ...report, reported: 1, frames: [{ seq: 1 }] }),
    'report-unproven',
  ],
  [
    'a position beyond the end',
    (report) => ({ ...report, reported: 9_999, frames: [{ seq: 9_999 }] }),
    'report-unproven',
  ],
  [
    'frames without the reported one',
    (report) => ({ ...report, reported: report.reported + 1 }),
    'bad-request',
  ],
];

function withKey(report: Filed, key: Uint8Array | undefined): Filed {
  return { ...report, frames: report.frames.map(({ seq }) => (key ? { seq, key } : { seq })) };
}

test.each(forgeries)('a report with %s is refused by name', async (_, forge, code) => {
  const home = await startTestServer();
  const [owner, dave] = (await ownerAnd(home, 'dave')) as [GroupUser, GroupUser];
  const proxy = await startMaliciousProxy(home.url);
  proxy.rewrites.set('reports:file', forge);
  const carol = new GroupUser('carol', await registerTestEngine(proxy, { username: 'carol' }));
  const { id } = await dave.call('createGroup', { title: 'Choir', members: ['carol'] });
  await carol.sees(id, { title: 'Choir' });
  await dave.send(id, 'Insult');
  const message = await idOf(carol, id, 'Insult');
  expect(await carol.engine.call('report', { conversation: id, message })).toMatchObject({ code });
  expect(await owner.call('reports', undefined)).toEqual([]);
});

test('an owner’s device believes no text that the sender hasn’t signed', async () => {
  const home = await startTestServer();
  const proxy = await startMaliciousProxy(home.url);
  const owner = new GroupUser('owner', await registerTestEngine(proxy, { username: 'owner' }));
  const [carol, dave] = (await groupUsers(home, ['carol', 'dave'])) as [GroupUser, GroupUser];
  const { id } = await dave.call('createGroup', { title: 'Choir', members: ['carol'] });
  await carol.sees(id, { title: 'Choir' });
  await dave.send(id, 'Insult');
  await carol.call('report', { conversation: id, message: await idOf(carol, id, 'Insult') });
  proxy.forgeries.set('reports:list', (answer: { ok: true; value: ResponseOf<'reports:list'> }) => {
    for (const { frame } of answer.value.reports.flatMap(({ frames }) => frames))
      frame.set([frame.at(-1) === 0 ? 1 : 0], frame.length - 1);
    return { answer };
  });
  const [report] = await owner.call('reports', undefined);
  expect(report?.messages).toMatchObject([{ reported: true, code: 'undecryptable' }]);
  expect(report?.messages[0]).not.toHaveProperty('text');
});

test('a server that gives out another frame gets no evidence for it', async () => {
  const home = await startTestServer();
  const [owner, dave] = (await ownerAnd(home, 'dave')) as [GroupUser, GroupUser];
  const proxy = await startMaliciousProxy(home.url);
  const carol = new GroupUser('carol', await registerTestEngine(proxy, { username: 'carol' }));
  const { id } = await dave.call('createGroup', { title: 'Choir', members: ['carol'] });
  await carol.sees(id, { title: 'Choir' });
  await dave.send(id, 'Insult');
  const message = await idOf(carol, id, 'Insult');
  proxy.forgeries.set(
    'conversations:history',
    (answer: { ok: true; value: ResponseOf<'conversations:history'> }) => {
      answer.value.page.set([1], answer.value.page.length - 1);
      answer.value.page.set([7], 200);
      return { answer };
    },
  );
  expect(await carol.engine.call('report', { conversation: id, message })).toMatchObject({
    code: 'verification-failed',
  });
  expect(await owner.call('reports', undefined)).toEqual([]);
});
