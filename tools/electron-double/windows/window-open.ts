import type { HandlerDetails } from 'electron';

export type WindowOpenHandler = (details: HandlerDetails) => { readonly action: 'allow' | 'deny' };

/** What the app is asked when a page wants a window for this address. */
export function openDetails(url: string): HandlerDetails {
  const referrer = { url: '', policy: 'default' } as const;
  return { url, frameName: '', features: '', disposition: 'foreground-tab', referrer };
}
