import { useState } from 'react';
import { useText } from '../app/text.tsx';
import { Choice } from '../components/Choice.tsx';
import { Invite } from './Invite.tsx';

/** Where others reach the server, and their way in. */
export function Addresses({ addresses }: { addresses: readonly string[] }) {
  const text = useText();
  const [chosen, setChosen] = useState<string>();
  const address = addresses.find((one) => one === chosen) ?? addresses[0];

  if (address === undefined) return <p>{text.hostedServer.noNetwork}</p>;
  if (addresses.length === 1) return <Invite address={address} />;
  return (
    <>
      <Choice
        label={text.hostedServer.addresses}
        hint={text.hostedServer.addressesHint}
        value={address}
        options={Object.fromEntries(addresses.map((one) => [one, hostAndPort(one)]))}
        onChange={setChosen}
      />
      <Invite key={address} address={address} />
    </>
  );
}

/** In full, as typed on another computer. */
function hostAndPort(address: string): string {
  return new URL(address).host;
}
