import { type Flag, WrongUsage } from '../command.ts';
import { askSecret } from '../prompt.ts';
import { readFirstLine } from '../text-file.ts';
import { initialPassword } from './import-file.ts';

export const passwordFlag: Readonly<Record<'password-file', Flag>> = {
  'password-file': {
    value: 'file',
    about: 'its first line is the initial password, “-” for stdin; otherwise it is asked for',
  },
};

/** The password that a person gets to sign in with for the first time. Throws WrongUsage where it is missing or none. */
export async function initialPasswordFrom(file: string | undefined): Promise<string> {
  if (file === undefined && !process.stdin.isTTY) {
    throw new WrongUsage('--password-file is missing. It may be “-”: then stdin is read.');
  }
  const given = file === undefined ? await askSecret('Initial password: ') : await readFirstLine(file);
  const parsed = initialPassword.safeParse(given);
  if (!parsed.success) throw new WrongUsage('The initial password is empty or too long.');
  return parsed.data;
}
