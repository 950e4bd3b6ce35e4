import { ChevronRight, Server, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { KnownServer } from '../../shell/shell.ts';
import { useText } from '../app/text.tsx';
import { hostOf } from './host-of.ts';

interface KnownServersProps {
  readonly servers: readonly KnownServer[];
  readonly busy: boolean;
  readonly onChoose: (url: string) => void;
  readonly onForget: (url: string) => void;
}

export function KnownServers({ servers, busy, onChoose, onForget }: KnownServersProps) {
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
            <Button
              className="icon-button"
              aria-label={text.firstRun.forget(hostOf(url))}
              isDisabled={busy}
              onPress={() => onForget(url)}
            >
              <X />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
