// Every word outside of the window: menus, the tray and dialogs of the main process.
export const desktop = {
  parley: 'Parley',
  open: 'Open Parley',
  quit: 'Quit',
  settings: 'Settings…',
  jump: 'Jump to…',
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
  serverRuns: 'server on this computer runs',
  quitAndStop: 'Quit and stop the server',
  serverStopped: 'The server on this computer has stopped',
  serverDied: 'It ended several times by itself. Whoever uses it can’t connect until it is started again.',
  serverPortTaken: (port: number) =>
    `Another program uses port ${port}, which the server is known by. Quit that program, then start the server again.`,
  close: 'Close',
  cancel: 'Cancel',
  serverNotStarted: 'The server could not be started',
  profileNotOpened: 'Parley can’t open what it keeps on this computer',
  engineStopped: 'Parley has lost its connection to what it keeps on this computer',
  engineStoppedDetail:
    'The part of Parley that sends, receives and keeps messages has ended and did not come back by itself. Nothing that was kept is lost.',
  profileInUse: 'Another Parley is using it. Quit that one first.',
  tryAgain: 'Try again',
  forget: 'Remove',
  forgetTitle: (host: string) => `Remove ${host} from this computer?`,
  forgetDetail: 'What Parley keeps on this computer of this server is erased. Accounts there stay.',
  forgetSignedIn: (account: string) =>
    `You are signed in there as ${account}. What Parley keeps of it on this computer is erased, also messages that have not been sent. The account stays, with everything the server has.`,
  linkTitle: (host: string) => `Open an invitation to ${host}?`,
  linkDetail:
    'Somebody or something on this computer opened this link. Go on only if you know who sent it. Nothing is sent until you connect.',
  linkOpen: 'Show it',
  stillRunning: 'Parley is still running',
  stillRunningDetail:
    'Messages keep arriving. The icon in the tray opens the window again, and quits Parley.',
} as const;

type Widened<T> = T extends string
  ? string
  : T extends (...args: infer Arguments) => string
    ? (...args: Arguments) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };

export type DesktopText = Widened<typeof desktop>;
