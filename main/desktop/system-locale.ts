/**
 * The locale in which the system writes dates and times, as a BCP 47 tag. On Linux the environment can name another
 * one for them than for its language (https://man7.org/linux/man-pages/man7/locale.7.html), which Electron doesn't read.
 */
export function systemLocaleOf(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  systemLocale: string,
): string {
  if (platform !== 'linux') return systemLocale;
  const named = environment.LC_ALL || environment.LC_TIME;
  const [, language, region] = /^([a-z]{2,3})_([A-Z]{2})(?:[.@]|$)/.exec(named ?? '') ?? [];
  return language && region ? `${language}-${region}` : systemLocale;
}
