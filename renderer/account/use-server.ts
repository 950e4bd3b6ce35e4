import { useEffect, useState } from 'react';
import type { Refusal, Result } from '../../protocol/errors.ts';
import type { ConnectedServer, KnownServer, Shell } from '../shell.ts';
import { refusalSentence } from '../text/refusal-sentence.ts';
import { useText } from '../text/text.tsx';

export interface ServerDoor {
  readonly servers: readonly KnownServer[];
  /** Undefined until the list of servers has come. */
  readonly ready: boolean;
  readonly server: ConnectedServer | undefined;
  /** The server was just started on this computer. */
  readonly hosted: boolean;
  readonly busy: 'connecting' | 'starting' | undefined;
  readonly problem: string | undefined;
  /** The server whose profile waits for its passphrase. */
  readonly locked: string | undefined;
  /** What a link brought in; it is only filled in, never followed. */
  readonly link: string | undefined;
  connect(server: string, passphrase?: string): void;
  start(): void;
  leave(): void;
}

/** Which server the window is at. One at which somebody is signed in is opened by itself. */
export function useServer(shell: Shell): ServerDoor {
  const text = useText();
  const [servers, setServers] = useState<readonly KnownServer[]>();
  const [server, setServer] = useState<ConnectedServer>();
  const [hosted, setHosted] = useState(false);
  const [busy, setBusy] = useState<ServerDoor['busy']>();
  const [problem, setProblem] = useState<string>();
  const [locked, setLocked] = useState<string>();
  const [link, setLink] = useState<string>();

  async function open(opening: Promise<Result<ConnectedServer>>, address?: string): Promise<void> {
    const opened = await opening;
    setBusy(undefined);
    if (opened.ok) {
      setServer(opened.value);
      setLocked(undefined);
    } else if (opened.code === 'wrong-passphrase' && address !== undefined) {
      setProblem(locked === undefined ? undefined : refusalSentence(text, opened));
      setLocked(address);
    } else {
      setProblem(problemOf(opened));
    }
  }

  function problemOf(refusal: Refusal): string {
    return refusal.code === 'bad-request' ? text.firstRun.badAddress : refusalSentence(text, refusal);
  }

  function connect(address: string, passphrase?: string): void {
    setHosted(false);
    setBusy('connecting');
    setProblem(undefined);
    open(shell.connect(address, passphrase), address);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the window opens
  useEffect(() => {
    shell.servers().then((known) => {
      setServers(known);
      const [latest] = known;
      if (latest?.account) connect(latest.url);
    });
    return shell.onLink(setLink);
  }, []);

  return {
    servers: servers ?? [],
    ready: servers !== undefined,
    server,
    hosted,
    busy,
    problem,
    locked,
    link,
    connect,
    start() {
      setHosted(true);
      setBusy('starting');
      setProblem(undefined);
      open(shell.startServer());
    },
    leave() {
      setServer(undefined);
      setLocked(undefined);
      setProblem(undefined);
      shell.servers().then(setServers);
    },
  };
}
