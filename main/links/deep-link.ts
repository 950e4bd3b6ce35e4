import { LONGEST_LINK, parseServerLink, type ServerLink } from '../../protocol/invite-link.ts';

export interface DeepLink extends ServerLink {
  /** The `parley:` link itself. */
  readonly text: string;
}

/** Reads a link as the system hands it over; undefined for what leads to no server. */
export function readDeepLink(text: string): DeepLink | undefined {
  if (!/^parley:\/\//i.test(text) || text.length > LONGEST_LINK) return undefined;
  const server = parseServerLink(text);
  return server && { text, ...server };
}
