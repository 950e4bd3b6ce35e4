export const lostHistory = `
-- Why nothing is sent in a conversation until a person decides: a code of engine/api/api.ts.
ALTER TABLE conversations ADD COLUMN stopped TEXT;
UPDATE conversations SET stopped = 'log-forked' WHERE forked = 1;
ALTER TABLE conversations DROP COLUMN forked;

-- What the server has lost keeps its order behind the last position that it still has: \`seq\` is that position, \`lost\`
-- counts from 1. 0 is what is in the log.
ALTER TABLE messages ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
DROP INDEX messages_by_seq;
CREATE INDEX messages_by_seq ON messages (conversation, seq, lost, counts, sender);

-- How often a person has gone on with a server that had lost records: a higher one takes the place of a lower.
ALTER TABLE marks ADD COLUMN restores INTEGER NOT NULL DEFAULT 0;
`;
