// What somebody types or clicks to reach a server: an address, or a link that also carries a join token.
import { DEFAULT_PORT } from './protocol.ts';

export interface ServerLink {
  /** `http://host:port` or `https://host:port`. */
  readonly url: string;
  readonly invite?: string;
}

/** In characters: what is longer is none. */
export const LONGEST_LINK = 2_000;

/** A name or address as one is written; URLs take far more for one. */
const hostShape = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/** Accepts `host`, `host:port`, `http(s)://host[:port]` and `parley://host[:port]/?invite=…[&tls=1]`. */
export function parseServerLink(typed: string): ServerLink | undefined {
  const text = typed.trim();
  const whole = text.includes('://') ? text : `http://${text}`;
  const asWeb = whole.replace(/^parley:/, 'http:');
  if (text === '' || /\s/.test(text) || !URL.canParse(asWeb)) return;
  const parsed = new URL(asWeb);
  if (!['http:', 'https:'].includes(parsed.protocol) || !hostShape.test(parsed.hostname)) return;
  const secure = parsed.protocol === 'https:' || parsed.searchParams.get('tls') === '1';
  const port = parsed.port || (/:(80|443)(\/|$)/.exec(whole)?.[1] ?? DEFAULT_PORT);
  const invite = parsed.searchParams.get('invite');
  const url = `${secure ? 'https' : 'http'}://${parsed.hostname}:${port}`;
  return invite ? { url, invite } : { url };
}

/** The inverse, for the link that an administrator passes on. */
export function formatInviteLink(url: string, invite: string): string {
  const tls = url.startsWith('https:') ? '&tls=1' : '';
  return `parley://${url.replace(/^https?:\/\//, '')}/?invite=${invite}${tls}`;
}
