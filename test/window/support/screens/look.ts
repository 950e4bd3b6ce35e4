import type { Page } from '@playwright/test';

/** Called with each screen while it is shown. */
export type Look = (page: Page, name: string) => Promise<void>;

export type Walk = (look: Look) => Promise<void>;
