import { parseServerLink } from '../../protocol/server-link.ts';

/** What was typed as an invite: a whole link holds its token, anything else is the token. */
export function inviteToken(typed: string): string {
  const text = typed.trim();
  return (text.includes('://') && parseServerLink(text)?.invite) || text;
}
