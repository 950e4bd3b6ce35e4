export const alteredChanges = `
-- Not an epoch: a change stands there that is not as its author signed it. The user decides whether to go on behind it.
ALTER TABLE epochs ADD COLUMN altered INTEGER NOT NULL DEFAULT 0;
`;
