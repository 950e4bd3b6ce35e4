// Deletions are kept beside edits: a table of their own would push the list of tables over the first page.
export const deletions = `
-- \`deletes\`: 'message' or 'edit', what a deletion takes away with the id \`target\`; NULL for an edit. \`moderates\`: whether
-- its sender could delete others' messages. \`erased\`: the server has erased the target, or refused to for good.
ALTER TABLE revisions ADD deletes TEXT;
ALTER TABLE revisions ADD moderates INT DEFAULT 0;
ALTER TABLE revisions ADD erased INT DEFAULT 0;

-- The message id that a frame had whose content is erased, where its place is all that is shown.
ALTER TABLE messages ADD erased TEXT;
CREATE INDEX erased ON messages (conversation, erased) WHERE erased IS NOT NULL;
`;
