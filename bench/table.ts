/** A title, the heads of the columns, and the rows. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Prints Markdown, which docs/performance.md takes over as it is. */
export function printTable({ title, columns, rows }: Table): void {
  console.log(`\n${title}\n`);
  const lines = [columns, columns.map(() => '---'), ...rows];
  for (const cells of lines) console.log(`| ${cells.map(cellOf).join(' | ')} |`);
}

function cellOf(value: string | number): string {
  return typeof value === 'string' ? value : value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
