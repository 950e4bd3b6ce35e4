import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useAnnouncement } from '../app/use-announcement.ts';
import { focusSoon } from '../components/focus-soon.ts';
import { useStage } from './AccountStage.tsx';

interface AccountCardProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly wide?: boolean;
  /** The focus stays at the title: a key that is pressed too often must not answer the screen. */
  readonly startsAtTitle?: boolean;
  readonly children: ReactNode;
}

/** The centred card of everything that comes before the messenger. */
export function AccountCard({ title, lead, wide, startsAtTitle = false, children }: AccountCardProps) {
  const card = useRef<HTMLDivElement>(null);
  const { setTitle, focusTitle } = useStage();
  // A title that only passes the focus on is not said by itself.
  useAnnouncement([title, lead].filter(Boolean).join('\n'));
  useLayoutEffect(() => setTitle(title), [setTitle, title]);
  // Before what has the focus is taken out of the page: a screen reader would take the next screen over without a word.
  useLayoutEffect(() => focusTitle, [focusTitle]);
  useEffect(() => {
    if (startsAtTitle) return;
    return focusSoon(() => card.current?.querySelector<HTMLElement>('input:not([hidden]), textarea'));
  }, [startsAtTitle]);

  return (
    <>
      {lead && (
        <p className="account-lead">
          <bdi>{lead}</bdi>
        </p>
      )}
      <div className="account-card" data-wide={wide} ref={card}>
        {children}
      </div>
    </>
  );
}
