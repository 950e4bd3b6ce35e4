import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type SecondInstance, SingleInstance } from './single-instance.ts';

const letter: SecondInstance = {
  argv: ['parley:add'],
  workingDirectory: '/',
  additionalData: { from: 'me' },
};

function instanceIn(profile: string): SingleInstance {
  const instance = new SingleInstance(profile);
  onTestFinished(() => instance.release());
  return instance;
}

test('the first gets the lock, the second hands its command line over', async () => {
  const profile = await temporaryFolder();
  const received: SecondInstance[] = [];
  expect(instanceIn(profile).acquire(letter, (other) => received.push(other))).toBe(true);
  expect(instanceIn(profile).acquire(letter, () => undefined)).toBe(false);
  await vi.waitFor(() => expect(received).toEqual([letter]), 10_000);
});

test('after the first let go, the next is the first', async () => {
  const profile = await temporaryFolder();
  const first = instanceIn(profile);
  first.acquire(letter, () => undefined);
  first.release();
  expect(instanceIn(profile).acquire(letter, () => undefined)).toBe(true);
});

test('the lock of a dead process does not count', async () => {
  const profile = await temporaryFolder();
  writeFileSync(join(profile, 'double-instance.pid'), '99999999');
  expect(instanceIn(profile).acquire(letter, () => undefined)).toBe(true);
});
