export const revisions = `
-- Every edit of a message, that has come or waits to be sent, also of messages that aren't here yet. The last one in the
-- order of the log is what its message shows; \`seq\` and \`lost\` are as in \`messages\`.
CREATE TABLE revisions (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation TEXT NOT NULL,
  target TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER,
  lost INTEGER NOT NULL DEFAULT 0,
  sender TEXT NOT NULL,
  device TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  failed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (conversation, target, sender, device, id)
) STRICT;
-- \`original\`: what was written first. \`edited\`: when it was edited last. \`editing\`: how far the last edit has come,
-- until it is in the log.
ALTER TABLE messages ADD COLUMN original TEXT;
ALTER TABLE messages ADD COLUMN edited INTEGER;
ALTER TABLE messages ADD COLUMN editing TEXT;
`;
