import { useState } from 'react';
import type { SessionState } from '../../../engine/api.ts';
import { conversationId } from '../../../protocol/ids.ts';
import { useStore } from '../../messenger/store.ts';
import { refusalSentence } from '../../text/refusal-sentence.ts';
import { useText } from '../../text/text.tsx';
import { useApp } from '../../window/app.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { parseLine } from './commands.ts';
import { type CommandAnswer, runLine } from './run-command.ts';

/** Sends what was written, or does what it says when it is a command. White space alone is nothing. */
export function useSending(facts: ConversationFacts) {
  const app = useApp();
  const text = useText();
  const { engine, drafts, messenger } = app;
  const [told, setTold] = useState<ToldAnswer>();
  const draft = useStore(drafts, (all) => all.get(facts.id));
  const state = useStore(messenger, ({ status }) => status?.state);

  function tell(answer: CommandAnswer | undefined): void {
    const now = { draft: drafts.get().get(facts.id), state: messenger.get().status?.state };
    setTold(answer && { answer, ...now });
  }

  /** Before what has been written since. */
  function giveBack(written: string): void {
    const since = drafts.get().get(facts.id);
    drafts.write(facts.id, since ? `${written}\n${since}` : written);
  }

  async function sendText(written: string): Promise<void> {
    drafts.write(facts.id, '');
    tell(undefined);
    const sent = await engine.call('send', { conversation: conversationId.parse(facts.id), text: written });
    if (sent.ok) return;
    giveBack(written);
    tell({ failed: true, lines: [refusalSentence(text, sent)] });
  }

  async function send(written: string): Promise<void> {
    if (written.trim() === '') return;
    const parsed = parseLine(written);
    if (parsed.kind === 'text') return sendText(written.trim());
    const isDone = parsed.kind === 'command';
    if (isDone) drafts.write(facts.id, '');
    const answer = await runLine(parsed, { app, text, conversation: facts.id });
    if (isDone && answer?.failed) giveBack(written);
    tell(answer);
  }

  const isCurrent = !told?.answer.failed || (told.draft === draft && told.state === state);
  return { send, answer: isCurrent ? told?.answer : undefined, dismiss: () => setTold(undefined) };
}

/** A refusal holds for the text and the connection that it was given for, and goes when either changes. */
interface ToldAnswer {
  readonly answer: CommandAnswer;
  readonly draft: string | undefined;
  readonly state: SessionState | undefined;
}
