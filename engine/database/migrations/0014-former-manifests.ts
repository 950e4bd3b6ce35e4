export const formerManifests = `
-- The last manifests under the account’s former keys, the latest first, as a page of records.
ALTER TABLE contacts ADD COLUMN former BLOB;
`;
