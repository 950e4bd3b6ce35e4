import { z } from 'zod';
import { accountRole } from '../../protocol/accounts.ts';
import { type Result, sentenceFor } from '../../protocol/errors.ts';
import { canonicalName, type Username, username } from '../../protocol/ids.ts';
import { CommandFailure, type Flag, textTable, WrongUsage } from '../command.ts';

/** Which server an administrator means: all of `parley admin` has it. */
export const dataFlag: Readonly<Record<'data', Flag>> = {
  data: { value: 'folder', about: 'the server’s data folder (./data)' },
};
export const dataFolder = z.string().default('./data');

export const role = z.enum(accountRole.options, 'member, admin or owner').optional();

/** The flags of what names a server and nothing else. */
export const onlyData = z.object({ data: dataFolder });

/** The flags of what lists something. */
export const listFlags = onlyData.extend({ json: z.boolean().optional() });
export const jsonFlag: Readonly<Record<'json', Flag>> = { json: { about: 'as JSON, for programs' } };

/** Prints what was found; a person at a terminal gets headings. */
export function printList(
  isJson: boolean | undefined,
  found: readonly unknown[],
  table: { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] },
): void {
  const rows = process.stdout.isTTY ? [table.headings, ...table.rows] : table.rows;
  process.stdout.write(isJson ? `${JSON.stringify(found)}\n` : textTable(rows));
}

/** What an operation answered. Throws a CommandFailure with the sentence of its refusal. */
export async function answered<T>(answering: Promise<Result<T>>): Promise<T> {
  const result = await answering;
  if (!result.ok) throw new CommandFailure(sentenceFor(result.code, result.facts));
  return result.value;
}

/** Throws WrongUsage when what was typed can't be a user name. */
export function userNamed(typed: string): Username {
  const name = username.safeParse(canonicalName(typed));
  if (!name.success) throw new WrongUsage(`“${typed}” can’t be a user name.`);
  return name.data;
}
