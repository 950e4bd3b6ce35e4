import type { Result } from '../../../protocol/errors.ts';
import { parseTypedName } from '../../../protocol/ids.ts';
import type { Entering } from '../chat-context.ts';
import { line } from '../screen/line.ts';
import { attempt } from './attempt.ts';
import { ask, askNewPassword } from './questions.ts';
import { showRecoveryKey } from './recovery-key.ts';
import { setUp } from './set-up.ts';

export async function signUp(entering: Entering): Promise<boolean> {
  const { engine, screen, text, words } = entering;
  const username = await askUsername(entering);
  if (username === '') return false;
  const displayName = await ask(entering, words.displayName);
  const password = await askNewPassword(entering, words.password);
  if (password === undefined) return false;
  let { invite } = entering;
  for (;;) {
    screen.print([line(text.account.creating, 'dim')]);
    let recoveryKey = '';
    const refused = await attempt(entering, async (): Promise<Result<unknown>> => {
      const registered = await engine.call('register', {
        username,
        password,
        ...(displayName && { displayName }),
        ...(invite !== undefined && { invite }),
      });
      if (registered.ok) recoveryKey = registered.value.recoveryKey;
      return registered;
    });
    if (!refused) {
      await showRecoveryKey(entering, recoveryKey);
      return true;
    }
    const waits = refused.code === 'set-up-required' || refused.code === 'account-reset';
    if (waits && invite !== undefined)
      return setUp({ ...entering, username, initialPassword: invite }, refused);
    if (refused.code !== 'invite-required' && refused.code !== 'invite-invalid') return false;
    invite = await ask(entering, words.invite);
    if (invite === '') return false;
  }
}

async function askUsername(entering: Entering): Promise<string> {
  for (;;) {
    const username = await ask(entering, entering.words.username);
    if (username === '' || parseTypedName(username)) return username;
    entering.screen.print([line(entering.text.account.usernameBad, 'error')]);
  }
}
