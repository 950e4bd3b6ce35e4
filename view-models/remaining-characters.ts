// How much more fits into one message. The limit is one of bytes; people count characters.
import { limits } from '../protocol/limits.ts';

/** Bytes of a message besides its text, of those that reply to another one, too. */
const AROUND_BYTES = JSON.stringify({
  type: 'text',
  text: '',
  replyTo: '-'.repeat(22),
  sentAt: Number.MAX_SAFE_INTEGER,
}).length;
const TEXT_BYTES = limits.bodyBytes - AROUND_BYTES;

const encoder = new TextEncoder();

/** How many plain letters still fit or, below zero, how many characters at the end of the text are too many. */
export function roomFor(text: string): number {
  const left = TEXT_BYTES - bytesOf(text);
  return left >= 0 ? left : -charactersBeyond(text, TEXT_BYTES);
}

function bytesOf(text: string): number {
  return encoder.encode(JSON.stringify(text)).length - 2;
}

function charactersBeyond(text: string, room: number): number {
  let beyond = 0;
  let left = room;
  for (const character of text) {
    left -= bytesOf(character);
    if (left < 0) beyond += 1;
  }
  return beyond;
}
