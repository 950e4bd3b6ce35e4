export const groups = `
-- The first position that this account may see, as the server says. \`ended\`: how, by whom and when this account ceased to be
-- a member, as JSON.
ALTER TABLE conversations ADD COLUMN first INTEGER NOT NULL DEFAULT 1;
ALTER TABLE conversations ADD COLUMN ended TEXT;

-- What a change says besides the members: its type, its author, the settings of the group as JSON, its sealed profile, the
-- title that holds from then on, what binds the key, and the key before as the change hands it on.
ALTER TABLE epochs ADD COLUMN type TEXT NOT NULL DEFAULT 'members';
ALTER TABLE epochs ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE epochs ADD COLUMN settings TEXT;
ALTER TABLE epochs ADD COLUMN profile TEXT;
ALTER TABLE epochs ADD COLUMN title TEXT;
ALTER TABLE epochs ADD COLUMN commitment TEXT;
ALTER TABLE epochs ADD COLUMN previous_key TEXT;

-- What a change of the members has done, as JSON, where a message shows that.
ALTER TABLE messages ADD COLUMN events TEXT;
`;
