import type { Refusal } from '../../../protocol/errors.ts';
import type { Entering } from '../chat-context.ts';
import { line } from '../screen/line.ts';
import { attempt } from './attempt.ts';
import { ask, askNewPassword, askSecret } from './questions.ts';
import { setUp } from './set-up.ts';

export async function signIn(entering: Entering): Promise<boolean> {
  const { engine, screen, text, words } = entering;
  const username = await ask(entering, words.username);
  if (username === '') return false;
  const password = await askSecret(entering, words.password);
  if (password === '') return false;
  screen.print([line(text.account.signingIn, 'dim')]);
  const refused = await attempt(entering, (accepted) =>
    engine.call('signIn', { username, password, ...accepted }),
  );
  if (refused?.code !== 'recovery-key-needed') {
    return afterSignIn(refused, { ...entering, username, initialPassword: password });
  }
  const recoveryKey = await askSecret(entering, words.recoveryKey);
  if (recoveryKey === '') return false;
  const again = await attempt(entering, (accepted) =>
    engine.call('signIn', { username, password, recoveryKey, ...accepted }),
  );
  return again === undefined;
}

type SettingUp = Entering & { readonly username: string; readonly initialPassword: string };

/** An account that waits to be set up gets a password of its own. */
async function afterSignIn(refused: Refusal | undefined, settingUp: SettingUp): Promise<boolean> {
  const waits = refused?.code === 'set-up-required' || refused?.code === 'account-reset';
  return waits ? setUp(settingUp, refused) : refused === undefined;
}

export async function recover(entering: Entering): Promise<boolean> {
  const { engine, screen, text, words } = entering;
  const username = await ask(entering, words.username);
  if (username === '') return false;
  const recoveryKey = await askSecret(entering, words.recoveryKey);
  if (recoveryKey === '') return false;
  const newPassword = await askNewPassword(entering, words.newPassword);
  if (newPassword === undefined) return false;
  screen.print([line(text.account.recovering, 'dim')]);
  const refused = await attempt(entering, (accepted) =>
    engine.call('signInWithRecoveryKey', { username, recoveryKey, newPassword, ...accepted }),
  );
  return refused === undefined;
}
