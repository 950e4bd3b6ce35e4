import { History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Conversation, ParametersOf } from '../../../engine/api/api.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useAnnouncement } from '../../app/use-announcement.ts';
import { useStore } from '../../app/use-store.ts';

/** The server's history isn't the one seen here: a person looks, and goes on here or everywhere. */
export function HistoryAlarm({ conversation: { id, stopped } }: { readonly conversation: Conversation }) {
  const text = useText();
  const { engine, notices } = useApp();
  const [busy, setBusy] = useState(false);
  // What is said here needn't be said in front of it, too.
  const notice = useStore(notices, (all) => all.find(({ code }) => code === stopped));
  useEffect(() => {
    if (notice) notices.dismiss(notice.id);
  }, [notice, notices]);
  const words = stopped && `${text.history[stopped].title}\n${text.history[stopped].hint}`;
  useAnnouncement(words, `${id} ${stopped}`);
  if (!stopped) return;

  async function goOn(only: ParametersOf<'acceptHistory'>): Promise<void> {
    setBusy(true);
    await notices.showRefusal(engine.call('acceptHistory', only));
    setBusy(false);
  }

  return (
    <div className="identity-alarm">
      <History aria-hidden="true" />
      <div>
        <strong>{text.history[stopped].title}</strong>
        <p>{text.history[stopped].hint}</p>
        <Button className="button small" isDisabled={busy} onPress={() => goOn({ conversation: id })}>
          {text.history.goOn}
        </Button>
        <Button className="button small" isDisabled={busy} onPress={() => goOn({})}>
          {text.history.goOnEverywhere}
        </Button>
      </div>
    </div>
  );
}
