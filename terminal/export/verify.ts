import { readFile } from 'node:fs/promises';
import { sha256 } from '../../node/sha256.ts';
import { visibleText } from '../chat/screen/visible-text.ts';
import { type Command, CommandFailure, exitCodes, takeWords, textTable } from '../command.ts';
import { fileFault } from '../text-file.ts';
import { exportFile } from './export-file.ts';
import { proveExport } from './prove-export.ts';

export const verifyExport: Command = {
  synopsis: 'verify-export <file> [flags]',
  about:
    'Check what parley export --json has written, with nothing but the file. Ends with 1 where the file contradicts\nitself or has another fingerprint, and with 3 where some of it can’t be checked. docs/export.md says what that proves.',
  flags: {
    fingerprint: { value: 'sha256', about: 'what parley export has printed, as its author gave it to you' },
  },
  examples: ['verify-export chess.json', 'verify-export chess.json --fingerprint 9f86d081…'],
  async run({ flags, words }) {
    const [file] = takeWords(words, 'file');
    const bytes = await readBytes(file);
    const fingerprint = fingerprintOfFile(bytes);
    const parsed = exportFile.safeParse(parseJson(bytes, file));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new CommandFailure(
        `${file} is no export of a conversation: ${issue?.path.join('.')}: ${issue?.message}.`,
      );
    }
    const { signers, withheld, unproven, contradictions } = proveExport(parsed.data);
    const { conversation, exportedBy, exportedAt, records } = parsed.data;
    const rows = [...signers].map(([address, { fingerprint: key, texts }]) => [
      `  ${address}`,
      key,
      `${texts} signed ${texts === 1 ? 'text' : 'texts'}`,
    ]);
    process.stdout.write(
      visibleText(
        `${conversation.title}: ${records.length} records, exported by ${exportedBy} on ${exportedAt}\n` +
          `SHA-256 of the file: ${fingerprint}\n` +
          `Account keys, to compare with those people:\n${textTable(rows)}` +
          `Without their content, since they are deleted or no texts: ${withheld}\n`,
      ),
    );
    const expected = flags.fingerprint;
    if (typeof expected === 'string' && expected.toLowerCase() !== fingerprint) {
      throw new CommandFailure('The file has another fingerprint.');
    }
    for (const remark of [...contradictions, ...unproven]) process.stderr.write(`${visibleText(remark)}\n`);
    if (contradictions.length > 0) throw new CommandFailure('This file is not what Parley exported.');
    if (unproven.length === 0) return;
    throw new CommandFailure(`Not verified: ${unproven.length}. All else is.`, {
      exitCode: exitCodes.partly,
    });
  },
};

/** As `sha256sum` prints it, so that no one needs Parley to compare it. */
export function fingerprintOfFile(bytes: Uint8Array): string {
  return Buffer.from(sha256(bytes)).toString('hex');
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw fileFault(file, error);
  }
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new CommandFailure(`${file} is no export of a conversation: it is not JSON.`, { cause });
  }
}
