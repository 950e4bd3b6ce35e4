import { z } from 'zod';
import { sentenceFor } from '../../protocol/errors.ts';
import type { Username } from '../../protocol/ids.ts';
import { callAdmin } from '../../server/admin/admin.ts';
import { type Command, CommandFailure, parseFlags, takeWords, WrongUsage } from '../command.ts';
import { askLine } from '../prompt.ts';
import { deriveInitialAuthKey } from './add-user.ts';
import { initialPasswordFrom, passwordFlag } from './initial-password.ts';
import { answered, dataFlag, dataFolder, userNamed } from './result.ts';

const resetFlags = z.object({
  data: dataFolder,
  'password-file': z.string().optional(),
  yes: z.boolean().optional(),
});

type Listed = Extract<Awaited<ReturnType<typeof callAdmin<'user.list'>>>, { readonly ok: true }>;
type User = Listed['value']['users'][number];

export const resetUser: Command = {
  synopsis: 'admin user reset <name> [flags]',
  about:
    'Resets the account of a person who has lost password and recovery key, or whose account was taken over. It says what that means, and asks.',
  flags: {
    ...passwordFlag,
    yes: { about: 'don’t ask, for scripts' },
    ...dataFlag,
  },
  examples: ['admin user reset carol', 'admin user reset carol --yes --password-file ./initial-password'],
  async run({ flags, words }) {
    const [name] = takeWords(words, 'name');
    const { data, yes, 'password-file': file } = parseFlags(resetFlags, flags);
    const username = userNamed(name);
    if (!yes && (!process.stdin.isTTY || file === '-')) {
      throw new WrongUsage('--yes is missing: there is no terminal to ask at.');
    }
    const { users } = await answered(callAdmin(data, 'user.list', {}));
    const user = users.find((one) => one.username === username);
    if (!user) throw new CommandFailure(sentenceFor('no-such-user'));
    if (user.state === 'deleted')
      throw new CommandFailure(
        `${username} deleted this account. Its name stays taken, and it can’t be reset.`,
      );
    process.stdout.write(consequencesOf(user, users));
    if (!yes) await confirm(username);
    const password = await initialPasswordFrom(file);
    const initialAuthKey = await answered(deriveInitialAuthKey(data, username, password));
    const { wasSetUp } = await answered(callAdmin(data, 'user.reset', { username, initialAuthKey }));
    process.stdout.write(
      wasSetUp
        ? `${username} was reset, and can sign in now with the initial password.\n`
        : `${username} had not been set up yet, and has another initial password now.\n`,
    );
  },
};

/** Throws CommandFailure unless the name is typed once more. */
async function confirm(username: Username): Promise<void> {
  const typed = await askLine(`Type ${username} to reset this account: `);
  if (typed?.trim() !== username) throw new CommandFailure('Nothing was reset.');
}

function consequencesOf(user: User, users: readonly User[]): string {
  const { username: name } = user;
  if (user.state === 'waiting')
    return `${name} was never set up. The reset only replaces the initial password.\n`;
  if (user.state === 'reset')
    return `${name} was reset before, and isn’t set up again yet. This reset only replaces the initial password.\n`;
  const isOnlyOwner =
    user.role === 'owner' && users.every(({ username, role }) => username === name || role !== 'owner');
  return [
    `Resetting ${name} can’t be undone:`,
    `- ${name} begins with new keys and can’t read older messages any more. Neither can you or anyone else with this account.`,
    `- ${name} is signed out everywhere. Other computers keep what they have until ${name} signs in there again, which asks before it erases that.`,
    `- Everyone who writes with ${name} is warned that the keys have changed, and has to accept or verify them. Until then messages to ${name} wait.`,
    `- ${name}’s groups wait, too, until their members accept the new keys, or until an admin of the group removes ${name}. In groups, ${name} sees what comes from then on.`,
    `- Password and recovery key stop working. The recovery key that ${name} gets is another one.`,
    `- User name, display name and the role (${user.role}) stay.`,
    ...(isOnlyOwner
      ? [
          `- ${name} is the only owner of this server: until the account is set up again, no one reads reports in the app.`,
        ]
      : []),
    `Until ${name} has signed in, anyone with the initial password can take the name over. Give it to ${name} in person.`,
    '',
  ].join('\n');
}
