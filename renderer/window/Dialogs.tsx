import type { EngineStatus } from '../../engine/api/api.ts';
import { useApp } from '../app/app.ts';
import { useStore } from '../app/use-store.ts';
import { GoToDate } from '../conversations/GoToDate.tsx';
import { DeleteMessage } from '../deletion/DeleteMessage.tsx';
import { GroupDialog } from '../groups/GroupDialog.tsx';
import { NewGroup } from '../groups/NewGroup.tsx';
import { Shortcuts } from '../keyboard/Shortcuts.tsx';
import { SendLocked } from '../locked/SendLocked.tsx';
import { UnlockMessage } from '../locked/UnlockMessage.tsx';
import { ForwardMessages } from '../messages/ForwardMessages.tsx';
import { MessageDetails } from '../messages/MessageDetails.tsx';
import { SignOut } from '../people/SignOut.tsx';
import { ReportMessage } from '../reports/ReportMessage.tsx';
import { BlockPerson } from '../requests/BlockPerson.tsx';
import { MessageSearch } from '../search/MessageSearch.tsx';
import { Settings } from '../settings/Settings.tsx';
import { SafetyNumber } from '../verification/SafetyNumber.tsx';
import { Jump } from './jump/Jump.tsx';

export function Dialogs({ status }: { status: EngineStatus }) {
  const { navigation } = useApp();
  const { dialog, about } = useStore(navigation, (place) => place);
  const close = () => navigation.show(undefined);
  switch (dialog) {
    case 'jump':
      return <Jump onClose={close} />;
    case 'search':
      return <MessageSearch onClose={close} />;
    case 'safetyNumber':
      return about && <SafetyNumber user={about} onClose={close} />;
    case 'newGroup':
      return <NewGroup onClose={close} />;
    case 'addMembers':
    case 'editGroup':
    case 'removeMember':
    case 'leaveGroup':
    case 'deleteGroup':
    case 'removeConversation':
      return <GroupDialog name={dialog} onClose={close} />;
    case 'settings':
      return <Settings page="appearance" status={status} onClose={close} />;
    case 'devices':
    case 'recovery':
    case 'server':
      return <Settings key={dialog} page={dialog} status={status} onClose={close} />;
    case 'shortcuts':
      return <Shortcuts onClose={close} />;
    case 'block':
      return <BlockPerson onClose={close} />;
    case 'report':
      return <ReportMessage onClose={close} />;
    case 'deleteMessage':
      return <DeleteMessage onClose={close} />;
    case 'forward':
      return <ForwardMessages onClose={close} />;
    case 'messageDetails':
      return <MessageDetails onClose={close} />;
    case 'goToDate':
      return <GoToDate onClose={close} />;
    case 'sendLocked':
      return <SendLocked onClose={close} />;
    case 'unlock':
      return <UnlockMessage onClose={close} />;
    case 'signOut':
      return <SignOut onClose={close} />;
    case undefined:
      return;
    default:
      return dialog satisfies never;
  }
}
