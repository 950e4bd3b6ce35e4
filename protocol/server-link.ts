// What the user types, pastes or clicks to reach a server: an address, or a link that also carries a join token and, where
// a person made it, whose key that person's is (protocol.md 3.12).
import { z } from 'zod';
import { address, fingerprint } from './ids.ts';
import { withoutSurroundings } from './pasted.ts';
import { DEFAULT_PORT } from './protocol.ts';

/** Who made an invite link, and the fingerprint of that account's key: the first contact is verified by it. */
export const inviter = z.strictObject({ address, fingerprint });
export type Inviter = Readonly<z.infer<typeof inviter>>;

export interface ServerLink {
  /** `http://host:port` or `https://host:port`, and below a proxy its path: `https://host:port/chat`. */
  readonly url: string;
  /** The join token. */
  readonly invite?: string;
  readonly inviter?: Inviter;
}

/** In characters: what is longer is none. */
export const LONGEST_LINK = 2_000;

/** A name or address as one is written; URLs take far more for one. */
const hostShape = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;
const pathShape = /^(?:\/[A-Za-z0-9._~-]+)*$/;

/**
 * Accepts `host`, `host:port`, `http(s)://host[:port]` and `parley://host[:port]/?invite=…[&tls=1][&from=…&key=…]`, each
 * with a path or without, and with what a sentence puts around it. What was cut off within `from` and `key` is no link.
 */
export function parseServerLink(typed: string): ServerLink | undefined {
  const text = withoutSurroundings(typed);
  return parsePlain(text) ?? parsePlain(text.replace(/^\[/, '').replace(/\]$/, ''));
}

function parsePlain(text: string): ServerLink | undefined {
  const whole = text.includes('://') ? text : `http://${text}`;
  const asWeb = whole.replace(/^parley:/i, 'http:');
  if (text === '' || /\s/.test(text) || !URL.canParse(asWeb)) return;
  const parsed = new URL(asWeb);
  if (!['http:', 'https:'].includes(parsed.protocol) || !hostShape.test(parsed.hostname)) return;
  // What stands before an @ is no part of the server, but reads like its name.
  if (parsed.username !== '' || parsed.password !== '') return;
  const path = parsed.pathname.replace(/\/+$/, '');
  if (!pathShape.test(path)) return;
  const secure = parsed.protocol === 'https:' || parsed.searchParams.get('tls') === '1';
  const port = parsed.port || /:(80|443)(\/|$)/.exec(whole)?.[1] || usualPort(path, secure);
  const invite = parsed.searchParams.get('invite');
  const url = `${secure ? 'https' : 'http'}://${parsed.hostname}:${port}${path}`;
  if (!invite) return { url };
  const from = parsed.searchParams.get('from');
  const key = parsed.searchParams.get('key');
  if (from === null && key === null) return { url, invite };
  const made = inviter.safeParse({ address: from?.toLowerCase(), fingerprint: key?.toLowerCase() });
  return made.success ? { url, invite, inviter: made.data } : undefined;
}

/** A server that is below a path is behind a proxy, on the port of web pages. */
function usualPort(path: string, secure: boolean): number {
  if (path === '') return DEFAULT_PORT;
  return secure ? 443 : 80;
}

/** The inverse, for the link that an administrator or a member passes on. */
export function formatInviteLink(url: string, invite: string, from?: Inviter): string {
  const tls = url.startsWith('https:') ? '&tls=1' : '';
  const made = from ? `&from=${encodeURIComponent(from.address)}&key=${from.fingerprint}` : '';
  const place = url.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  return `parley://${place}/?invite=${encodeURIComponent(invite)}${tls}${made}`;
}
