import { useEffect, useRef, useState } from 'react';
import { type ErrorCode, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { ConnectedServer, KnownServer, Shell } from '../../shell/shell.ts';
import type { Catalogue } from '../../text/languages.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useText } from '../app/text.tsx';

export interface ServerSelection {
  readonly servers: readonly KnownServer[];
  /** Not until it is known where to begin. */
  readonly ready: boolean;
  readonly server: ConnectedServer | undefined;
  /** The server was just started on this computer. */
  readonly hosted: boolean;
  readonly busy: 'connecting' | 'starting' | undefined;
  readonly problem: string | undefined;
  /** What is opened once its passphrase is there. */
  readonly locked: Locked | undefined;
  /** What a link brought in, which is only filled in, never followed; or what the app was started on in vain. */
  readonly link: string | undefined;
  connect(server: string): void;
  forget(url: string): void;
  start(): void;
  leave(): void;
}

export interface Locked {
  /** Undefined for the one that is started on this computer. */
  readonly server: string | undefined;
  /** The user has to choose a first passphrase; or enter it; or no passphrase can open what is stored. */
  readonly by: 'new-passphrase' | 'passphrase' | 'lost-key';
  open(passphrase: string): void;
  /** The keychain may be unlocked meanwhile. */
  tryAgain(): void;
  /** Keeps the stored database aside. */
  beginAnew(): void;
}

/** For the screen that asks for a passphrase. */
export interface LockedProps {
  readonly selection: ServerSelection;
  readonly locked: Locked;
}

type Opening = (passphrase?: string, beginAnew?: boolean) => Promise<Result<ConnectedServer>>;

const locks: Partial<Record<ErrorCode, Locked['by']>> = {
  'passphrase-required': 'new-passphrase',
  'wrong-passphrase': 'passphrase',
  'key-lost': 'lost-key',
};

/** The server that the window is connected to. One with a signed-in account is opened at start. */
export function useServer(shell: Shell): ServerSelection {
  const [servers, setServers] = useState<readonly KnownServer[]>();
  const [link, setLink] = useState<string>();
  const { open, close, ...opening } = useOpening();

  function connect(address: string): Promise<void> {
    return open(address, (...access) => shell.connect(address, ...access));
  }

  /** The list comes after what the app was started on, which may make it of no interest. */
  async function begin(): Promise<void> {
    const [known, startsOn] = await Promise.all([shell.servers(), shell.startsOn()]);
    const [latest] = known;
    if (startsOn !== undefined) {
      setLink(startsOn);
      await connect(startsOn);
    } else if (latest?.account) {
      connect(latest.url);
    }
    setServers(await (startsOn === undefined ? known : shell.servers()));
  }

  function leave(): void {
    close();
    shell.servers().then(setServers);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the window opens
  useEffect(() => {
    begin();
    return shell.onLink((opened) => {
      setLink(opened);
      leave();
    });
  }, []);

  return {
    ...opening,
    servers: servers ?? [],
    ready: servers !== undefined,
    link,
    connect: (address) => void connect(address),
    forget: (url) => void shell.forgetServer(url).then(setServers),
    start: () => void open(undefined, shell.startServer),
    leave,
  };
}

/** Opens one server at a time, without an address the one on this computer, and says how far that has come. */
function useOpening() {
  const text = useText();
  const [server, setServer] = useState<ConnectedServer>();
  const [hosted, setHosted] = useState(false);
  const [busy, setBusy] = useState<ServerSelection['busy']>();
  const [problem, setProblem] = useState<string>();
  const [locked, setLocked] = useState<Locked>();
  /** Of the latest opening; what an older one answers is of no interest. */
  const turn = useRef(0);

  async function open(
    address: string | undefined,
    opening: Opening,
    passphrase?: string,
    beginAnew?: boolean,
  ): Promise<void> {
    turn.current += 1;
    const own = turn.current;
    setHosted(address === undefined);
    setBusy(address === undefined ? 'starting' : 'connecting');
    setProblem(undefined);
    // Why the shell itself failed is in its log.
    const opened = await opening(passphrase, beginAnew).catch(() => refuse('internal'));
    if (own !== turn.current) return;
    setBusy(undefined);
    if (opened.ok) {
      setServer(opened.value);
      setLocked(undefined);
      return;
    }
    const by = passphrase === undefined ? locks[opened.code] : undefined;
    if (by) {
      setLocked({
        ...{ server: address, by },
        open: (typed) => open(address, opening, typed),
        tryAgain: () => open(address, opening),
        beginAnew: () => open(address, opening, undefined, true),
      });
    } else {
      setProblem(problemOf(text, opened));
    }
  }

  function close(): void {
    turn.current += 1;
    setBusy(undefined);
    setServer(undefined);
    setLocked(undefined);
    setProblem(undefined);
  }

  return { server, hosted, busy, problem, locked, open, close };
}

function problemOf(text: Catalogue, refusal: Refusal): string {
  if (refusal.code === 'server-unreachable') return text.account.unreachable;
  return refusal.code === 'bad-request' ? text.firstRun.badAddress : refusalSentence(text, refusal);
}
