export const sending = `
-- The user can still take it back: it goes out once this is over.
ALTER TABLE outbox ADD undoable INT DEFAULT 0;
-- It raises no notification.
ALTER TABLE messages ADD silent INT;
`;
