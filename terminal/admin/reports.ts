import { reportId } from '../../protocol/ids.ts';
import { callAdmin } from '../../server/admin/admin.ts';
import { type Command, parseFlags, takeWords, WrongUsage } from '../command.ts';
import { answered, dataFlag, jsonFlag, listFlags, onlyData, printList } from './result.ts';

export const listReports: Command = {
  synopsis: 'admin report list [flags]',
  about: 'Lists the reports, the newest first: id, time, who reports, who is reported, kind of conversation.',
  flags: { ...jsonFlag, ...dataFlag },
  examples: ['admin report list', 'admin report list --json --data /srv/parley'],
  async run({ flags, words }) {
    takeWords(words);
    const { data, json } = parseFlags(listFlags, flags);
    const { reports } = await answered(callAdmin(data, 'report.list', {}));
    printList(json, reports, {
      headings: ['ID', 'TIME', 'REPORTED BY', 'REPORTED', 'CONVERSATION'],
      rows: reports.map(({ id, at, reporter, reported, kind }) => [id, at, reporter, reported, kind]),
    });
  },
};

export const showReport: Command = {
  synopsis: 'admin report show <id> [flags]',
  about:
    'Shows what a report proves: messages that a device of the reported person has signed. The server checks the signatures again.',
  flags: { ...jsonFlag, ...dataFlag },
  examples: ['admin report show m2RkY1pQ0v7c4wXo9bTf3A'],
  async run({ flags, words }) {
    const [typed] = takeWords(words, 'id');
    const { data, json } = parseFlags(listFlags, flags);
    const shown = await answered(callAdmin(data, 'report.show', { id: reportNamed(typed) }));
    if (json) {
      process.stdout.write(`${JSON.stringify(shown)}\n`);
      return;
    }
    const { reported, reporter, at, kind, messages } = shown;
    const lines = messages.map(
      (message) =>
        `${message.reported ? '>' : ' '} ${message.at}  ${proven(message)}${message.edit ? '  (edit)' : ''}`,
    );
    process.stdout.write(
      [`${reported}, reported by ${reporter} at ${at} (${kind})`, ...lines, ''].join('\n'),
    );
  },
};

/** On one line, with no control characters: a reported text must not move its reader’s cursor. */
function proven({ text }: { readonly text?: string | undefined }): string {
  if (text === undefined) return 'not proven: the signature doesn’t fit';
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) =>
    Array.from({ length: one.length }, (_, index) => escaped(one.charCodeAt(index))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

export const removeReport: Command = {
  synopsis: 'admin report remove <id> [--data <folder>]',
  about: 'Removes a report that has been dealt with.',
  flags: dataFlag,
  examples: ['admin report remove m2RkY1pQ0v7c4wXo9bTf3A'],
  async run({ flags, words }) {
    const [typed] = takeWords(words, 'id');
    const { data } = parseFlags(onlyData, flags);
    await answered(callAdmin(data, 'report.remove', { id: reportNamed(typed) }));
    process.stdout.write('The report was removed.\n');
  },
};

function reportNamed(typed: string) {
  const id = reportId.safeParse(typed);
  if (!id.success) throw new WrongUsage(`“${typed}” can’t be the id of a report.`);
  return id.data;
}
