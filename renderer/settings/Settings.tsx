import {
  Ban,
  Bell,
  Flag,
  HardDrive,
  Info,
  KeyRound,
  LifeBuoy,
  LockKeyhole,
  MonitorSmartphone,
  Palette,
  Power,
  Type,
  UserRound,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { EngineStatus } from '../../engine/api/api.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { WindowDialog } from '../components/WindowDialog.tsx';
import { HostedServer } from '../hosted-server/HostedServer.tsx';
import { Reports } from '../reports/Reports.tsx';
import { About } from './About.tsx';
import { Account } from './Account.tsx';
import { Appearance } from './Appearance.tsx';
import { Autostart } from './Autostart.tsx';
import { BlockedPeople } from './BlockedPeople.tsx';
import { Devices } from './Devices.tsx';
import { NewComputers } from './NewComputers.tsx';
import { Notifications } from './Notifications.tsx';
import { Password } from './Password.tsx';
import { RecoveryKeyCheck } from './RecoveryKeyCheck.tsx';
import { Unlocking } from './Unlocking.tsx';
import { Writing } from './Writing.tsx';

interface SettingsProps {
  /** The one to begin with. */
  readonly page: 'appearance' | 'devices' | 'recovery' | 'server';
  readonly status: EngineStatus;
  readonly onClose: () => void;
}

export function Settings({ page, status, onClose }: SettingsProps) {
  const text = useText();
  const isOwner = useIsOwner();
  const pages = [
    { id: 'appearance', title: text.settings.appearance, Icon: Palette, content: <Appearance /> },
    { id: 'notifications', title: text.settings.notifications, Icon: Bell, content: <Notifications /> },
    { id: 'writing', title: text.settings.writing, Icon: Type, content: <Writing /> },
    { id: 'blocked', title: text.requests.blockedPeople, Icon: Ban, content: <BlockedPeople /> },
    { id: 'devices', title: text.settings.devices, Icon: MonitorSmartphone, content: <Devices /> },
    { id: 'security', title: text.settings.security, Icon: KeyRound, content: <Password /> },
    { id: 'recovery', title: text.recoveryCheck.title, Icon: LifeBuoy, content: <RecoveryKey /> },
    { id: 'unlocking', title: text.unlocking.title, Icon: LockKeyhole, content: <Unlocking /> },
    { id: 'account', title: text.settings.account, Icon: UserRound, content: <Account status={status} /> },
    ...(isOwner ? [{ id: 'reports', title: text.reports.title, Icon: Flag, content: <Reports /> }] : []),
    { id: 'server', title: text.hostedServer.title, Icon: HardDrive, content: <HostedServer /> },
    { id: 'autostart', title: text.settings.autostart, Icon: Power, content: <Autostart /> },
    { id: 'about', title: text.settings.about, Icon: Info, content: <About status={status} /> },
  ];
  return (
    <WindowDialog title={text.settings.title} wide onClose={onClose}>
      <Tabs className="settings" orientation="vertical" defaultSelectedKey={page}>
        <TabList aria-label={text.settings.title}>
          {pages.map(({ id, title, Icon }) => (
            <Tab key={id} id={id}>
              <Icon aria-hidden="true" />
              {title}
            </Tab>
          ))}
        </TabList>
        {pages.map(({ id, content }) => (
          <TabPanel key={id} id={id} className="settings-page">
            {content}
          </TabPanel>
        ))}
      </Tabs>
    </WindowDialog>
  );
}

function RecoveryKey() {
  return (
    <>
      <RecoveryKeyCheck />
      <NewComputers />
    </>
  );
}

/** The role may have changed since the session began. */
function useIsOwner(): boolean {
  const { engine } = useApp();
  const [isOwner, setIsOwner] = useState(false);
  useEffect(() => {
    engine.call('status', undefined).then((status) => setIsOwner(status.ok && status.value.role === 'owner'));
  }, [engine]);
  return isOwner;
}
