import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { contentSecurityPolicy, serveAppScheme } from './app-scheme.ts';

async function serve() {
  const parent = await temporaryFolder();
  const folder = join(parent, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<p>');
  await writeFile(join(folder, 'notes.txt'), 'not served');
  await writeFile(join(parent, 'secret.html'), 'outside');
  let answer: (request: Request) => Response | Promise<Response> = () => Response.error();
  serveAppScheme({ handle: (_, handler) => (answer = handler as typeof answer) }, folder);
  // A Request can't be made for a scheme that Node doesn't know; the handler reads its address only.
  return (url: string) => answer({ url } as Request);
}

test('the app scheme serves a page with its content type and security policy', async () => {
  const get = await serve();
  const response = await get('app://parley/index.html');
  expect(await response.text()).toBe('<p>');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
});

test.each([
  'app://parley/',
  'app://parley/assets',
  'app://parley/missing.html',
  'app://parley/notes.txt',
  'app://parley/%2e%2e/secret.html',
  'app://parley/..%2fsecret.html',
  'app://parley/%00.html',
  'app://elsewhere/index.html',
])('%s is not there', async (url) => {
  const get = await serve();
  expect((await get(url)).status).toBe(404);
});
