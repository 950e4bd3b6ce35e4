// Hands what is posted to http://127.0.0.1:PORT/SECRET on to the user PARLEY_TO.
import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { connect } from './parley.ts';

const { SECRET = '', PORT = '0', PARLEY_TO } = process.env;
const MOST_BYTES = 16_384;
const path = Buffer.from(`/${SECRET}`);
const bot = await connect();
const { id: conversation } = await bot.call<{ id: string }>('openDirect', { user: PARLEY_TO });

const server = createServer(async (request, response) => {
  const asked = Buffer.from(request.url ?? '');
  const isKnown = request.method === 'POST' && asked.length === path.length && timingSafeEqual(asked, path);
  const length = Number(request.headers['content-length'] ?? 0);
  const isFitting = length > 0 && length <= MOST_BYTES;
  if (!isKnown || !isFitting) return void response.writeHead(isKnown ? 413 : 404).end();
  await bot.call('send', { conversation, text: await text(request) });
  response.writeHead(204).end();
});
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`Listening on http://127.0.0.1:${address?.port}\n`);
});
