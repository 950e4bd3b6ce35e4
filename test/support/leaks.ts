// Fails a test file that leaves a server, socket, child process or temporary folder behind.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, vi } from 'vitest';

const LEAKS = ['TCPServerWrap', 'TCPSocketWrap', 'ProcessWrap', 'Worker', 'FSReqCallback'];

function openResources(): string[] {
  const resources = process.getActiveResourcesInfo().filter((name) => LEAKS.includes(name));
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(`parley-test-${process.pid}-`));
  return [...resources, ...folders].sort();
}

let before: string[] = [];
beforeAll(() => {
  before = openResources();
});
afterAll(() => vi.waitFor(() => expect(openResources(), 'left open').toEqual(before), 5_000));
