// What a person's screen shows as a QR code for another one to read: whose it is, whom it is for, and the safety number of
// both (protocol.md 3.10). It is text, so that it can also be copied.
import { z } from 'zod';
import { type Address, address } from './ids.ts';
import { withoutSurroundings } from './pasted.ts';

export interface SafetyCode {
  /** On whose screen it stands. */
  readonly of: Address;
  /** Who is to read it. */
  readonly to: Address;
  /** 12 groups of 5 digits, with single spaces between them. */
  readonly digits: string;
}

const MARK = 'parley-safety-number:1';
export const LONGEST_SAFETY_CODE = 2_000;

const parts = z.tuple([z.literal(MARK), address, address, z.string().regex(/^[0-9]{60}$/)]);

export function formatSafetyCode({ of, to, digits }: SafetyCode): string {
  return [MARK, of, to, digits.replaceAll(' ', '')].join(' ');
}

/** Undefined for what is none. Lines may have been broken, and a mail may have put quotes around it. */
export function parseSafetyCode(text: string): SafetyCode | undefined {
  if (text.length > LONGEST_SAFETY_CODE) return;
  const parsed = parts.safeParse(withoutSurroundings(text).split(/\s+/));
  if (!parsed.success) return;
  const [, of, to, digits] = parsed.data;
  return { of, to, digits: (digits.match(/.{5}/g) ?? []).join(' ') };
}
