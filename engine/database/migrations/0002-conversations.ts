export const conversations = `
CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  -- JSON array of addresses; empty for public conversations.
  members TEXT NOT NULL,
  head INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0,
  -- The server's unread count as of base_seq, for what lies below the records held here.
  base_unread INTEGER NOT NULL DEFAULT 0,
  base_seq INTEGER NOT NULL DEFAULT 0,
  base_from TEXT NOT NULL DEFAULT '[]',
  -- How many frames of this device the server has taken here.
  counter INTEGER NOT NULL DEFAULT 0,
  -- The highest counter that a frame ever went out with; those above \`counter\` may have arrived or not.
  offered INTEGER NOT NULL DEFAULT 0,
  forked INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE positions (
  conversation TEXT NOT NULL,
  address TEXT NOT NULL,
  received INTEGER NOT NULL,
  read INTEGER NOT NULL,
  PRIMARY KEY (conversation, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE epochs (
  conversation TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  id TEXT NOT NULL,
  -- The position of the change that set it.
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- Absent where this account is not among the members the key was sealed to.
  key BLOB,
  -- JSON array of { address, role, generation }.
  members TEXT NOT NULL,
  PRIMARY KEY (conversation, epoch)
) STRICT, WITHOUT ROWID;

-- The running log hash after each record held here.
CREATE TABLE log (
  conversation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;

-- Which stretches of a log are held here without gaps, both ends included.
CREATE TABLE ranges (
  conversation TEXT NOT NULL,
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  PRIMARY KEY (conversation, low)
) STRICT, WITHOUT ROWID;

-- The last counter seen of every device in the newest stretch.
CREATE TABLE counters (
  conversation TEXT NOT NULL,
  device TEXT NOT NULL,
  counter INTEGER NOT NULL,
  PRIMARY KEY (conversation, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
  -- The order of writing, which is the order of the outbox.
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  conversation TEXT NOT NULL,
  -- NULL while it waits in the outbox.
  seq INTEGER,
  sender TEXT NOT NULL,
  device TEXT NOT NULL,
  kind TEXT NOT NULL,
  counts INTEGER NOT NULL,
  text TEXT,
  reply_to TEXT,
  sent_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  UNIQUE (conversation, id)
) STRICT;
CREATE INDEX messages_by_seq ON messages (conversation, seq);
CREATE INDEX messages_waiting ON messages (position) WHERE state = 'sending';
`;
