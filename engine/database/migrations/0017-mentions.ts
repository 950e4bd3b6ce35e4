export const mentions = `
-- \`mentions\`: JSON array of addresses, whom the text that is shown mentions; \`first_mentions\`: whom the first one did, once it
-- was edited.
ALTER TABLE messages ADD mentions TEXT;
ALTER TABLE messages ADD first_mentions TEXT;
CREATE INDEX mentions ON messages (conversation, seq) WHERE mentions IS NOT NULL;
ALTER TABLE revisions ADD mentions TEXT;
`;
