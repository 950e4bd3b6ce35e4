import { Info, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import type { ShownNotice } from '../messenger/notice-board.ts';
import { useStore } from '../messenger/store.ts';
import { refusalSentence } from '../text/refusal-sentence.ts';
import { useText } from '../text/text.tsx';
import { useApp } from './app.ts';

const SHOWN_MILLISECONDS = 8_000;

export function Notices() {
  const text = useText();
  const { notices } = useApp();
  const shown = useStore(notices, (all) => all);
  return (
    <div className="notices" role="status" aria-label={text.notices}>
      {shown.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} onDismiss={() => notices.dismiss(notice.id)} />
      ))}
    </div>
  );
}

function NoticeLine({ notice, onDismiss }: { notice: ShownNotice; onDismiss: () => void }) {
  const text = useText();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the time runs from when it was shown
  useEffect(() => {
    if (notice.grave) return;
    const leaving = setTimeout(onDismiss, SHOWN_MILLISECONDS);
    return () => clearTimeout(leaving);
  }, []);

  return (
    <p className="notice" data-grave={notice.grave}>
      {notice.grave ? <TriangleAlert aria-hidden="true" /> : <Info aria-hidden="true" />}
      <bdi>{refusalSentence(text, notice)}</bdi>
      <Button className="icon-button" aria-label={text.dismiss} onPress={onDismiss}>
        <X />
      </Button>
    </p>
  );
}
