import { z } from 'zod';
import { callAdmin } from '../../server/admin/admin.ts';
import { type Command, CommandFailure, parseFlags, takeWords } from '../command.ts';
import { answered, dataFlag, dataFolder, jsonFlag, listFlags, onlyData, printList, role } from './result.ts';

const DAY_MILLISECONDS = 86_400_000;
const USUAL_DAYS = 7;
/** Hexadecimal digits of an id that a list shows: more than distinguish any two invites. */
const SHORT_ID = 12;

const numberUpTo = (most: number) => {
  const must = `a number from 1 to ${most}`;
  return z
    .string()
    .regex(/^[1-9]\d{0,5}$/, must)
    .transform(Number)
    .refine((value) => value <= most, must);
};

const createFlags = z.object({
  data: dataFolder,
  uses: numberUpTo(10_000).default(1),
  expires: numberUpTo(3_650).default(USUAL_DAYS),
  role,
});

export const createInvite: Command = {
  synopsis: 'admin invite create [flags]',
  about: 'Makes an invite and prints its link, or its token while the server does not run.',
  flags: {
    uses: { value: 'number', about: 'number of people who can join with it (1)' },
    expires: { value: 'days', about: `number of days it is valid (${USUAL_DAYS})` },
    role: { value: 'role', about: 'member, admin or owner (member)' },
    ...dataFlag,
  },
  examples: ['admin invite create --data /srv/parley', 'admin invite create --uses 20 --expires 30'],
  async run({ flags, words }) {
    takeWords(words);
    const { data, expires: days, uses, role: wanted } = parseFlags(createFlags, flags);
    const until = new Date(Date.now() + days * DAY_MILLISECONDS);
    const parameters = { uses, expires: until.toISOString(), role: wanted };
    const { link, token } = await answered(callAdmin(data, 'invite.create', parameters));
    process.stdout.write(`${link ?? token}\n`);
    // A program that reads the link wants nothing else.
    if (process.stdout.isTTY) process.stderr.write(`Valid for ${people(uses)} until ${dayOf(until)}.\n`);
  },
};

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function dayOf(date: Date): string {
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

export const listInvites: Command = {
  synopsis: 'admin invite list [flags]',
  about: 'Lists the invites that can still be used: id, role, uses left, last day.',
  flags: { ...jsonFlag, ...dataFlag },
  examples: ['admin invite list', 'admin invite list --json --data /srv/parley'],
  async run({ flags, words }) {
    takeWords(words);
    const { data, json } = parseFlags(listFlags, flags);
    const { invites } = await answered(callAdmin(data, 'invite.list', {}));
    printList(json, invites, {
      headings: ['ID', 'ROLE', 'USES LEFT', 'VALID UNTIL'],
      rows: invites.map(({ id, role: given, usesLeft, expires }) => [
        id.slice(0, SHORT_ID),
        given,
        `${usesLeft}`,
        expires === undefined ? 'ever' : dayOf(new Date(expires)),
      ]),
    });
  },
};

export const revokeInvite: Command = {
  synopsis: 'admin invite revoke <id> [--data <folder>]',
  about: 'Revokes an invite: no one can join with it any more. Its id is in the list of invites.',
  flags: dataFlag,
  examples: ['admin invite revoke 3f9a0c71be24'],
  async run({ flags, words }) {
    const [typed] = takeWords(words, 'id');
    const { data } = parseFlags(onlyData, flags);
    const { invites } = await answered(callAdmin(data, 'invite.list', {}));
    const [meant, ...others] = invites.filter(({ id }) => id.startsWith(typed.toLowerCase()));
    if (!meant) throw new CommandFailure(`No invite with the id “${typed}”. See parley admin invite list.`);
    if (others.length > 0)
      throw new CommandFailure(`More than one invite has an id that begins with “${typed}”.`);
    await answered(callAdmin(data, 'invite.revoke', { id: meant.id }));
    process.stdout.write('No one can join with this invite any more.\n');
  },
};
