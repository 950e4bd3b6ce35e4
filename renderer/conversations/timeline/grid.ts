// Messages are a grid of one column: to a grid screen readers leave the arrow keys, to the articles of a feed they don't.

/** Of what one doesn't stop at: a day, or the divider. */
export const passedCell = { role: 'gridcell' } as const;

export function gridRow(index: number) {
  return { role: 'row', 'aria-rowindex': index + 1 } as const;
}
