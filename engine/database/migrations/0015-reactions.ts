export const reactions = `
-- A reaction is kept like an edit, which has no \`emoji\`: \`shown\` says whether it puts the emoji on or takes it off,
-- \`seen\` is the id of the edit whose text its author saw.
ALTER TABLE revisions ADD COLUMN emoji TEXT;
ALTER TABLE revisions ADD COLUMN shown INTEGER;
ALTER TABLE revisions ADD COLUMN seen TEXT;
`;
