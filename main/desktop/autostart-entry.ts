// freedesktop.org: Desktop Application Autostart Specification 0.5, Desktop Entry Specification 1.5.

/** The content of an entry in the autostart folder that runs a program with its arguments. */
export function autostartEntry(command: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Parley',
    `Exec=${command.map(quoted).join(' ')}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Quoted as an argument, and that escaped as the entry's string; % would begin a field code. */
function quoted(argument: string): string {
  const inQuotes = `"${argument.replace(/[\\"`$]/g, '\\$&')}"`;
  return inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}
