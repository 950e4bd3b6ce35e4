import { Strict } from '../strict.ts';

/** Switches that matter to a page, and so are handed on to Chromium when the app appends them. */
const forChromium = [
  'force-dark-mode',
  'force-device-scale-factor',
  'force-prefers-reduced-motion',
  'host-resolver-rules',
  'lang',
  'use-fake-ui-for-media-stream',
  'use-fake-device-for-media-stream',
];

/** app.commandLine: what the process was started with, and what the app and Playwright add. */
export class CommandLine extends Strict {
  readonly #switches = new Map<string, string>();

  constructor(argv: readonly string[]) {
    super();
    for (const argument of argv) {
      const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/.exec(argument) ?? [];
      if (name !== undefined) this.#switches.set(name, value);
    }
  }

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }

  appendArgument(value: string): void {
    throw new Error(`electron double: Chromium gets no argument ${value}`);
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? '';
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }

  /** Chromium's share of the switches, as it takes them. */
  static chromiumSwitches(line: CommandLine): readonly string[] {
    return [...line.#switches]
      .filter(([name]) => forChromium.includes(name))
      .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
  }
}
