import { Info, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import type { Person } from '../../engine/api/api.ts';
import type { ErrorFacts } from '../../protocol/errors.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useAnnouncement } from '../app/use-announcement.ts';
import { useStore } from '../app/use-store.ts';

const SHOWN_MILLISECONDS = 8_000;

export function Notices() {
  const text = useText();
  const { notices, messenger } = useApp();
  const shown = useStore(notices, (all) => all);
  const people = useStore(messenger, (state) => state.people);
  return (
    <section className="notices" aria-label={text.notices}>
      {shown.map((notice) => (
        <NoticeLine
          key={notice.id}
          sticky={notice.sticky}
          sentence={refusalSentence(text, { ...notice, facts: withName(people, notice.facts) })}
          onDismiss={() => notices.dismiss(notice.id)}
        />
      ))}
    </section>
  );
}

function withName(people: ReadonlyMap<string, Person>, facts: ErrorFacts | undefined): ErrorFacts {
  return typeof facts?.user === 'string' ? { ...facts, user: nameOf(people, facts.user) } : { ...facts };
}

interface NoticeLineProps {
  readonly sticky: boolean;
  readonly sentence: string;
  readonly onDismiss: () => void;
}

function NoticeLine({ sticky, sentence, onDismiss }: NoticeLineProps) {
  const text = useText();
  useAnnouncement(sentence, 'once');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the time runs from when it was shown
  useEffect(() => {
    if (sticky) return;
    const leaving = setTimeout(onDismiss, SHOWN_MILLISECONDS);
    return () => clearTimeout(leaving);
  }, []);

  return (
    <p className="notice" data-sticky={sticky}>
      {sticky ? <TriangleAlert aria-hidden="true" /> : <Info aria-hidden="true" />}
      <bdi>{sentence}</bdi>
      <Button className="icon-button" aria-label={text.dismiss} onPress={onDismiss}>
        <X />
      </Button>
    </p>
  );
}
