import { useState } from 'react';
import type { ParametersOf, SessionState } from '../../../engine/api/api.ts';
import { isBlank } from '../../../protocol/blank-text.ts';
import { refusalSentence } from '../../../text/sentence.ts';
import { commandMeant, holdsPassphrase, parseLine } from '../../../view-models/commands/commands.ts';
import { type CommandAnswer, runLine } from '../../../view-models/commands/run-command.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';

export type HowSent = Pick<ParametersOf<'send'>, 'silent'>;

/** With what it is an answer to. A refusal holds for the draft and the connection that it was given for. */
export interface GivenAnswer extends CommandAnswer {
  readonly written?: string;
  readonly conversation: string;
  readonly draft: string | undefined;
  readonly state: SessionState | undefined;
}

/** Sends the text, or runs it when it is a command. A text without visible characters is not sent. */
export function useSending(facts: ConversationFacts) {
  const app = useApp();
  const text = useText();
  const { engine, drafts, messenger, replying } = app;
  const [given, setGiven] = useState<GivenAnswer>();
  const draft = useStore(drafts, (all) => all.get(facts.id));
  const state = useStore(messenger, ({ status }) => status?.state);

  function answerWith(answer: (CommandAnswer & { readonly written?: string }) | undefined): void {
    const now = { draft: drafts.get().get(facts.id), state: messenger.get().status?.state };
    setGiven(answer && { ...answer, ...now, conversation: facts.id });
  }

  /** Before what has been written since. */
  function giveBack(written: string): void {
    const since = drafts.get().get(facts.id);
    drafts.write(facts.id, since ? `${written}\n${since}` : written);
  }

  /** Of `written`, which is given back if it fails. What has been written since then stays. */
  async function sendText(message: string, written: string, how?: HowSent): Promise<void> {
    if (drafts.get().get(facts.id) === written) drafts.write(facts.id, '');
    answerWith(undefined);
    const answered = replying.end(facts.id);
    const sent = await engine.call('send', {
      conversation: facts.id,
      text: message,
      ...(answered && { replyTo: answered.id }),
      ...how,
    });
    if (sent.ok) return;
    if (answered && !replying.get().has(facts.id)) replying.begin(answered);
    giveBack(written);
    answerWith({ failed: true, lines: [refusalSentence(text, sent)] });
  }

  async function send(written: string, how?: HowSent): Promise<void> {
    if (isBlank(written)) return;
    const parsed = parseLine(written);
    if (parsed.kind === 'text') {
      const command = commandMeant(written);
      if (command === undefined) return sendText(parsed.text, written, how);
      const lines = [text.composer.commandMeant(command)];
      const asText = !holdsPassphrase(written) && { asText: parsed.text };
      return answerWith({ failed: true, lines, ...asText, written });
    }
    const isDone = parsed.kind === 'command';
    if (isDone) drafts.write(facts.id, '');
    const answer = await runLine(parsed, { app, text, conversation: facts.id });
    if (isDone && answer?.failed) giveBack(written);
    answerWith(answer && { ...answer, written });
  }

  /** What looked like a command. */
  function sendAsText({ asText, written }: GivenAnswer): void {
    if (asText !== undefined && written !== undefined) sendText(asText, written);
  }

  const isCurrent =
    given?.conversation === facts.id && (!given.failed || (given.draft === draft && given.state === state));
  return { send, sendAsText, answer: isCurrent ? given : undefined, dismiss: () => setGiven(undefined) };
}
