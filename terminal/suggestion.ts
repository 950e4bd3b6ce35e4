/** What was probably meant: the candidate that is at most two slips of the keyboard away. */
export function closestTo(typed: string, candidates: readonly string[]): string | undefined {
  const most = Math.min(2, Math.floor(typed.length / 2));
  const [closest] = candidates
    .map((candidate) => ({ candidate, slips: slipsBetween(typed, candidate) }))
    .filter(({ slips }) => slips <= most)
    .sort((one, other) => one.slips - other.slips);
  return closest?.candidate;
}

/** Letters added, left out, mistaken or swapped with the next (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const slips = [
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        ...(isSwapped ? [(beforeLast[column - 2] ?? 0) + 1] : []),
      ];
      next.push(Math.min(...slips));
    }
    beforeLast = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
