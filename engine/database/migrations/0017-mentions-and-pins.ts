export const mentionsAndPins = `
-- \`mentions\`: JSON array of addresses, whom the text that is shown mentions; \`first_mentions\`: whom the first one did, once it
-- was edited.
ALTER TABLE messages ADD mentions TEXT;
ALTER TABLE messages ADD first_mentions TEXT;
CREATE INDEX mentions ON messages (conversation, seq) WHERE mentions IS NOT NULL;
ALTER TABLE revisions ADD mentions TEXT;

-- Pins are kept beside edits and reactions: 1 pins the message, 0 takes the pin off.
ALTER TABLE revisions ADD pin INT;
CREATE INDEX pins ON revisions (conversation, target) WHERE pin IS NOT NULL;
`;
