// What commands show that asks something back, or is more than a line.
import encodeQR from 'qr';
import type { Conversation } from '../../../engine/api/api.ts';
import { messageId } from '../../../protocol/ids.ts';
import { refusalSentence } from '../../../text/sentence.ts';
import { formatRecent } from '../../../text/times.ts';
import type { MessageDialog } from '../../../view-models/commands/run-message-command.ts';
import { extractOf } from '../../../view-models/search/extract.ts';
import type { MessageSearch } from '../../../view-models/search/message-search.ts';
import type { ChatContext } from '../chat-context.ts';
import { confirm } from '../entry/questions.ts';
import { formattedParts } from '../lines/formatted-parts.ts';
import { shortened } from '../lines/message-lines.ts';
import { type Line, line, name } from '../screen/line.ts';

export type Dialog = 'leaveGroup' | 'deleteGroup' | 'safetyNumber' | 'search' | 'unlock' | MessageDialog;

export async function leaveGroup(context: ChatContext, group: Conversation): Promise<void> {
  const { engine, text } = context;
  if (!(await confirm(context, text.groups.leaveTitle(group.title)))) return;
  const left = await engine.call('leaveGroup', { conversation: group.id });
  if (!left.ok) context.screen.print([line(refusalSentence(text, left), 'error')]);
}

export async function deleteGroup(context: ChatContext, group: Conversation): Promise<void> {
  const { engine, screen, text } = context;
  screen.print([line(text.groups.deleteMeaning(group.members.length - 1))]);
  if (!(await confirm(context, text.groups.deleteTitle(group.title)))) return;
  const deleted = await engine.call('deleteGroup', { conversation: group.id });
  if (!deleted.ok) screen.print([line(refusalSentence(text, deleted), 'error')]);
}

/** `about`: of the message, its id and, where it is reported, its sender. */
export async function confirmOnMessage(
  context: ChatContext,
  conversation: Conversation,
  dialog: MessageDialog,
  about: string,
): Promise<void> {
  const { engine, screen, text } = context;
  const [id = '', sender = ''] = about.split(' ');
  const on = { conversation: conversation.id, message: messageId.parse(id) };
  const asked = await engine.call('history', { conversation: on.conversation, around: on.message, limit: 1 });
  const message = asked.ok ? asked.value.messages.find((one) => one.id === on.message) : undefined;
  const isReport = dialog === 'report';
  screen.print([
    ...(message ? [line(`  ${shortened(message.text ?? '', text)}`, 'dim')] : []),
    line(isReport ? text.reports.meaning(sender) : text.deletion.meaning),
  ]);
  if (!(await confirm(context, isReport ? text.reports.reportTitle(sender) : text.deletion.title))) return;
  const answered = isReport ? await engine.call('report', on) : await engine.call('delete', on);
  if (!answered.ok) return screen.print([line(refusalSentence(text, answered), 'error')]);
  if (isReport) screen.print([line(text.reports.sent, 'good')]);
}

const GROUPS_PER_ROW = 4;

/** The number and its code, and what the user makes of the comparison. */
export async function compareSafetyNumber(context: ChatContext, user: string): Promise<void> {
  const { engine, screen, text, words } = context;
  const asked = await engine.call('safetyNumber', { user });
  if (!asked.ok) return screen.print([line(refusalSentence(text, asked), 'error')]);
  const { digits, code, verified, changed } = asked.value;
  const groups = digits.split(' ');
  const rows = Array.from({ length: Math.ceil(groups.length / GROUPS_PER_ROW) }, (_, row) =>
    line(`    ${groups.slice(row * GROUPS_PER_ROW, (row + 1) * GROUPS_PER_ROW).join(' ')}`, 'strong'),
  );
  screen.print([
    line(text.safety.title(user), 'heading'),
    line(text.safety.hint(user)),
    ...rows,
    ...qrLines(code, screen.columns, words.qrTooWide),
    ...(changed
      ? [line(verified ? text.safety.changedVerified : text.safety.changedUnverified, 'error')]
      : []),
  ]);
  if (verified && !changed) return screen.print([line(words.verifiedNow(user), 'good')]);
  if (await confirm(context, words.matches)) return answer(context, 'verify', user, words.verifiedNow(user));
  if (changed && !verified && (await confirm(context, words.acceptKeys)))
    await answer(context, 'acceptIdentity', user, words.acceptedNow(user));
}

async function answer(
  { engine, screen, text }: ChatContext,
  method: 'verify' | 'acceptIdentity',
  user: string,
  done: string,
): Promise<void> {
  const answered = await engine.call(method, { user });
  screen.print([answered.ok ? line(done, 'good') : line(refusalSentence(text, answered), 'error')]);
}

function qrLines(code: string, columns: number, tooWide: string): readonly Line[] {
  const rows = encodeQR(code, 'ascii', { ecc: 'low', border: 1 }).trimEnd().split('\n');
  const width = Math.max(...rows.map((row) => row.length));
  return width > columns ? [line(tooWide, 'dim')] : rows.map((row) => line(row));
}

/** What was locked stands on the screen until the user presses Enter. */
export async function unlock(context: ChatContext, conversation: Conversation, id: string): Promise<void> {
  const { engine, screen, text, words } = context;
  const passphrase = await screen.askSecret(`${text.locked.passphrase}:`);
  if (!passphrase) return;
  const message = messageId.parse(id);
  const opened = await engine.call('unlock', { conversation: conversation.id, message, passphrase });
  if (!opened.ok) return screen.print([line(refusalSentence(text, opened), 'error')]);
  screen.print([formattedParts(opened.value.text)]);
  await screen.ask(words.lockAgain);
  screen.clear();
}

const MOST_HITS = 15;

/** The newest hit stands at the end, nearest to the prompt. */
export async function showFound({ screen, text }: ChatContext, search: MessageSearch): Promise<void> {
  await answered(search);
  const { hits, next, searchedTo, text: typed } = search.get();
  if (hits.length === 0) return screen.print([line(text.search.nothing(typed))]);
  const shown = hits.slice(0, MOST_HITS);
  const isMore = next !== undefined || shown.length < hits.length;
  const now = new Date();
  screen.print([
    ...shown.toReversed().map(
      ({ message, title, ranges }): Line => [
        { text: `${formatRecent(message.sentAt, text.locale, now)} `, as: 'dim' },
        { text: `[${title}] `, as: 'strong' },
        name(message.sender),
        { text: ': ' },
        ...extractOf(message.text ?? '', ranges).map((part) => ({
          text: part.text,
          as: part.isHit ? ('good' as const) : ('text' as const),
        })),
      ],
    ),
    line(text.search.found(shown.length, isMore), 'dim'),
    ...(searchedTo ? [line(text.search.searchedTo(formatRecent(searchedTo, text.locale, now)), 'dim')] : []),
  ]);
}

async function answered(search: MessageSearch): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (!search.get().searching) resolve();
  };
  const stop = search.subscribe(look);
  look();
  await promise.finally(stop);
}
