import { z } from 'zod';
import { accountRole } from '../protocol/accounts.ts';
import { callAdmin } from '../server/admin/admin.ts';
import { answered, dataFlag, dataFolder } from './admin-result.ts';
import { type Command, parseFlags, takeWords, textTable } from './command.ts';

const DAY_MILLISECONDS = 86_400_000;

const numberUpTo = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'it must be a whole number')
    .transform(Number)
    .refine((value) => value <= most, `at most ${most}`);

const createFlags = z.object({
  data: dataFolder,
  uses: numberUpTo(10_000).optional(),
  expires: numberUpTo(3_650).optional(),
  role: accountRole.optional(),
});

export const createInvite: Command = {
  synopsis: 'admin invite create [flags]',
  about: 'Makes an invite and prints its link, or its token while the server does not run.',
  flags: {
    uses: { value: 'number', about: 'how many may come with it (1)' },
    expires: { value: 'days', about: 'how long it can be used (7)' },
    role: { value: 'role', about: 'member, admin or owner (member)' },
    ...dataFlag,
  },
  async run({ flags, words }) {
    takeWords(words);
    const { data, expires: days, uses, role } = parseFlags(createFlags, flags);
    const expires =
      days === undefined ? undefined : new Date(Date.now() + days * DAY_MILLISECONDS).toISOString();
    const { link, token } = await answered(callAdmin(data, 'invite.create', { uses, expires, role }));
    process.stdout.write(`${link ?? token}\n`);
  },
};

const onlyData = z.object({ data: dataFolder });

export const listInvites: Command = {
  synopsis: 'admin invite list [--data <folder>]',
  about: 'Lists the invites that can still be used: id, role, uses left, when it expires.',
  flags: dataFlag,
  async run({ flags, words }) {
    takeWords(words);
    const { invites } = await answered(callAdmin(parseFlags(onlyData, flags).data, 'invite.list', {}));
    const rows = invites.map(({ id, role, usesLeft, expires }) => [
      id,
      role,
      `${usesLeft}`,
      expires ?? 'never',
    ]);
    process.stdout.write(textTable(rows));
  },
};

export const revokeInvite: Command = {
  synopsis: 'admin invite revoke <id> [--data <folder>]',
  about: 'Makes an invite useless. Its id is in the list of invites.',
  flags: dataFlag,
  async run({ flags, words }) {
    const [id] = takeWords(words, 'id');
    await answered(callAdmin(parseFlags(onlyData, flags).data, 'invite.revoke', { id }));
    process.stdout.write('Nobody can come with that invite any more.\n');
  },
};
