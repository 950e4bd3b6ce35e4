import type { ReactNode } from 'react';

/** Words for screen readers, where eyes have a colour or an icon. */
export function Spoken({ children }: { children: ReactNode }) {
  return <span className="visually-hidden"> {children} </span>;
}
