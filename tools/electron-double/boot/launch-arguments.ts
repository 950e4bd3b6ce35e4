export interface LaunchArguments {
  /** Modules to run before the app, in order: `-r` and `--require`. */
  readonly preloads: readonly string[];
  /** The app's folder or main file, when one was named. */
  readonly app: string | undefined;
}

/** Reads Electron's command line as its default app does: flags may stand before the app's path. */
export function parseLaunchArguments(argv: readonly string[]): LaunchArguments {
  const preloads: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (argument === '-r' || argument === '--require') {
      at += 1;
      preloads.push(argv[at] ?? '');
    } else if (!argument.startsWith('-')) {
      return { preloads, app: argument };
    }
  }
  return { preloads, app: undefined };
}
