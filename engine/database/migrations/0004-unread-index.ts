export const unreadIndex = `
-- Counting what is unread, and naming its senders, reads the index alone.
DROP INDEX messages_by_seq;
CREATE INDEX messages_by_seq ON messages (conversation, seq, counts, sender);
`;
