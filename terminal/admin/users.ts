import { z } from 'zod';
import { displayName } from '../../protocol/accounts.ts';
import { limits } from '../../protocol/limits.ts';
import { callAdmin } from '../../server/admin/admin.ts';
import { type Command, parseFlags, takeWords, WrongUsage } from '../command.ts';
import { askSecret } from '../prompt.ts';
import { readFirstLine } from '../text-file.ts';
import { addUserTo } from './add-user.ts';
import { initialPassword } from './import-file.ts';
import {
  answered,
  dataFlag,
  dataFolder,
  jsonFlag,
  listFlags,
  onlyData,
  printList,
  role,
  userNamed,
} from './result.ts';

const addFlags = z.object({
  data: dataFolder,
  'display-name': z
    .string()
    .refine((name) => displayName.safeParse(name).success, `1 to ${limits.displayNameCharacters} characters`)
    .optional(),
  'password-file': z.string().optional(),
  role,
});

export const addUser: Command = {
  synopsis: 'admin user add <name> [flags]',
  about:
    'Makes an account with an initial password. Who signs in with that is asked for a password of their own.',
  flags: {
    'display-name': { value: 'name', about: 'what others see (the user name)' },
    'password-file': {
      value: 'file',
      about: 'its first line is the initial password, “-” for stdin; otherwise it is asked for',
    },
    role: {
      value: 'role',
      about: 'member, admin or owner (member; owner for the first account, or that of --owner)',
    },
    ...dataFlag,
  },
  examples: ['admin user add carol', 'admin user add dave --role admin --password-file ./initial-password'],
  async run({ flags, words }) {
    const [name] = takeWords(words, 'name');
    const { data, role: given, ...wanted } = parseFlags(addFlags, flags);
    const username = userNamed(name);
    const password = await passwordFrom(wanted['password-file']);
    const user = { username, password, displayName: wanted['display-name'] };
    const added = await answered(addUserTo(data, user, given));
    process.stdout.write(`${username} can sign in now with the initial password. Role: ${added.role}.\n`);
  },
};

async function passwordFrom(file: string | undefined): Promise<string> {
  if (file === undefined && !process.stdin.isTTY) {
    throw new WrongUsage('--password-file is missing. It may be “-”: then stdin is read.');
  }
  const given = file === undefined ? await askSecret('Initial password: ') : await readFirstLine(file);
  const parsed = initialPassword.safeParse(given);
  if (!parsed.success) throw new WrongUsage('The initial password is empty or too long.');
  return parsed.data;
}

export const listUsers: Command = {
  synopsis: 'admin user list [flags]',
  about: 'Lists the accounts: user name, role, state, display name.',
  flags: { ...jsonFlag, ...dataFlag },
  examples: ['admin user list', 'admin user list --json --data /srv/parley'],
  async run({ flags, words }) {
    takeWords(words);
    const { data, json } = parseFlags(listFlags, flags);
    const { users } = await answered(callAdmin(data, 'user.list', {}));
    printList(json, users, {
      headings: ['NAME', 'ROLE', 'STATE', 'DISPLAY NAME'],
      rows: users.map(({ username, role: given, state, displayName: shown }) => [
        username,
        given,
        state,
        shown,
      ]),
    });
  },
};

export const unlockUser: Command = {
  synopsis: 'admin user unlock <name> [--data <folder>]',
  about: 'Ends the pause after wrong passwords.',
  flags: dataFlag,
  examples: ['admin user unlock carol'],
  async run({ flags, words }) {
    const [name] = takeWords(words, 'name');
    const username = userNamed(name);
    await answered(callAdmin(parseFlags(onlyData, flags).data, 'user.unlock', { username }));
    process.stdout.write(`${username} can try again now.\n`);
  },
};
