import { z } from 'zod';
import { type Result, sentenceFor } from '../protocol/errors.ts';
import { canonicalName, type Username, username } from '../protocol/ids.ts';
import { CommandFailure, type Flag, WrongUsage } from './command.ts';

/** Which server an administrator means: all of `parley admin` has it. */
export const dataFlag: Readonly<Record<'data', Flag>> = {
  data: { value: 'folder', about: 'the server’s data folder (./data)' },
};
export const dataFolder = z.string().default('./data');

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
