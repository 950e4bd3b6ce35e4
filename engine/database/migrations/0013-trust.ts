export const trust = `
-- manifest: NULL until the first contact with whom an invite link has introduced; \`expected\` is the fingerprint that it gave.
-- offered_at: when this device first saw the offered manifest’s key instead of the one it knows.
CREATE TABLE contacts_with_introductions (
  address TEXT PRIMARY KEY,
  manifest BLOB,
  verified INTEGER NOT NULL,
  offered BLOB,
  offered_at INTEGER,
  expected TEXT
) STRICT;
INSERT INTO contacts_with_introductions (address, manifest, verified, offered, offered_at)
  SELECT address, manifest, verified, offered, CASE WHEN offered IS NULL THEN NULL ELSE unixepoch() * 1000 END FROM contacts;
DROP TABLE contacts;
ALTER TABLE contacts_with_introductions RENAME TO contacts;
CREATE INDEX contacts_undecided ON contacts (address) WHERE offered IS NOT NULL;

-- Its key was sealed to keys of a member that the user has since replaced by others.
ALTER TABLE epochs ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
`;
