/** For how many seconds the user can take a message back before it goes out. */
export const undoPeriods = [0, 5, 10] as const;
export type UndoPeriod = (typeof undoPeriods)[number];
