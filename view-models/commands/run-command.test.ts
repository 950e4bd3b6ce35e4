import { expect, test } from 'vitest';
import type { Conversation } from '../../engine/api/api.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { createNavigation } from '../../renderer/app/navigation.ts';
import { createPreferences } from '../../renderer/app/preferences.ts';
import { createScriptedEngine } from '../../test/support/scripted-engine.ts';
import { window as english } from '../../text/english/window.ts';
import { createMessenger } from '../messenger.ts';
import { parseLine } from './commands.ts';
import { runLine } from './run-command.ts';

const withBob: Conversation = {
  ...{ id: 'bob' as ConversationId, kind: 'direct', title: 'bob' },
  ...{ members: [], unread: 0 },
};

/** Offline, but for somebody whose conversation is still sought. */
function atTheLobby() {
  const sought = Promise.withResolvers<Result<Conversation>>();
  const engine = createScriptedEngine({ openDirect: () => sought.promise });
  const navigation = createNavigation();
  const preferences = createPreferences({ getItem: () => null, setItem: () => undefined });
  const shell = { quit: async () => undefined };
  const app = { engine, messenger: createMessenger(engine), navigation, preferences, shell };
  navigation.open('lobby');
  return {
    navigation,
    preferences,
    found: () => sought.resolve(ok(withBob)),
    async run(line: string) {
      const parsed = parseLine(line);
      return parsed.kind === 'text'
        ? undefined
        : runLine(parsed, { app, text: english, conversation: 'lobby' });
    },
  };
}

test('a refused status change is not reported as done', async () => {
  const { run } = atTheLobby();
  expect(await run('/status dnd')).toEqual({
    failed: true,
    lines: [english.errors['server-unreachable']],
  });
});

test('an unknown command can be sent as text, a planned one can’t', async () => {
  const { run } = atTheLobby();
  expect(await run('\n/shrug  at all\n')).toMatchObject({ failed: true, asText: '/shrug  at all' });
  expect(await run('/back in five minutes')).toMatchObject({ failed: true, asText: '/back in five minutes' });
  expect(await run('/secret bob hush text')).toEqual({
    failed: true,
    lines: [english.composer.notYet('secret')],
  });
});

test('/help explains how to start a message with a slash', async () => {
  const { run } = atTheLobby();
  expect((await run('/help'))?.lines.at(-1)).toBe(`//… – ${english.composer.slashText}`);
});

test('/verify opens the details of the person to verify', async () => {
  const { run, found, navigation, preferences } = atTheLobby();
  const verifying = run('/verify bob');
  found();
  await verifying;
  expect(navigation.get().conversation).toBe('bob');
  expect(preferences.get().details).toBe(true);
});

test('/verify opens no details after the user has switched conversations', async () => {
  const { run, found, navigation, preferences } = atTheLobby();
  const verifying = run('/verify bob');
  navigation.open('carol');
  found();
  await verifying;
  expect(navigation.get().conversation).toBe('carol');
  expect(preferences.get().details).toBe(false);
});
