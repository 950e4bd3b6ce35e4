// Vitest's global set-up: the folder of the accounts that tests of this run prepare for each other.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly preparedAccounts: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-prepared-'));
  project.provide('preparedAccounts', folder);
  return () => rm(folder, { recursive: true, force: true });
}
