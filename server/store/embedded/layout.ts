// What lies in a store's folder; nothing else may.
export const LOCK_FILE = 'store.lock';
export const STATE_FILE = 'store.json';
export const JOURNAL_FOLDER = 'journal';
export const DOCUMENTS_FOLDER = 'documents';
export const LOGS_FOLDER = 'logs';
