// Every word outside of the window: menus, the tray and dialogs of the main process.
import type { Widened } from '../widened.ts';

export const desktop = {
  parley: 'Parley',
  open: 'Open Parley',
  quit: 'Quit',
  settings: 'Settings…',
  jump: 'Jump to…',
  search: 'Search messages',
  shortcuts: 'Keyboard shortcuts',
  conversationsMenu: 'Conversations',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  status: 'Status',
  statuses: { normal: 'Available', away: 'Away', dnd: 'Do not disturb' },
  sessions: {
    'signed-out': 'not signed in',
    connecting: 'connecting',
    online: 'online',
    offline: 'offline',
  },
  unread: (count: number) => (count === 1 ? '1 unread message' : `${count} unread messages`),
  unreadElsewhere: 'unread messages in public rooms',
  server: 'Server on this computer…',
  serverRuns: 'server on this computer is running',
  quitAndStop: 'Quit and stop the server',
  serverStopped: 'The server on this computer has stopped',
  serverDied: 'It crashed several times. No one can connect until you start it again.',
  serverPortTaken: (port: number) =>
    `Another program is using the server’s port, ${port}. Quit that program, then start the server again.`,
  close: 'Close',
  cancel: 'Cancel',
  serverNotStarted: 'The server could not be started',
  profileNotOpened: 'Parley can’t open its data on this computer',
  engineStopped: 'Parley has stopped sending and receiving messages',
  engineStoppedDetail:
    'Its background process crashed and could not be restarted. Your stored messages are safe.',
  profileInUse: 'Another Parley is using it. Quit that one first.',
  tryAgain: 'Try again',
  forget: 'Remove',
  forgetTitle: (host: string) => `Remove ${host} from this computer?`,
  forgetDetail:
    'Everything Parley stores on this computer for this server is erased. Accounts on the server are not affected.',
  forgetSignedIn: (account: string) =>
    `You are signed in there as ${account}. Everything Parley stores for it on this computer is erased, including unsent messages. The account and everything on the server stay.`,
  linkTitle: (host: string) => `Open an invitation to ${host}?`,
  linkDetail:
    'A program or web page opened this link. Continue only if you know where it came from. Nothing is sent until you connect.',
  linkOpen: 'Show it',
  stillRunning: 'Parley is still running',
  stillRunningDetail: 'Messages keep arriving. Use the tray icon to open the window again or quit Parley.',
} as const;

export type DesktopText = Widened<typeof desktop>;
