export const sending = `
-- It raises no notification.
ALTER TABLE messages ADD silent INT;
-- The user can still take it back: it goes out once this is over.
ALTER TABLE messages ADD undoable INT;
`;
