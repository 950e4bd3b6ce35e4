import { Button } from 'react-aria-components';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { WindowDialog } from '../components/WindowDialog.tsx';

/** Explains what signing out erases, and asks for confirmation. */
export function SignOut({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { engine, notices } = useApp();
  const { people } = text;

  function signOut(): void {
    onClose();
    notices.showRefusal(engine.call('signOut', { discardUnsent: true }));
  }

  return (
    <WindowDialog title={people.signOutTitle} onClose={onClose}>
      <div className="dialog-form">
        <p>{people.signOutMeaning}</p>
        <p>{people.signOutLoses}</p>
        <div className="dialog-buttons">
          <Button className="button" onPress={onClose}>
            {people.stay}
          </Button>
          <Button className="button primary" onPress={signOut} autoFocus>
            {people.signOut}
          </Button>
        </div>
      </div>
    </WindowDialog>
  );
}
