export const forwarded = `
-- 1 where its sender has passed it on from elsewhere.
ALTER TABLE messages ADD forwarded INT;
`;
