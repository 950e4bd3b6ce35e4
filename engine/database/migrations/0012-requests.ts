// A table of its own for decisions would push the list of tables over the first page: they are settings, one a key.
export const requests = `
-- The epoch with which this account became a member, the last time it did.
ALTER TABLE conversations ADD joined INT DEFAULT 0;

-- What was a conversation before there were requests stays one.
INSERT INTO settings
  SELECT 'request ' || id, '{"accepted":true,"joined":0,"changes":1}' FROM conversations
    WHERE kind <> 'public' AND head > 0;
`;
