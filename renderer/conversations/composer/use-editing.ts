import type { Refusal } from '../../../protocol/errors.ts';
import { undoSend } from '../../../view-models/undo-send.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useAnnouncement } from '../../app/use-announcement.ts';
import { useStore } from '../../app/use-store.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';

/** The edit that has the composer, if one has. */
export function useEditing({ id, own }: ConversationFacts) {
  const app = useApp();
  const { editing, notices } = app;
  const { composer } = useText();
  const edited = useStore(editing, (all) => all.get(id));
  useAnnouncement(edited && composer.editing, edited?.message);

  async function save(): Promise<void> {
    const refusal = await editing.save(id);
    if (refusal) notices.show(refusal);
  }

  /** What has not gone out yet is taken back instead. */
  async function begin(): Promise<Refusal | undefined> {
    const refusal = await undoSend(app, id);
    return refusal && editing.begin(id, own);
  }

  return {
    text: edited?.text,
    write: (text: string) => editing.write(id, text),
    begin,
    cancel: () => editing.cancel(id),
    save,
  };
}
