import type { Answer } from './router.ts';

export interface Health {
  readonly version: string;
  /** True if the store can be read. */
  isStoreReadable(): Promise<boolean>;
}

/** For whatever watches the server: 200 while it is well, else 503. */
export async function answerHealth({ version, isStoreReadable }: Health): Promise<Answer> {
  const isReadable = await isStoreReadable();
  const body = {
    status: isReadable ? 'ok' : 'failing',
    version,
    uptime: Math.floor(process.uptime()),
    store: isReadable ? 'ok' : 'unreadable',
  };
  return {
    status: isReadable ? 200 : 503,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
