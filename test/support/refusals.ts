import type { MethodName } from '../../engine/api/api.ts';
import type { RpcClient } from './rpc-client.ts';

/** Code and facts of the refusal; undefined when it was not refused. */
export async function refusalOf(client: RpcClient, method: MethodName, parameters?: unknown) {
  return (await client.ask(method, parameters)).error?.data;
}
