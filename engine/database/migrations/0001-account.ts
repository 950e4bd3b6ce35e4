export const account = `
  CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  -- offered: a signed manifest that contradicts the pinned one, until a person has decided.
  CREATE TABLE contacts (
    address TEXT PRIMARY KEY,
    manifest BLOB NOT NULL,
    verified INTEGER NOT NULL,
    offered BLOB
  ) STRICT;

  CREATE TABLE marks (
    conversation TEXT PRIMARY KEY,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL
  ) STRICT;
`;
