import { ChevronRight, Server } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { KnownServer } from '../shell.ts';
import { useText } from '../text/text.tsx';
import { hostOf } from './host-of.ts';

interface KnownServersProps {
  readonly servers: readonly KnownServer[];
  readonly busy: boolean;
  readonly onChoose: (url: string) => void;
}

export function KnownServers({ servers, busy, onChoose }: KnownServersProps) {
  const text = useText();
  if (servers.length === 0) return;
  return (
    <section className="known-servers" aria-labelledby="known-servers">
      <h2 id="known-servers">{text.firstRun.known}</h2>
      <ul>
        {servers.map(({ url, account }) => (
          <li key={url}>
            <Button className="known-server" isDisabled={busy} onPress={() => onChoose(url)}>
              <span className="avatar" data-size="medium" aria-hidden="true">
                <Server />
              </span>
              <span>
                <bdi className="known-server-name">{hostOf(url)}</bdi>
                <bdi className="known-server-account">
                  {account ? text.firstRun.signedInAs(account) : text.firstRun.notSignedIn}
                </bdi>
              </span>
              <ChevronRight aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
