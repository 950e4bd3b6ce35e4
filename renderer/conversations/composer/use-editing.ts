import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useAnnouncement } from '../../app/use-announcement.ts';
import { useStore } from '../../app/use-store.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';

/** The edit that has the composer, if one has. */
export function useEditing({ id, own }: ConversationFacts) {
  const { editing, notices } = useApp();
  const { composer } = useText();
  const edited = useStore(editing, (all) => all.get(id));
  useAnnouncement(edited && composer.editing, edited?.message);

  async function save(): Promise<void> {
    const refusal = await editing.save(id);
    if (refusal) notices.show(refusal);
  }

  return {
    text: edited?.text,
    write: (text: string) => editing.write(id, text),
    begin: () => editing.begin(id, own),
    cancel: () => editing.cancel(id),
    save,
  };
}
