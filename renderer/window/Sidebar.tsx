import { PanelLeft, Search, Server } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { EngineStatus } from '../../engine/api/api.ts';
import { hostOf } from '../account/host-of.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { ConversationList } from '../conversations/list/ConversationList.tsx';
import { commandKey } from '../keyboard/command-key.ts';
import { OwnStatus } from '../people/OwnStatus.tsx';
import { RecoveryReminder } from './RecoveryReminder.tsx';
import { SidebarEdge } from './SidebarEdge.tsx';
import { StartMenu } from './StartMenu.tsx';

export function Sidebar({ status }: { status: EngineStatus }) {
  const text = useText();
  const { navigation, preferences, shell } = useApp();
  const collapsed = useStore(preferences, (all) => all.sidebarCollapsed);
  useSpokenConnection(status);
  const toggle = collapsed ? text.conversations.expand : text.conversations.collapse;

  return (
    <aside className="sidebar" aria-label={text.conversations.title} data-region>
      <header className="sidebar-header">
        <OwnStatus status={status} />
        <StartMenu />
        <Button
          className="icon-button sidebar-toggle"
          aria-label={toggle}
          onPress={() => preferences.change({ sidebarCollapsed: !collapsed })}
        >
          <PanelLeft />
        </Button>
      </header>
      <SidebarEdge />
      <Button className="jump-field" onPress={() => navigation.show('jump')}>
        <Search aria-hidden="true" />
        <span>{text.palette.field}</span>
        <kbd>{commandKey(text, shell)} K</kbd>
      </Button>
      <h2 className="visually-hidden">{text.conversations.title}</h2>
      <ConversationList status={status} />
      <RecoveryReminder status={status} />
      <div className="connection">
        <Server aria-hidden="true" />
        <bdi>{hostOf(status.server)}</bdi>
        <span className="connection-state" data-state={status.state}>
          {text.connection[status.state]}
        </span>
      </div>
    </aside>
  );
}

/** Announces a lost and a restored connection. */
function useSpokenConnection({ state, server }: EngineStatus): void {
  const text = useText();
  const { announcer } = useApp();
  const said = useRef<EngineStatus['state']>('online');
  useEffect(() => {
    if (state === 'connecting' || state === said.current) return;
    said.current = state;
    announcer.say(`${hostOf(server)} ${text.connection[state]}`, 'connection');
  }, [announcer, text, state, server]);
}
