// Addresses, invites and names come out of mails and chats with what stood around them there.

/** White space, what can't be seen, quotation marks and brackets; square ones belong to IPv6 addresses. */
const around = /^[\s\p{Default_Ignorable_Code_Point}"'`´“”„‟‘’‚‛«»‹›<>(){}（）「」『』《》〈〉【】]$/u;
const punctuation = /^[.,;:!?…。，；：！？、]$/u;

/** The text without what a sentence put around it. */
export function withoutSurroundings(pasted: string): string {
  const characters = [...pasted];
  const isWrapping = (character: string) => around.test(character);
  const isTrailing = (character: string) => isWrapping(character) || punctuation.test(character);
  const first = characters.findIndex((character) => !isWrapping(character));
  const last = characters.findLastIndex((character) => !isTrailing(character));
  return first < 0 ? '' : characters.slice(first, last + 1).join('');
}
