import { z } from 'zod';
import { displayName } from '../../protocol/accounts.ts';
import { limits } from '../../protocol/limits.ts';
import { callAdmin } from '../../server/admin/admin.ts';
import { type Command, parseFlags, takeWords } from '../command.ts';
import { addUserTo } from './add-user.ts';
import { initialPasswordFrom, passwordFlag } from './initial-password.ts';
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
    ...passwordFlag,
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
    const password = await initialPasswordFrom(wanted['password-file']);
    const user = { username, password, displayName: wanted['display-name'] };
    const added = await answered(addUserTo(data, user, given));
    process.stdout.write(`${username} can sign in now with the initial password. Role: ${added.role}.\n`);
  },
};

const states = {
  active: 'active',
  waiting: 'waiting',
  reset: 'reset, not set up yet',
  deleted: 'deleted',
} as const;

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
        states[state],
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
