/**
 * Whether a handshake may come from there. Programs send no Origin and the desktop app sends its own
 * scheme; a page from elsewhere in somebody's browser has no business with this server.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || origin.startsWith('app://') || allowed.includes(origin);
}
