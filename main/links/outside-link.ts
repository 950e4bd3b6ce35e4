const outsideSchemes = ['http:', 'https:', 'mailto:'];

/** The address as it may be given to the system's browser or mail program, or undefined. */
export function outsideLink(typed: string): string | undefined {
  const parsed = URL.parse(typed);
  return parsed && outsideSchemes.includes(parsed.protocol) ? parsed.href : undefined;
}
