// Branded ids: a value of these types has been through its parser.
import { z } from 'zod';
import { limits } from './limits.ts';
import { withoutSurroundings } from './pasted.ts';

/**
 * Letters and digits with single separators between them: at the end of a sentence `alice.` is `alice` and a full
 * stop, and `al__ice` looks almost the same as `al_ice`.
 */
const NAME = '[a-z0-9]+(?:[._-][a-z0-9]+)*';

/** Labels of letters, digits and inner dashes, joined by single dots (RFC 1123, section 2.1). */
const LABEL = '[a-z0-9]+(?:-+[a-z0-9]+)*';
const HOST = `${LABEL}(?:\\.${LABEL})*`;

/** A canonical user name: lower case ASCII, 1 to 32 characters (protocol.md 2.1). */
export const username = z
  .string()
  .max(limits.usernameCharacters)
  .regex(new RegExp(`^${NAME}$`))
  .brand<'Username'>()
  .meta({ title: 'user name' });
export type Username = z.infer<typeof username>;

/** A server's name: lower case, host-name shaped, chosen at its first start and kept. */
export const serverName = z
  .string()
  .max(253)
  .regex(new RegExp(`^${HOST}$`))
  .brand<'ServerName'>()
  .meta({ title: 'server name' });
export type ServerName = z.infer<typeof serverName>;

/** `name@server`, the full name of an account. */
export const address = z
  .string()
  .max(limits.usernameCharacters + 254)
  .regex(new RegExp(`^${NAME}@${HOST}$`))
  .brand<'Address'>()
  .meta({ title: 'address' });
export type Address = z.infer<typeof address>;

const base64url = (bytes: number) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$`));

/** 32 bytes, derived from what the conversation is (see protocol.md 4.1). */
export const conversationId = base64url(32).brand<'ConversationId'>().meta({ title: 'conversation id' });
export type ConversationId = z.infer<typeof conversationId>;

/** 16 random bytes. */
export const deviceId = base64url(16).brand<'DeviceId'>().meta({ title: 'device id' });
export type DeviceId = z.infer<typeof deviceId>;

/** 16 random bytes, chosen by the sender: the key to exactly-once. */
export const messageId = base64url(16).brand<'MessageId'>().meta({ title: 'message id' });
export type MessageId = z.infer<typeof messageId>;

/** 16 bytes: the same message reported again by the same account has the same. */
export const reportId = base64url(16).brand<'ReportId'>().meta({ title: 'report id' });
export type ReportId = z.infer<typeof reportId>;

/** 32 bytes of SHA-256. */
export const digest = base64url(32).brand<'Digest'>().meta({ title: 'digest' });
export type Digest = z.infer<typeof digest>;

export const publicKey = base64url(32).brand<'PublicKey'>().meta({ title: 'public key' });

/** A short name for an account key: 125 bits of a hash, in Crockford's base 32. */
export const fingerprint = z
  .string()
  .regex(/^[0-9a-hjkmnp-tv-z]{25}$/)
  .brand<'Fingerprint'>()
  .meta({ title: 'fingerprint' });
export type Fingerprint = z.infer<typeof fingerprint>;

/** Returns the address of an account on a server. */
export function addressOf(name: Username, server: ServerName): Address {
  return address.parse(`${name}@${server}`);
}

/** How an account is called on a server: its own people by their user names, everyone else by the whole address. */
export function nameOn(server: ServerName, full: Address): Username | Address {
  const { username: name, server: home } = splitAddress(full);
  return home === server ? name : full;
}

/** Brings what the user typed or pasted, as `Ann`, `@ann`, `<ann>` or in full-width letters, into canonical form; the result still has to be parsed. */
export function canonicalName(typed: string): string {
  return withoutSurroundings(typed.normalize('NFKC')).replace(/^@/, '').toLowerCase();
}

/** In characters, with the server and what may stand around it. */
export const LONGEST_TYPED_NAME = 300;

/** The parts of `ann` or `ann@home.example` as typed; undefined when it can't be a name. */
export function parseTypedName(
  typed: string,
): { readonly username: Username; readonly server?: string } | undefined {
  const [name, server, ...more] = canonicalName(typed).split('@');
  const parsed = username.safeParse(name);
  if (!parsed.success || server === '' || more.length > 0) return undefined;
  return { username: parsed.data, ...(server !== undefined && { server }) };
}

/** Returns the two halves of an address. */
export function splitAddress(full: Address): { readonly username: Username; readonly server: ServerName } {
  const at = full.indexOf('@');
  return { username: username.parse(full.slice(0, at)), server: serverName.parse(full.slice(at + 1)) };
}
