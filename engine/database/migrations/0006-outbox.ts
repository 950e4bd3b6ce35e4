/** The body of a waiting text is made of its row, as protocol/content/text.ts has it. */
export const queueWaitingTexts = `
INSERT OR IGNORE INTO outbox (conversation, message, counts, body, failed)
  SELECT conversation, id, counts,
    CAST(json_patch(
      json_object('type', 'text', 'text', text, 'sentAt', sent_at),
      json_object('replyTo', reply_to)
    ) AS BLOB),
    state = 'failed'
  FROM messages WHERE seq IS NULL AND state IN ('sending', 'failed') ORDER BY position;
`;

export const outbox = `
-- What is written here and not in the log yet, as it will be sealed, in the order of writing, whatever kind of content it
-- is: only what shows it reads it. \`message\` is the id that its frame bears, \`counts\` whether that counts as unread.
-- What \`failed\` the server has refused for good; it goes out again when a person says so.
CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation TEXT NOT NULL,
  message TEXT NOT NULL,
  counts INTEGER NOT NULL,
  body BLOB NOT NULL,
  failed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (conversation, message)
) STRICT;
${queueWaitingTexts}
DROP INDEX messages_waiting;
CREATE INDEX messages_unplaced ON messages (conversation, position) WHERE seq IS NULL;
`;
