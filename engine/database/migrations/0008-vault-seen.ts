export const vaultSeen = `
-- When this device saw the newest vault of the account: by now at the latest.
UPDATE settings SET value = json_set(value, '$.vaultSeenAt', unixepoch() * 1000) WHERE key IN ('account', 'device');
`;
