export const reasons = `
-- Why a message failed or can't be read: a code of engine/api/api.ts, and its facts as a JSON object. What had failed
-- before has its sentence in \`reason\`; what couldn't be read had its code there.
ALTER TABLE messages ADD COLUMN code TEXT;
ALTER TABLE messages ADD COLUMN facts TEXT;
UPDATE messages SET code = reason, reason = NULL WHERE kind = 'unreadable';
`;
