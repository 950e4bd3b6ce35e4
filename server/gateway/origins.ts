import { APP_ORIGIN } from '../../protocol/protocol.ts';

/**
 * Whether a handshake may come from there. Programs send no Origin and the desktop app sends its own; a page from
 * elsewhere in a user's browser, or in another app's window, has no business with this server.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || origin === APP_ORIGIN || allowed.includes(origin);
}
