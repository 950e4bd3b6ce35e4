// What the user types, pastes or clicks to reach a server: an address, or a link that also carries a join token.
import { withoutSurroundings } from './pasted.ts';
import { DEFAULT_PORT } from './protocol.ts';

export interface ServerLink {
  /** `http://host:port` or `https://host:port`, and below a proxy its path: `https://host:port/chat`. */
  readonly url: string;
  readonly invite?: string;
}

/** In characters: what is longer is none. */
export const LONGEST_LINK = 2_000;

/** A name or address as one is written; URLs take far more for one. */
const hostShape = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;
const pathShape = /^(?:\/[A-Za-z0-9._~-]+)*$/;

/**
 * Accepts `host`, `host:port`, `http(s)://host[:port]` and `parley://host[:port]/?invite=…[&tls=1]`, each with a path
 * or without, and with what a sentence puts around it.
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
  return invite ? { url, invite } : { url };
}

/** A server that is below a path is behind a proxy, on the port of web pages. */
function usualPort(path: string, secure: boolean): number {
  if (path === '') return DEFAULT_PORT;
  return secure ? 443 : 80;
}

/** The inverse, for the link that an administrator passes on. */
export function formatInviteLink(url: string, invite: string): string {
  const tls = url.startsWith('https:') ? '&tls=1' : '';
  return `parley://${url.replace(/^https?:\/\//, '').replace(/\/+$/, '')}/?invite=${invite}${tls}`;
}
