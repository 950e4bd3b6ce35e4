import { useEffect, useState } from 'react';
import type { HostedServerView, Shell } from '../../shell/shell.ts';

/** Undefined until the shell has told. */
export function useHostedServer(shell: Shell): HostedServerView | undefined {
  const [server, setServer] = useState<HostedServerView>();
  useEffect(() => {
    shell.hostedServer().then(setServer);
    return shell.onHostedServer(setServer);
  }, [shell]);
  return server;
}
