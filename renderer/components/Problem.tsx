import { CircleAlert } from 'lucide-react';
import { useAnnouncement } from '../app/use-announcement.ts';

interface ProblemProps {
  readonly children: string | undefined;
  /** What it is about: while that is the same, words that count down are said once. */
  readonly about?: unknown;
}

/** What went wrong and what to do, said to screen readers when it comes. */
export function Problem({ children, about = children }: ProblemProps) {
  useAnnouncement(children, about);
  return (
    <div className="problem">
      {children && (
        <>
          <CircleAlert aria-hidden="true" />
          <span>{children}</span>
        </>
      )}
    </div>
  );
}
