// The API of `parley admin`: the same operations whether the server runs or not.
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { isSystemError } from '../../node/atomic-file.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { errorFacts, isErrorCode, ok, type Result, refuse } from '../../protocol/errors.ts';
import { jsonOf } from '../../protocol/frames.ts';
import { findControlPath } from './control-path.ts';
import { type AdminOperation, adminOperations, type ParametersOf, type ResponseOf } from './operations.ts';
import { perform } from './run-operation.ts';
import { withStoppedServer } from './stopped-server.ts';

/**
 * Performs an operation on the server of a data folder. Throws a StartFailure, with a sentence for a
 * person, when there is no server in the folder or it is in use by something that does not answer.
 */
export async function callAdmin<Name extends AdminOperation>(
  dataFolder: string,
  operation: Name,
  parameters: ParametersOf<Name>,
): Promise<Result<ResponseOf<Name>>> {
  const socket = await connectTo(await findControlPath(dataFolder));
  const result = socket
    ? await askRunning(socket, operation, parameters)
    : await withStoppedServer(dataFolder, (accounts) => perform({ accounts }, operation, parameters));
  if (!result.ok) return result;
  // The schema is the one that the type was inferred from.
  return ok(adminOperations[operation].response.parse(result.value) as ResponseOf<Name>);
}

/** Undefined when no server answers there. */
async function connectTo(path: string): Promise<Socket | undefined> {
  const socket = createConnection(path);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    socket.destroy();
    if (isSystemError(error, 'ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'EINVAL')) return;
    throw error;
  }
}

const resultLine = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({
    ok: z.literal(false),
    code: z.custom(isErrorCode),
    facts: errorFacts.optional(),
  }),
]);

async function askRunning(
  socket: Socket,
  operation: AdminOperation,
  parameters: unknown,
): Promise<Result<unknown>> {
  socket.write(`${JSON.stringify({ operation, parameters })}\n`);
  const parsed = resultLine.safeParse(jsonOf(utf8(await text(socket))));
  return parsed.success ? (parsed.data as Result<unknown>) : refuse('server-stopping');
}
