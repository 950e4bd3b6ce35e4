// Every word of the window. A translation is another object of this shape.
import { faults, notices, remarks } from '../../engine/api/api.ts';
import { errors } from '../../protocol/errors.ts';
import type { RefusalSentences } from '../catalogue-parts.ts';

const refusals: RefusalSentences = {
  ...errors,
  ...notices,
  ...faults,
  ...remarks,
  'username-taken':
    'That user name is taken. Choose another one, or sign in if the account was made for you.',
  'wrong-credentials': 'Wrong user name or password. Tries left before a 5-minute pause: {triesLeft}.',
  'too-large': 'This message is too long. About {limit} characters fit into one.',
  'server-unreachable': 'You’re offline. Try again when the server can be reached.',
};

export const english = {
  language: 'en',
  languageName: 'English',
  parley: 'Parley',
  slogan: 'Private messages on a server you own.',
  refusals,
  unknownFact: 'unknown',

  close: 'Close',
  back: 'Back',
  copy: 'Copy',
  copied: 'Copied',
  print: 'Print',
  dismiss: 'Dismiss',
  loading: 'Loading…',

  whenOnline: (presence: string) => `${presence} when back online`,
  presence: { normal: 'Available', away: 'Away', dnd: 'Do not disturb', offline: 'Offline' },
  connection: {
    'signed-out': 'Signed out',
    connecting: 'Connecting…',
    online: 'Connected',
    offline: 'Offline – trying again',
  },

  firstRun: {
    known: 'Servers used before',
    address: 'Address or invite link',
    connect: 'Connect',
    or: 'or',
    start: 'Start a server on this computer',
    starting: 'Starting a server…',
    connecting: 'Connecting…',
    signedInAs: (account: string) => `signed in as ${account}`,
    notSignedIn: 'not signed in',
    forget: (host: string) => `Remove ${host}`,
    badAddress: 'That is neither an address nor an invite link. Try something like 192.0.2.14:5002.',
    unlock: 'Unlock this computer’s history',
    unlockHint:
      'The system’s keychain does not open it. Type the passphrase that protects what is stored here.',
    passphrase: 'Passphrase',
    unlockButton: 'Unlock',
  },

  lostKey: {
    title: 'This computer’s history can’t be opened',
    why: 'The system’s keychain no longer has the key to what is stored here for this server. If the keychain is only locked, unlock it and try again.',
    anew: 'Otherwise begin anew and sign in: what the server has comes back. What is stored here now is kept aside on this computer; drafts and messages that were not sent stay in it.',
    beginAnew: 'Begin anew on this computer',
    tryAgain: 'Try again',
    forgotten: 'Forgotten the passphrase?',
  },

  choosing: {
    title: 'Choose a passphrase for this computer',
    purpose:
      'The system’s keychain can’t be used here. What Parley stores on this computer for this server is encrypted with a new passphrase, which you type whenever Parley starts. It is not your account’s password.',
    again: 'The same passphrase again',
    different: 'This differs from the passphrase above.',
    choose: 'Use this passphrase',
  },

  settingUp: {
    title: 'Choose your password',
    purpose: (name: string) =>
      `The account ${name} was made for you. Choose a password that only you know; the one you were given then stops working.`,
    sameAsGiven: 'Choose another one than you were given.',
    choose: 'Use this password',
  },

  account: {
    signIn: 'Sign in',
    signingIn: 'Signing in…',
    create: 'Create account',
    createTitle: 'Create an account',
    creating: 'Creating the account…',
    createFirst: 'New here?',
    createLink: 'Create an account',
    haveAccount: 'Already have an account?',
    forgot: 'Use the recovery key instead',
    recover: 'Recover the account',
    recoverTitle: 'Use the recovery key',
    recovering: 'Recovering…',
    otherServer: 'Another server',
    username: 'User name',
    usernameHint: 'Letters, digits, dot, dash and underscore',
    usernameBad:
      'A user name has 1 to 32 letters and digits, with single dots, dashes or underscores between them.',
    displayName: 'Name that others see (optional)',
    password: 'Password',
    passwordHint: (minimum: number) => `At least ${minimum} characters. It also protects your messages.`,
    newPassword: 'New password',
    oldPassword: 'Current password',
    invite: 'Invite',
    invited: 'Invited by your link',
    inviteHint: 'The token or link you were given',
    recoveryKey: 'Recovery key',
    recoveryKeyHint: 'The 24 words, with spaces between them',
    show: 'Show password',
    hide: 'Hide password',
    missing: 'Fill this in.',
    tooShort: (minimum: number) => `At least ${minimum} characters.`,
    unreachable: 'The server can’t be reached. Check that it is running and that the address is right.',
    tries: (left: number) =>
      left === 1
        ? 'Wrong user name or password. 1 try left before a 5-minute lock.'
        : `Wrong user name or password. ${left} tries left before a 5-minute lock.`,
    locked: (remaining: string) => `Too many wrong passwords. You can try again in ${remaining}.`,
    limited: (remaining: string) => `That was too much at once. You can try again in ${remaining}.`,
  },

  recovery: {
    title: 'Your recovery key',
    lead: 'If you forget your password, these words are the only way back to your messages. They are shown once, here.',
    code: 'The recovery key as a QR code',
    words: 'The 24 words of the recovery key',
    printTitle: (account: string) => `Parley recovery key of ${account}`,
    advice: 'Keep them on paper, somewhere safe. Whoever has them can read everything.',
    done: 'I have written it down',
  },

  conversations: {
    title: 'Conversations',
    listName: 'Conversations and people',
    opened: (title: string, unread: number) =>
      unread === 0 ? title : `${title}, ${unread === 1 ? '1 new message' : `${unread} new messages`}`,
    unread: (count: number) => `${count} unread`,
    unreadWord: 'unread',
    lobby: 'Lobby',
    noteToSelf: 'Note to self',
    public: 'Public: everyone on this server can read this',
    you: 'You',
    preview: (sender: string, text: string) => `${sender}: ${text}`,
    draft: 'Draft:',
    failed: 'A message was not sent',
    nothingYet: 'No messages yet',
    unreadable: 'A message that can’t be read',
    start: 'Start a conversation',
    alone: 'You are the first one here',
    aloneHint: (server: string) =>
      `Whoever makes an account at ${server} appears on the left. Until then there are the Lobby and your notes to yourself.`,
    none: 'Choose a conversation',
    noneHint: (key: string) => `Pick one on the left, or press ${key} and type a name.`,
    empty: 'Nothing here yet',
    emptyDirect: (name: string) => `Say hello to ${name}. Only the two of you can read it.`,
    emptySelf: 'Notes that only you can read, on all your computers.',
    emptyLobby: 'Say hello. Everyone on this server can read it.',
    backToList: 'Back to all conversations',
    resize: 'Width of the sidebar',
    collapse: 'Collapse the sidebar',
    expand: 'Expand the sidebar',
  },

  people: {
    online: 'Online',
    status: 'Status',
    changeStatus: 'Change status and more',
    settings: 'Settings…',
    shortcuts: 'Keyboard shortcuts',
    signOut: 'Sign out',
    signOutTitle: 'Sign out on this computer?',
    signOutMeaning:
      'Messages, drafts and keys of this account are erased from this computer. What was sent stays on the server and comes back when you sign in.',
    signOutLoses: 'Drafts, and messages that were not sent yet, are lost.',
    stay: 'Stay signed in',
  },

  timeline: {
    messages: (title: string) => `Messages with ${title}`,
    lobbyMessages: 'Messages in the Lobby',
    selfMessages: 'Messages to yourself',
    today: 'Today',
    yesterday: 'Yesterday',
    newMessages: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
    newMessagesFrom: (count: number, sender: string | undefined) =>
      sender === undefined ? `${count} new messages` : `${count} new messages from ${sender}`,
    notSent: (text: string, reason: string | undefined) =>
      reason === undefined ? `Not sent: ${text}` : `Not sent: ${text}\n${reason}`,
    jump: 'Jump to latest',
    jumpCount: (count: number) => `Jump to latest, ${count} unread`,
    tryAgain: 'Try again',
    couldNotLoad: 'Older messages could not be loaded.',
    states: {
      sending: 'sending',
      sent: 'sent',
      delivered: 'delivered',
      read: 'read',
      held: 'waits until do not disturb ends',
      failed: 'not sent',
    },
    waiting: 'waits for the server',
    unreadable: 'This message can’t be read',
  },

  composer: {
    placeholder: (title: string) => `Message ${title}`,
    lobbyPlaceholder: 'Message Lobby',
    selfPlaceholder: 'Message to yourself',
    send: 'Send',
    suggestions: 'Commands',
    unknownCommand: (name: string) => `There is no command /${name}. Type /help to see all of them.`,
    sendAsText: 'Send as a message',
    slashText: 'a message that begins with /',
    commandMeant: (name: string) => `This looks like the command /${name}. Begin it with “/” to run it.`,
    notYet: (name: string) => `/${name} is not available yet.`,
    usage: (usage: string) => `The command is written like this: ${usage}`,
    here: (names: string) => `Here: ${names}`,
    everyone: (names: string) => `People on this server: ${names}`,
    nobodyFound: 'Nobody else is on this server yet.',
    room: (characters: number) => `${characters.toLocaleString('en')} characters left`,
    tooLong: (characters: number) =>
      `${characters.toLocaleString('en')} characters too long to send as one message`,
    statusNow: (status: string) => `Your status: ${status}`,
    statusLater: (status: string) => `You’re offline. Your status changes to “${status}” when you’re back.`,
    sentTo: (user: string) => `Sent to ${user}.`,
    help: {
      msg: 'write to somebody',
      status: 'say how available you are',
      names: 'who is in this conversation',
      users: 'everybody on this server',
      verify: 'compare safety numbers',
      back: 'leave this conversation',
      help: 'this list',
      quit: 'close Parley',
    },
  },

  details: {
    title: 'Details',
    show: 'Show details',
    hide: 'Hide details',
    verified: 'Verified',
    verifiedHint: 'You compared safety numbers',
    notVerified: 'Not verified',
    notVerifiedHint: 'Compare the safety number in person or on a call, then confirm.',
    safetyNumber: 'Safety number',
    verify: 'Mark as verified',
    changed: (name: string) => `The keys of ${name} have changed`,
    changedHint:
      'They may have a new account, or somebody may be in between. Nothing is sent until you decide. Compare the safety number if you can.',
    accept: 'Accept the new keys',
    publicHint:
      'Messages here are signed, but not encrypted: everyone on this server and its operator can read them.',
    selfHint: 'Only you can read this.',
    members: 'People here now',
  },

  history: {
    'server-set-back': {
      title: 'The server was set back to an older state',
      hint: 'It no longer has the newest messages here, as after a restored backup. They stay on this computer. Nothing is sent until you decide. Ask whoever runs the server if you don’t know why.',
    },
    'log-forked': {
      title: 'The server’s history of this conversation has changed',
      hint: 'It is not the one seen here before. A backup may have been restored, or somebody shows different people different things. Nothing is sent until you decide; what the server no longer has stays on this computer.',
    },
    goOn: 'Go on here',
    goOnEverywhere: 'Go on in all conversations',
  },

  palette: {
    field: 'Search or jump to…',
    title: 'Search or jump',
    results: 'Results',
    found: (count: number) => (count === 1 ? '1 result' : `${count} results`),
    nothing: 'Nothing matches.',
    conversation: 'Conversation',
    person: 'Person',
    command: 'Command',
  },

  settings: {
    title: 'Settings',
    appearance: 'Appearance',
    theme: 'Theme',
    themes: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
    language: 'Language',
    systemLanguage: 'Same as the system',
    notifications: 'Notifications',
    notificationLevel: 'Notifications show',
    notificationLevels: { text: 'Name and text', name: 'Name only', nothing: 'Nothing' },
    notificationsHint: 'While your status is “Do not disturb” nothing is shown.',
    writing: 'Writing',
    enter: 'Enter key',
    enters: {
      send: 'Enter sends, Shift+Enter starts a new line',
      line: 'Ctrl+Enter sends, Enter starts a new line',
    },
    devices: 'Devices',
    devicesHint: 'Every computer that can read your messages.',
    thisDevice: 'This device',
    lastSeen: (when: string) => `last seen ${when}`,
    neverSeen: 'not signed in',
    security: 'Password',
    changePassword: 'Change password',
    changing: 'Changing…',
    wrongPassword: 'The current password is wrong.',
    passwordChanged: 'The password has been changed.',
    autostart: 'Start-up',
    whenSigningIn: 'When you sign in to this computer',
    autostarts: {
      off: 'Parley doesn’t start by itself',
      shown: 'Parley starts and shows its window',
      hidden: 'Parley starts in the tray',
    },
    autostartHint: 'Where nothing shows a tray, the window is shown.',
    notInstalled: 'Only an installed Parley can start by itself. This one runs from its source.',
    about: 'About',
    version: (version: string) => `Version ${version}`,
    server: 'Server',
    account: 'Account',
    licence: 'Free software under the GNU Affero General Public License, version 3 or later.',
    claims:
      'Messages are encrypted on this computer for the people in a conversation. The server stores and passes on what it can’t read. The Lobby is public.',
  },

  unlocking: {
    title: 'Unlocking',
    lead: 'What is stored on this computer is encrypted, and this opens it. The last way in can’t be removed.',
    kinds: {
      keychain: 'System’s keychain',
      passphrase: 'Passphrase',
      'key-file': 'Key file',
      'recovery-key': 'Recovery key',
      unknown: 'Something of a newer Parley',
    },
    opensAlone: 'opens it by itself',
    opensNothing: 'does not open it now',
    asked: 'asked for if nothing else opens it',
    remove: 'Remove',
    removeThis: (name: string) => `Remove: ${name}`,
    addKeychain: 'Add the system’s keychain',
    passphrase: 'Passphrase for this computer',
    newPassphrase: 'New passphrase for this computer',
    passphraseHint: (minimum: number) =>
      `At least ${minimum} characters. Nobody can tell it to you if you forget it.`,
    add: 'Add passphrase',
    change: 'Change passphrase',
    kept: 'This passphrase opens it from now on.',
  },

  hostedServer: {
    title: 'Server on this computer',
    states: {
      absent:
        'No server has been started on this computer. To start one, sign out and choose “Start a server on this computer” on the first screen.',
      stopped: 'The server does not run',
      starting: 'Starting…',
      running: 'The server runs',
    },
    lifetime:
      'It runs as long as Parley does: closing the window leaves it running, quitting Parley stops it for everybody.',
    start: 'Start',
    stop: 'Stop',
    reach: 'Who can reach it',
    reaches: { network: 'Computers on the local network', computer: 'This computer only' },
    reachHints: {
      network:
        'For networks you trust. What people write to each other stays encrypted, but somebody who watches the network sees who talks to whom, reads the Lobby and can take over sign-ins.',
      computer: 'Nobody on another computer can join or connect.',
    },
    addresses: 'Its addresses',
    addressesHint: 'This computer is in several networks. Choose the one that the others are in.',
    noNetwork: 'This computer is in no network at the moment, so nobody can join.',
    join: 'Others join at',
    registration:
      'Nobody can register without an invite link. Each lets one person in and is valid for a week.',
    invite: 'Make an invite link',
    inviteAnother: 'Make another one',
    code: 'The invite link as a QR code',
  },

  notifications: {
    newMessage: 'New message',
    newMessages: (count: number) => `${count} new messages`,
  },

  keyboard: {
    title: 'Keyboard shortcuts',
    control: 'Ctrl',
    shift: 'Shift',
    end: 'End',
    jump: 'Search or jump',
    new: 'New conversation',
    nextConversation: 'Previous or next conversation',
    nextUnread: 'Previous or next unread conversation',
    number: 'First to ninth conversation',
    regions: 'Next region of the window',
    escape: 'Close what is on top, then jump to latest',
    sheet: 'This sheet',
    settings: 'Settings',
    latest: 'Jump to latest',
    send: 'Send',
    newLine: 'New line',
    complete: 'Complete a command or name',
  },

  notices: 'Notices',
};

export type Catalogue = typeof english;
