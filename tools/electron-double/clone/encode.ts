// Structured clone, outward half. This file's text also runs inside pages.
import { toBase64 } from './base64.ts';
import type { Json } from './json.ts';

/** Encodes an object that structured clone itself refuses, or answers undefined to leave it to the codec. */
export type EncodeExtension = (value: object) => Json | undefined;
type Visit = (value: unknown) => Json;

/** A structured clone of `value` as JSON; cycles and repeated objects are kept. Throws a DataCloneError. */
export function encode(value: unknown, extension?: EncodeExtension): Json {
  const seen = new Map<object, number>();
  function visit(part: unknown): Json {
    if (part === null) return null;
    return typeof part === 'object' || typeof part === 'function' ? visitObject(part) : encodePrimitive(part);
  }
  function visitObject(part: object): Json {
    const extended = extension?.(part);
    if (extended !== undefined) return extended;
    const earlier = seen.get(part);
    if (earlier !== undefined) return { $: 'seen', v: earlier };
    seen.set(part, seen.size);
    return encodeBinary(part) ?? encodeBuiltin(part, visit) ?? encodeRecord(part, visit);
  }
  return visit(value);
}

function encodePrimitive(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return { $: 'undefined', v: null };
  if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
  if (typeof value !== 'number') return refuse(String(value));
  if (Object.is(value, -0)) return { $: 'number', v: '-0' };
  return Number.isFinite(value) ? value : { $: 'number', v: String(value) };
}

function encodeBinary(value: object): Json | undefined {
  if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) };
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return { $: 'view', v: [name, toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))] };
}

function encodeBuiltin(value: object, visit: Visit): Json | undefined {
  if (Array.isArray(value)) return Array.from(value, visit);
  if (value instanceof Date) return { $: 'date', v: encodePrimitive(value.getTime()) };
  if (value instanceof RegExp) return { $: 'regexp', v: [value.source, value.flags] };
  if (value instanceof Map)
    return { $: 'map', v: [...value].map(([key, item]) => [visit(key), visit(item)]) };
  if (value instanceof Set) return { $: 'set', v: [...value].map(visit) };
  return value instanceof Error ? encodeError(value, visit) : undefined;
}

function encodeError(error: Error, visit: Visit): Json {
  const cause = 'cause' in error ? [visit(error.cause)] : [];
  return { $: 'error', v: [error.name, error.message, error.stack ?? '', cause] };
}

function encodeRecord(value: object, visit: Visit): Json {
  if (Object.prototype.toString.call(value) !== '[object Object]') {
    refuse(typeof value === 'function' ? value.name || 'function' : `#<${value.constructor.name}>`);
  }
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [key, visit(item)]);
  // As entries when a key would be taken for a tag, or would set the prototype.
  const awkward = entries.some(([key]) => key === '$' || key === '__proto__');
  return awkward ? { $: 'record', v: entries } : Object.fromEntries(entries);
}

function refuse(what: string): never {
  throw new DOMException(`${what} could not be cloned.`, 'DataCloneError');
}
