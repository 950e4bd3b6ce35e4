import { useState } from 'react';
import type { AccountView, SignedOutScreenProps } from './account-view.ts';
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
  const [initialPassword, setInitialPassword] = useState('');
  const View = views[view];
  return <View {...props} {...{ username, setUsername, initialPassword, setInitialPassword, show }} />;
}
