// Structured clone, inward half. This file's text also runs inside pages.
// Objects are numbered before their children are decoded: the order in which encode.ts numbered them.
import { fromBase64 } from './base64.ts';
import type { Json, Tagged } from './json.ts';

/** Revives a tag that encode's extension made. */
export type DecodeExtension = (tagged: Tagged) => unknown;
type Visit = (json: Json) => unknown;
type Keep = <T extends object>(value: T) => T;
type Reviver = (v: Json, visit: Visit, keep: Keep) => unknown;

/** Rebuilds what `encode` was given. Throws on a tag that neither side knows. */
export function decode(json: Json, extension?: DecodeExtension): unknown {
  const seen: object[] = [];
  function keep<T extends object>(value: T): T {
    seen.push(value);
    return value;
  }
  function visit(part: Json): unknown {
    if (part === null || typeof part !== 'object') return part;
    if (Array.isArray(part)) return fillArray(part, visit, keep);
    if (!isTagged(part)) return fillRecord(Object.entries(part), visit, keep);
    if (part.$ === 'seen') return seen[Number(part.v)];
    const revive = revivers[part.$];
    if (revive) return revive(part.v, visit, keep);
    if (extension) return extension(part);
    throw new Error(`unknown clone tag ${part.$}`);
  }
  return visit(json);
}

function isTagged(json: object): json is Tagged {
  return '$' in json;
}

function fillArray(items: readonly Json[], visit: Visit, keep: Keep): unknown[] {
  const array: unknown[] = keep([]);
  for (const item of items) array.push(visit(item));
  return array;
}

function fillRecord(entries: readonly (readonly [string, Json])[], visit: Visit, keep: Keep): object {
  const record = keep({});
  for (const [key, item] of entries) {
    Object.defineProperty(record, key, {
      value: visit(item),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return record;
}

const views: Readonly<Record<string, new (buffer: ArrayBuffer) => ArrayBufferView>> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};

const errors: Readonly<Record<string, ErrorConstructor>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

// The casts below state the shapes that encode.ts writes under each tag.
const revivers: Readonly<Record<string, Reviver>> = {
  undefined: () => undefined,
  number: (v) => Number(v),
  bigint: (v) => BigInt(String(v)),
  date: (v, visit, keep) => keep(new Date(Number(visit(v)))),
  regexp: (v, _visit, keep) => {
    const [source, flags] = v as [string, string];
    return keep(new RegExp(source, flags));
  },
  buffer: (v, _visit, keep) => keep(fromBase64(String(v))),
  view: (v, _visit, keep) => {
    const [name, base64] = v as [string, string];
    const View = views[name] ?? Uint8Array;
    return keep(new View(fromBase64(base64)));
  },
  map: (v, visit, keep) => {
    const map = keep(new Map());
    for (const [key, item] of v as [Json, Json][]) map.set(visit(key), visit(item));
    return map;
  },
  set: (v, visit, keep) => {
    const set = keep(new Set());
    for (const item of v as Json[]) set.add(visit(item));
    return set;
  },
  error: (v, visit, keep) => {
    const [name, message, stack, cause] = v as [string, string, string, Json[]];
    const error = keep(new (errors[name] ?? Error)(message));
    Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
    if (cause[0] !== undefined) error.cause = visit(cause[0]);
    return error;
  },
  record: (v, visit, keep) => fillRecord(v as [string, Json][], visit, keep),
};
