import { useState } from 'react';
import type { AccountView, SignedOutScreenProps, WaitingAccount } from './account-view.ts';
import { ChoosePassword } from './ChoosePassword.tsx';
import { CreateAccount } from './CreateAccount.tsx';
import { RecoverAccount } from './RecoverAccount.tsx';
import { SignIn } from './SignIn.tsx';

const views = {
  'sign-in': SignIn,
  create: CreateAccount,
  recover: RecoverAccount,
  'set-up': ChoosePassword,
} as const;

export function SignedOutScreen(props: SignedOutScreenProps) {
  const [view, show] = useState<AccountView>(props.server.invite ? 'create' : 'sign-in');
  const [username, setUsername] = useState('');
  const [waiting, setWaiting] = useState<WaitingAccount>();
  const View = views[view];

  function setUp(found: WaitingAccount): void {
    setWaiting(found);
    show('set-up');
  }

  return <View {...props} {...{ username, setUsername, waiting, setUp, show }} />;
}
