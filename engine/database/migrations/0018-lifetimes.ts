// In the index of erased messages, which few are, too: the list of tables is to fit the first page.
export const lifetimes = `
-- \`lifetime\`: seconds for which it lasts in the log; of a line about it, that of what is written from then on. \`expires\`: when it
-- is to go, in milliseconds since 1970; 0 of a line about it.
ALTER TABLE messages ADD lifetime INT;
ALTER TABLE messages ADD expires INT;
ALTER TABLE revisions ADD expires INT;
ALTER TABLE outbox ADD lifetime INT DEFAULT 0;
DROP INDEX erased;
CREATE INDEX erased ON messages (conversation, expires, erased) WHERE erased IS NOT NULL OR expires IS NOT NULL;
`;
