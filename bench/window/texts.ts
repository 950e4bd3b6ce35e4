const words =
  'the ferry leaves at seven and we still have to bring bread, apples, two blankets and someone who can swim'.split(
    ' ',
  );

/** What the nth message says: from three words to six lines, the same every time. */
export function textOf(nth: number): string {
  const length = 3 + ((nth * 7_919) % 23) * (nth % 11 === 0 ? 4 : 1);
  const said = Array.from({ length }, (_, index) => words[(nth + index) % words.length]);
  return `${nth} ${said.join(' ')}`;
}
