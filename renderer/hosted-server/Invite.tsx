import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { type Result, refuse } from '../../protocol/errors.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { inviterFrom } from '../../view-models/inviter.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { CopyButton } from '../components/CopyButton.tsx';
import { Problem } from '../components/Problem.tsx';
import { QrCode } from '../components/QrCode.tsx';

/** The address, and links with which others join there: each lets one person in. */
export function Invite({ address }: { address: string }) {
  const text = useText();
  const { shell, messenger } = useApp();
  const [made, setMade] = useState<Result<string>>();

  async function invite(): Promise<void> {
    const asked = shell.inviteToServer(address, inviterFrom(messenger.get().status));
    setMade(await asked.catch(() => refuse('internal')));
  }

  return (
    <section className="hosted-server-invite" aria-labelledby="hosted-server-invite">
      <h3 id="hosted-server-invite">{text.hostedServer.join}</h3>
      <p>
        <bdi className="hosted-server-link">{address}</bdi>
      </p>
      <p className="field-hint">{text.hostedServer.registration}</p>
      {made?.ok && <InviteLink key={made.value} link={made.value} />}
      <Button className="button small" onPress={invite}>
        <UserPlus aria-hidden="true" />
        {made?.ok ? text.hostedServer.inviteAnother : text.hostedServer.invite}
      </Button>
      <Problem>{made && !made.ok ? refusalSentence(text, made) : undefined}</Problem>
    </section>
  );
}

function InviteLink({ link }: { link: string }) {
  const text = useText();

  return (
    <div className="hosted-server-made">
      <QrCode content={link} label={text.hostedServer.code} />
      <div>
        <p className="hosted-server-link" translate="no">
          {link}
        </p>
        <CopyButton label={text.copy} content={link} isSmall />
      </div>
    </div>
  );
}
