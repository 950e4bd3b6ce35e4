// A client of `parley rpc`: docs/rpc.md has the methods.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Text {
  readonly id: string;
  readonly conversation: string;
  readonly sender: string;
  readonly text: string;
}

interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Signed in as PARLEY_USER at PARLEY_SERVER, with a profile in the folder PARLEY_PROFILE. */
export async function connect() {
  const {
    PARLEY = 'parley',
    PARLEY_SERVER = '',
    PARLEY_PROFILE = '',
    PARLEY_USER = '',
    PARLEY_PASSWORD,
  } = process.env;
  const [command = '', ...before] = PARLEY.split(' ');
  const where = ['--server', PARLEY_SERVER, '--profile', PARLEY_PROFILE];
  const { stdin, stdout } = spawn(command, [...before, 'rpc', ...where], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = new Map<number, (answer: Answer) => void>();
  const seen = new Set<string>();
  let asked = 0;
  let listener = (_: Text): void => undefined;

  /** `Result` is what docs/rpc.md says of the method. */
  async function call<Result = object>(method: string, params: object = {}): Promise<Result> {
    asked += 1;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    answers.set(asked, resolve);
    stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: asked, method, params })}\n`);
    const { result, error } = await promise;
    if (error) throw new Error(error.message);
    return result as Result;
  }
  createInterface({ input: stdout }).on('line', async (line) => {
    const { id, method, params, ...answer } = JSON.parse(line);
    if (id) return answers.get(id)?.(answer);
    const { message } = params;
    const isNew = method === 'message' && message.kind === 'text' && message.sender !== PARLEY_USER;
    if (!isNew || seen.has(message.id)) return;
    seen.add(message.id);
    const known = await call<{ id: string; kind: string }[]>('conversations');
    if (known.find((one) => one.id === message.conversation)?.kind === 'direct') listener(message);
  });
  const { state } = await call<{ state: string }>('status');
  if (state === 'signed-out') await call('signIn', { username: PARLEY_USER, password: PARLEY_PASSWORD });
  /** `take` gets what others write in direct conversations, each once. */
  const onText = (take: (message: Text) => void) => {
    listener = take;
  };
  return { call, onText };
}
