// A user of groups: a whole engine, and what tests ask it for.
import { expect, vi } from 'vitest';
import type {
  Conversation,
  EngineApi,
  GroupEvent,
  Message,
  MethodName,
  ParametersOf,
  ResultOf,
} from '../../engine/api/api.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { registerTestEngine } from './test-engine.ts';
import { unwrap } from './unwrap.ts';

export class GroupUser {
  readonly name: string;
  readonly engine: EngineApi;

  constructor(name: string, engine: EngineApi) {
    this.name = name;
    this.engine = engine;
  }

  async call<Name extends MethodName>(name: Name, parameters: ParametersOf<Name>): Promise<ResultOf<Name>> {
    return unwrap(await this.engine.call(name, parameters));
  }

  /** The group as this user has it; undefined while it isn't listed. */
  async find(id: ConversationId): Promise<Conversation | undefined> {
    return (await this.call('conversations', {})).find((one) => one.id === id);
  }

  /** Waits until the group is listed as given. */
  async sees(id: ConversationId, wanted: Partial<Conversation>): Promise<Conversation> {
    return vi.waitFor(async () => {
      const group = await this.find(id);
      expect(group, this.name).toMatchObject(wanted);
      if (!group) throw new Error('the group is not listed');
      return group;
    }, 10_000);
  }

  async send(id: ConversationId, text: string): Promise<void> {
    await this.call('send', { conversation: id, text });
    // It may be delivered by now.
    const isStored = (one: Message) => one.sender === this.name && one.text === text && one.seq !== undefined;
    await vi.waitFor(async () => expect((await this.messages(id)).some(isStored), text).toBe(true), 10_000);
  }

  async messages(id: ConversationId): Promise<readonly Message[]> {
    return (await this.call('history', { conversation: id, limit: 200 })).messages;
  }

  /** Each message in a line: who, and what or which event. */
  async texts(id: ConversationId): Promise<readonly string[]> {
    return (await this.messages(id)).map(lineOf);
  }

  /** Waits until a line ends the conversation. */
  async reads(id: ConversationId, line: string): Promise<void> {
    await vi.waitFor(async () => expect((await this.texts(id)).at(-1), this.name).toBe(line), 10_000);
  }
}

function lineOf({ sender, text, kind, events = [], state, code }: Message): string {
  if (kind === 'system') return `${sender} ${events.map(eventWords).join(', ')}`;
  if (kind === 'unreadable') return `${sender}? ${code}`;
  return state === 'sent' ? `${sender}: ${text} (sent)` : `${sender}: ${text}`;
}

function eventWords(event: GroupEvent): string {
  const { type, ...facts } = event;
  return [type, ...Object.values(facts).flat()].join(' ');
}

export async function groupUsers(
  server: { readonly url: string },
  names: readonly string[],
): Promise<GroupUser[]> {
  return Promise.all(
    names.map(async (username) => new GroupUser(username, await registerTestEngine(server, { username }))),
  );
}
