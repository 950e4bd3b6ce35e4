import { z } from 'zod';

/** Longer than any that Unicode recommends, in UTF-16. */
const LONGEST_EMOJI = 32;

/** One emoji as Unicode recommends them for interchange: no letters, no second one, no bare half of one. */
export const emoji = z
  .string()
  .max(LONGEST_EMOJI)
  .regex(/^\p{RGI_Emoji}$/v, 'is not one emoji');
