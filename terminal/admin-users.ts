import { z } from 'zod';
import { accountRole, displayName } from '../protocol/accounts.ts';
import { callAdmin } from '../server/admin/admin.ts';
import { addUserTo } from './add-user.ts';
import { answered, dataFlag, dataFolder, userNamed } from './admin-result.ts';
import { type Command, parseFlags, takeWords, textTable, WrongUsage } from './command.ts';
import { initialPassword } from './import-file.ts';
import { askSecret } from './prompt.ts';
import { readFirstLine } from './text-file.ts';

const addFlags = z.object({
  data: dataFolder,
  'display-name': displayName.optional(),
  'password-file': z.string().optional(),
  role: accountRole.optional(),
});

export const addUser: Command = {
  synopsis: 'admin user add <name> [flags]',
  about:
    'Makes an account. Its owner then registers under this name with a password of their own, and gives the\ninitial password as the invite.',
  flags: {
    'display-name': { value: 'name', about: 'what others see (the user name)' },
    'password-file': {
      value: 'file',
      about: 'its first line is the initial password; otherwise it is asked for',
    },
    role: {
      value: 'role',
      about: 'member, admin or owner (owner on a server without accounts, else member)',
    },
    ...dataFlag,
  },
  async run({ flags, words }) {
    const [name] = takeWords(words, 'name');
    const { data, role, ...wanted } = parseFlags(addFlags, flags);
    const username = userNamed(name);
    const password = await passwordFrom(wanted['password-file']);
    const user = { username, password, displayName: wanted['display-name'] };
    const added = await answered(addUserTo(data, user, role));
    process.stdout.write(`${username} can register now. Role: ${added.role}.\n`);
  },
};

async function passwordFrom(file: string | undefined): Promise<string> {
  if (file === undefined && !process.stdin.isTTY) throw new WrongUsage('--password-file is missing.');
  const given = file === undefined ? await askSecret('Initial password: ') : await readFirstLine(file);
  const parsed = initialPassword.safeParse(given);
  if (!parsed.success) throw new WrongUsage('The initial password is empty or too long.');
  return parsed.data;
}

const onlyData = z.object({ data: dataFolder });

export const listUsers: Command = {
  synopsis: 'admin user list [--data <folder>]',
  about: 'Lists the accounts: user name, role, state, display name.',
  flags: dataFlag,
  async run({ flags, words }) {
    takeWords(words);
    const { users } = await answered(callAdmin(parseFlags(onlyData, flags).data, 'user.list', {}));
    const rows = users.map(({ username, role, state, displayName }) => [username, role, state, displayName]);
    process.stdout.write(textTable(rows));
  },
};

export const unlockUser: Command = {
  synopsis: 'admin user unlock <name> [--data <folder>]',
  about: 'Ends the pause after wrong passwords.',
  flags: dataFlag,
  async run({ flags, words }) {
    const [name] = takeWords(words, 'name');
    const username = userNamed(name);
    await answered(callAdmin(parseFlags(onlyData, flags).data, 'user.unlock', { username }));
    process.stdout.write(`${username} can try again now.\n`);
  },
};
