import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandFailure } from './command.ts';

/** Asks at the terminal without showing what is typed. Throws CommandFailure when the person gives up (Ctrl-C, Ctrl-D). */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const givenUp = new AbortController();
  lines.on('SIGINT', () => givenUp.abort());
  lines.on('close', () => givenUp.abort());
  try {
    return await lines.question('', { signal: givenUp.signal });
  } catch (error) {
    if (givenUp.signal.aborted) throw new CommandFailure('No password was given.');
    throw error;
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** Asks at the terminal; what is typed is shown. Undefined when the person gives up (Ctrl-C, Ctrl-D). */
export async function askLine(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const givenUp = new AbortController();
  lines.on('SIGINT', () => givenUp.abort());
  lines.on('close', () => givenUp.abort());
  try {
    return await lines.question(question, { signal: givenUp.signal });
  } catch (error) {
    if (!givenUp.signal.aborted) throw error;
    process.stderr.write('\n');
    return undefined;
  } finally {
    lines.close();
  }
}
