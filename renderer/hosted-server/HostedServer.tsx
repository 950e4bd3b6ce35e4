import { Server, ServerOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { HostedServerView, Shell } from '../../shell/shell.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useSpokenChange } from '../app/use-spoken-change.ts';
import { Choice } from '../components/Choice.tsx';
import { Problem } from '../components/Problem.tsx';
import { Addresses } from './Addresses.tsx';

/** The server on this computer: whether it runs, who reaches it, and how others join. */
export function HostedServer() {
  const text = useText();
  const { shell } = useApp();
  const server = useHostedServer(shell);

  if (!server) return <p>{text.loading}</p>;
  if (server.state === 'absent') return <p>{text.hostedServer.states.absent}</p>;
  return (
    <>
      <State server={server} />
      {server.state === 'running' && server.reach === 'network' && <Addresses addresses={server.addresses} />}
      <Choice
        label={text.hostedServer.reach}
        hint={text.hostedServer.reachHints[server.reach]}
        value={server.reach}
        options={text.hostedServer.reaches}
        onChange={shell.setServerReach}
      />
    </>
  );
}

function State({ server: { state, problem } }: { server: HostedServerView }) {
  const text = useText();
  const { shell } = useApp();
  const runs = state === 'running';
  useSpokenChange(text.hostedServer.states[state]);
  return (
    <section className="hosted-server-state">
      {runs ? (
        <Server className="good" aria-hidden="true" />
      ) : (
        <ServerOff className="muted" aria-hidden="true" />
      )}
      <div>
        <strong>{text.hostedServer.states[state]}</strong>
        <p className="field-hint">{text.hostedServer.lifetime}</p>
      </div>
      <Button
        className="button small"
        isDisabled={state === 'starting'}
        onPress={() => shell.runServer(!runs)}
      >
        {runs ? text.hostedServer.stop : text.hostedServer.start}
      </Button>
      <Problem>{problem}</Problem>
    </section>
  );
}

/** Undefined until the main process has answered. */
function useHostedServer(shell: Shell): HostedServerView | undefined {
  const [server, setServer] = useState<HostedServerView>();
  useEffect(() => {
    shell.hostedServer().then(setServer);
    return shell.onHostedServer(setServer);
  }, [shell]);
  return server;
}
