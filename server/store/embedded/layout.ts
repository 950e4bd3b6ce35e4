// The content of a store's folder; nothing else may lie there.
export const LOCK_FILE = 'store.lock';
export const STATE_FILE = 'store.json';
export const JOURNAL_FOLDER = 'journal';
export const DOCUMENTS_FOLDER = 'documents';
export const LOGS_FOLDER = 'logs';
