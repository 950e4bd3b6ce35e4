export const noSentences = `
-- Every reason has a code: the sentence is made where it is shown.
UPDATE messages SET code = 'internal' WHERE reason IS NOT NULL AND code IS NULL;
ALTER TABLE messages DROP COLUMN reason;
`;
