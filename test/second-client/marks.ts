// Clause 3.6.
import { join, openBox, u32 } from '../vectors/reference.ts';
import { verified } from './refusals.ts';
import { sealed } from './vault.ts';

const LABEL = 'parley marks v1';

export interface Mark {
  readonly epoch: number;
  readonly seq: number;
  readonly restores?: number;
}

export interface Marks {
  readonly manifestVersion: number;
  readonly conversations: Readonly<Record<string, Mark>>;
  readonly people?: Readonly<Record<string, { readonly blocked: boolean; readonly changes: number }>>;
  readonly requests?: Readonly<
    Record<string, { readonly accepted: boolean; readonly joined: number; readonly changes: number }>
  >;
  readonly mutes?: Readonly<Record<string, { readonly until: number; readonly changes: number }>>;
  readonly levels?: Readonly<Record<string, { readonly level: string; readonly changes: number }>>;
  readonly settings?: Readonly<Record<string, { readonly value: number; readonly changes: number }>>;
}

export function sealMarks(key: Uint8Array, address: string, version: number, marks: Marks): Buffer {
  const header = headerOf(version);
  return join(header, sealed(key, LABEL, join(header, address), Buffer.from(JSON.stringify(marks))));
}

export function openMarks(key: Uint8Array, address: string, bytes: Uint8Array) {
  const version = Buffer.from(bytes).readUInt32BE(1);
  const header = headerOf(version);
  verified(Buffer.compare(header, bytes.subarray(0, 5)) === 0, 'marks of another format');
  const plaintext = openBox(key, LABEL, join(header, address), bytes.subarray(5));
  verified(plaintext, 'marks that the vault’s key opens');
  return { version, marks: JSON.parse(plaintext.toString()) as Marks };
}

function headerOf(version: number): Buffer {
  return join(Uint8Array.of(1), u32(version));
}
