/**
 * What messages/unread-table.ts has counted. The database keeps it true, by whichever statement a message changes, in its
 * memory and as long as the file is open: `unread_after` says after which position a conversation's messages are counted.
 */
export const unreadCounts = `
CREATE TEMP TABLE unread_after (conversation TEXT PRIMARY KEY, after INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE unread (
  conversation TEXT NOT NULL,
  sender TEXT NOT NULL,
  count INTEGER NOT NULL,
  -- The position of the newest one.
  last INTEGER NOT NULL,
  PRIMARY KEY (conversation, sender)
) STRICT, WITHOUT ROWID;

CREATE TEMP TRIGGER unread_added AFTER INSERT ON messages WHEN new.seq IS NOT NULL AND new.counts = 1 BEGIN
  ${countNew()}
END;
CREATE TEMP TRIGGER unread_placed AFTER UPDATE OF seq ON messages
WHEN old.seq IS NULL AND new.seq IS NOT NULL AND new.counts = 1 BEGIN
  ${countNew()}
END;
-- Whatever else happens to a place in the log is rare: its conversation is counted anew.
CREATE TEMP TRIGGER unread_moved AFTER UPDATE OF seq, counts ON messages WHEN old.seq IS NOT NULL BEGIN
  DELETE FROM unread_after WHERE conversation = old.conversation;
END;
CREATE TEMP TRIGGER unread_removed AFTER DELETE ON messages WHEN old.seq IS NOT NULL BEGIN
  DELETE FROM unread_after WHERE conversation = old.conversation;
END;
`;

function countNew(): string {
  return `INSERT INTO unread SELECT conversation, new.sender, 1, new.seq FROM unread_after
    WHERE conversation = new.conversation AND after < new.seq
    ON CONFLICT DO UPDATE SET count = count + 1, last = max(last, excluded.last);`;
}
