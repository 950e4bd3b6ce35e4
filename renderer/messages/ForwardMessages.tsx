import { useState } from 'react';
import { MOST_FORWARDED_TO } from '../../engine/api/api.ts';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { type ForwardTarget, forward, forwardTargets } from '../../view-models/messages/forwarding.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Avatar, SymbolAvatar } from '../components/Avatar.tsx';
import { Picker } from '../components/Picker.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';
import { GroupForm } from '../groups/GroupForm.tsx';

const symbols = { public: 'lobby', group: 'group' } as const;

/** Asks where to forward one message to, or several. */
export function ForwardMessages({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { engine, messenger, navigation, announcer, selection } = useApp();
  const { conversation, about = '' } = useStore(navigation, (place) => place);
  const state = useStore(messenger, (all) => all);
  const [chosen, choose] = useState<readonly string[]>([]);
  const messages = about.split(' ').map((id) => messageId.parse(id));
  const targets = forwardTargets(state, text);
  const submission = useSubmission(
    () =>
      chosen.length > 0 ? forward(engine, conversationId.parse(conversation), messages, chosen) : undefined,
    () => {
      announcer.say(text.forwarding.done(chosen.length));
      selection.end();
      onClose();
    },
  );
  return (
    <WindowDialog title={text.forwarding.title(messages.length)} fillIn onClose={onClose}>
      <GroupForm
        submission={submission}
        action={text.forwarding.forward}
        busyAction={text.forwarding.forward}
        isDisabled={chosen.length === 0}
        onClose={onClose}
      >
        <Picker
          words={{ ...text.forwarding.picker, noneFound: text.groups.noneFound }}
          candidates={targets}
          chosen={chosen}
          draw={({ id }) => <Target target={targets.find((one) => one.id === id)} />}
          onChange={(all) => choose(all.slice(0, MOST_FORWARDED_TO))}
        />
        <p className="field-hint">{text.forwarding.meaning}</p>
      </GroupForm>
    </WindowDialog>
  );
}

function Target({ target }: { target: ForwardTarget | undefined }) {
  if (!target) return;
  const { kind, title, user = title } = target;
  return (
    <>
      {kind === 'person' ? (
        <Avatar user={user} name={title} size="small" />
      ) : (
        <SymbolAvatar symbol={symbols[kind]} size="small" />
      )}
      <bdi className="found-name">{title}</bdi>
      {kind === 'person' && title !== user && <bdi className="found-user">@{user}</bdi>}
    </>
  );
}
