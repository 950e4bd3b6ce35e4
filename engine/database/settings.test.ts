import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { jsonBytes } from '../encryption/json-bytes.ts';
import { openDatabase } from './database.ts';
import { readSetting, writeSetting } from './settings.ts';

const schema = z.object({ secret: jsonBytes(3), name: z.string().optional() });

test('a setting is read as it was last written', async () => {
  const database = openDatabase(join(await temporaryFolder(), 'test.db'), new Uint8Array(32));
  onTestFinished(() => database.close());
  expect(readSetting(database, 'thing', schema)).toBeUndefined();
  writeSetting(database, 'thing', schema, { secret: new Uint8Array(3), name: 'first' });
  writeSetting(database, 'thing', schema, { secret: new Uint8Array([1, 2, 255]) });
  expect(readSetting(database, 'thing', schema)).toEqual({ secret: new Uint8Array([1, 2, 255]) });
  expect(() => readSetting(database, 'thing', z.object({ other: z.string() }))).toThrow(z.ZodError);
});
