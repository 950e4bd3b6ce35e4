// An account that an administrator has made or reset gets its keys, and a password that only its owner knows.
import type { Refusal } from '../../../protocol/errors.ts';
import { formatDate } from '../../../text/times.ts';
import type { ChatContext } from '../chat-context.ts';
import { line } from '../screen/line.ts';
import { attempt } from './attempt.ts';
import { askNewPassword, confirm } from './questions.ts';
import { showRecoveryKey } from './recovery-key.ts';

export interface SettingUp extends ChatContext {
  readonly username: string;
  readonly initialPassword: string;
}

export async function setUp(context: SettingUp, refusal: Refusal): Promise<boolean> {
  const { engine, screen, text, words, username, initialPassword } = context;
  const wasReset = refusal.code === 'account-reset';
  screen.print(
    (wasReset ? resetWords(context, refusal) : [text.settingUp.purpose(username)]).map((one) => line(one)),
  );
  if (wasReset && !(await confirm(context, `${beginWords(context, refusal)}?`))) return false;
  const password = await askNewPassword(context, words.newPassword, (chosen) =>
    chosen === initialPassword ? text.settingUp.sameAsGiven : undefined,
  );
  if (password === undefined) return false;
  screen.print([line(text.account.creating, 'dim')]);
  let recoveryKey = '';
  const refused = await attempt(context, async () => {
    const accepted = wasReset ? { acceptReset: true as const } : {};
    const registered = await engine.call('register', { username, password, initialPassword, ...accepted });
    if (registered.ok) recoveryKey = registered.value.recoveryKey;
    return registered;
  });
  if (refused) return false;
  await showRecoveryKey(context, recoveryKey);
  return true;
}

function resetWords({ text, username }: SettingUp, { facts = {} }: Refusal): readonly string[] {
  const { purpose, means, erases, unsent } = text.settingUp.afterReset;
  const when = typeof facts.resetAt === 'string' ? formatDate(facts.resetAt, text.locale) : text.unknownFact;
  const count = typeof facts.unsent === 'number' ? facts.unsent : undefined;
  return [
    purpose(username, when),
    ...means.map((one) => `- ${one}`),
    ...(count === undefined ? [] : [erases]),
    ...(count ? [unsent(count)] : []),
  ];
}

function beginWords({ text }: SettingUp, { facts }: Refusal): string {
  const { begin, eraseAndBegin } = text.settingUp.afterReset;
  return facts?.unsent === undefined ? begin : eraseAndBegin;
}
