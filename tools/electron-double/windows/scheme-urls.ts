// Chromium has no switch that registers a standard scheme. Pages of app://bundle/x live at
// https://bundle.app.internal/x, whose requests the double answers; the app only ever sees app://.
const schemes = new Set<string>();

/** Makes a scheme one whose addresses are translated. */
export function addScheme(scheme: string): void {
  schemes.add(scheme);
}

export function knownSchemes(): readonly string[] {
  return [...schemes];
}

/** The address at which Chromium loads `url`. */
export function toPageUrl(url: string): string {
  const [, scheme, host, rest] = /^([a-z][a-z0-9+-]*):\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (scheme === undefined || !schemes.has(scheme)) return url;
  return `https://${host}.${scheme}.internal${rest || '/'}`;
}

/** The address that the app knows for one of Chromium's. */
export function fromPageUrl(url: string): string {
  const [, host, scheme, rest] = /^https:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.internal(.*)$/i.exec(url) ?? [];
  return scheme !== undefined && schemes.has(scheme) ? `${scheme}://${host}${rest}` : url;
}
