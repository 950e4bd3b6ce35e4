import { HardDrive, Link } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button, Input, TextField } from 'react-aria-components';
import { LONGEST_LINK } from '../../protocol/server-link.ts';
import { useText } from '../app/text.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { AccountCard } from './AccountCard.tsx';
import { KnownServers } from './KnownServers.tsx';
import type { ServerSelection } from './use-server.ts';

/** Which server: one used before, an address or invite, or one of one's own. */
export function FirstRun({ selection }: { selection: ServerSelection }) {
  const text = useText();
  const [address, setAddress] = useState(selection.link ?? '');
  const { busy } = selection;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (busy === undefined && address.trim() !== '') selection.connect(address);
  }

  return (
    <AccountCard title={text.parley} lead={text.slogan}>
      <KnownServers
        servers={selection.servers}
        busy={busy !== undefined}
        onChoose={selection.connect}
        onForget={selection.forget}
      />
      <form className="address" onSubmit={submit}>
        <TextField
          aria-label={text.firstRun.address}
          value={address}
          onChange={setAddress}
          maxLength={LONGEST_LINK}
        >
          <Link aria-hidden="true" />
          <Input placeholder={text.firstRun.address} spellCheck={false} />
        </TextField>
        <SubmitButton busy={busy !== undefined} isDisabled={address.trim() === ''}>
          {busy === 'connecting' ? text.firstRun.connecting : text.firstRun.connect}
        </SubmitButton>
      </form>
      <Problem>{selection.problem}</Problem>
      <p className="or">
        <span>{text.firstRun.or}</span>
      </p>
      <Button className="button" isDisabled={busy !== undefined} onPress={selection.start}>
        <HardDrive aria-hidden="true" />
        {busy === 'starting' ? text.firstRun.starting : text.firstRun.start}
      </Button>
    </AccountCard>
  );
}
