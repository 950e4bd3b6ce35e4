import {
  formatInviteLink,
  LONGEST_LINK,
  parseServerLink,
  type ServerLink,
} from '../../protocol/server-link.ts';

export interface DeepLink extends ServerLink {
  /** The link in canonical form, so that the confirmation and the connect screen show the same host. */
  readonly text: string;
}

/** Reads a link as the system hands it over; undefined for what leads to no server. */
export function readDeepLink(text: string): DeepLink | undefined {
  if (!/^parley:\/\//i.test(text) || text.length > LONGEST_LINK) return undefined;
  const server = parseServerLink(text);
  // What stands before an @ looks like the host, and a link to a server has no use for it.
  if (!server || /^[^/?#]*@/.test(text.slice('parley://'.length))) return undefined;
  const { url, invite, inviter } = server;
  return { text: invite === undefined ? url : formatInviteLink(url, invite, inviter), ...server };
}

const outsideSchemes = ['http:', 'https:', 'mailto:'];

/** The address as it may be given to the system's browser or mail program, or undefined: none hides its host behind a user name. */
export function outsideLink(typed: string): string | undefined {
  const parsed = URL.parse(typed);
  if (!parsed || !outsideSchemes.includes(parsed.protocol)) return undefined;
  return parsed.username === '' && parsed.password === '' ? parsed.href : undefined;
}
