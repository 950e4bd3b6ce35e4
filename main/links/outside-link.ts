const outsideSchemes = ['http:', 'https:', 'mailto:'];

/** The address as it may be given to the system's browser or mail program, or undefined: none hides its host behind a user name. */
export function outsideLink(typed: string): string | undefined {
  const parsed = URL.parse(typed);
  if (!parsed || !outsideSchemes.includes(parsed.protocol)) return undefined;
  return parsed.username === '' && parsed.password === '' ? parsed.href : undefined;
}
