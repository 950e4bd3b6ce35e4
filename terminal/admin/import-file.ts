// The file of `parley admin user import`: a list of accounts, or one object of names and passwords.
import { z } from 'zod';
import { displayName } from '../../protocol/accounts.ts';
import { canonicalName, type Username, username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';

export interface ImportedUser {
  readonly username: Username;
  readonly password: string;
  readonly displayName?: string | undefined;
}

export interface ImportEntry {
  /** From 1, as a person counts. */
  readonly number: number;
  readonly name: string;
  /** The account, or what is wrong with the entry in a few words. */
  readonly user: ImportedUser | string;
}

export const initialPassword = z.string().min(1).max(limits.passwordCharacters);

const entry = z.object({
  username: z.string().transform(canonicalName).pipe(username),
  password: initialPassword,
  displayName: displayName.optional(),
});

const faults: Readonly<Record<string, string>> = {
  username: `the user name must be 1 to ${limits.usernameCharacters} letters, digits, dots, hyphens or underscores`,
  password: `the password must be a text of 1 to ${limits.passwordCharacters} characters`,
  displayName: `the display name must be a text of 1 to ${limits.displayNameCharacters} characters`,
};

const list = z.array(z.unknown());
const byName = z.record(z.string(), z.union([z.string(), z.looseObject({})]).catch(''));

/** Undefined when the JSON has neither of the two shapes. */
export function readImport(json: unknown): ImportEntry[] | undefined {
  const entries = list.safeParse(json);
  if (entries.success) return withoutRepeats(entries.data.map(readEntry));
  const names = byName.safeParse(json);
  if (!names.success) return;
  const rows = Object.entries(names.data).map(([name, value]) =>
    typeof value === 'string' ? { username: name, password: value } : { ...value, username: name },
  );
  return withoutRepeats(rows.map(readEntry));
}

function readEntry(row: unknown, index: number): ImportEntry {
  const parsed = entry.safeParse(row);
  const name = z.object({ username: z.string() }).safeParse(row);
  const fault = parsed.error?.issues[0]?.path[0];
  return {
    number: index + 1,
    name: name.success ? name.data.username : 'without a name',
    user: parsed.success ? parsed.data : (faults[String(fault)] ?? 'it is not an object'),
  };
}

function withoutRepeats(entries: readonly ImportEntry[]): ImportEntry[] {
  const first = new Map<string, number>();
  return entries.map((each) => {
    if (typeof each.user === 'string') return each;
    const earlier = first.get(each.user.username);
    if (earlier !== undefined) return { ...each, user: `the name is that of entry ${earlier}` };
    first.set(each.user.username, each.number);
    return each;
  });
}
