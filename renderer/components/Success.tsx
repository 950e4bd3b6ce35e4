import { useAnnouncement } from '../app/use-announcement.ts';

/** That something was done, said to screen readers when it comes. */
export function Success({ children }: { children: string | undefined }) {
  useAnnouncement(children);
  return <p className="good">{children}</p>;
}
