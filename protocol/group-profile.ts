// What a group calls itself. Only its members read it: it stands sealed in the changes of the group.
import { z } from 'zod';
import { displayText } from './display-text.ts';
import { limits } from './limits.ts';

export const groupTitle = z
  .string()
  .trim()
  .min(1)
  .max(limits.groupTitleCharacters)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters a title must not hold
  .regex(/^[^\u0000-\u001f\u007f]*$/);

/** As another member has written it, made safe to be shown. */
export const groupProfile = z.object({ title: displayText(limits.groupTitleCharacters) });
export type GroupProfile = Readonly<z.infer<typeof groupProfile>>;
