// Every word of the window, in the shape that each language has.
import { joined } from '../joined.ts';
import { errors } from './errors.ts';

export const window = {
  language: 'en',
  /** The language as a region writes it; see inRegion. */
  locale: 'en',
  languageName: 'English',
  parley: 'Parley',
  slogan: 'Private messages on a server you own.',
  errors,
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
    offline: 'Offline, reconnecting…',
  },

  firstRun: {
    known: 'Recent servers',
    address: 'Address or invite link',
    connect: 'Connect',
    or: 'or',
    start: 'Start a server on this computer',
    starting: 'Starting a server…',
    connecting: 'Connecting…',
    signedInAs: (account: string) => `signed in as ${account}`,
    notSignedIn: 'not signed in',
    forget: (host: string) => `Remove ${host}`,
    badAddress: 'That doesn’t look like a server address or invite link. Example: 192.0.2.14:5002',
    unlock: 'Unlock your messages',
    unlockHint: 'Enter the passphrase you chose for this computer.',
    passphrase: 'Passphrase',
    unlockButton: 'Unlock',
  },

  lostKey: {
    title: 'Your messages on this computer can’t be unlocked',
    why: 'The system keychain no longer has the key to your messages from this server. If the keychain is only locked, unlock it and try again.',
    anew: 'Otherwise start over and sign in: messages on the server come back. The old data on this computer is set aside, including drafts and unsent messages.',
    beginAnew: 'Start over on this computer',
    tryAgain: 'Try again',
    forgotten: 'Forgotten the passphrase?',
  },

  choosing: {
    title: 'Choose a passphrase for this computer',
    purpose:
      'This system has no keychain that Parley can use. A passphrase encrypts your messages on this computer, and you enter it each time Parley starts. It is not your account password.',
    again: 'Repeat the passphrase',
    different: 'The passphrases don’t match.',
    choose: 'Use this passphrase',
  },

  settingUp: {
    title: 'Choose your password',
    purpose: (name: string) =>
      `The account ${name} was created for you. Choose a password that only you know. The one you received then stops working.`,
    sameAsGiven: 'Choose a different password from the one you received.',
    choose: 'Use this password',
    afterReset: {
      title: 'Your account was reset',
      purpose: (name: string, when: string) => `The account ${name} was reset on ${when} and begins anew:`,
      means: [
        'Older messages can’t be read with it any more.',
        'The people you write with see that your keys have changed. What they send waits until they accept the new ones.',
        'Groups come back once a member there has accepted your keys. You see what is written from then on.',
        'Safety numbers change, so compare them again.',
        'You are signed out on your other computers.',
      ],
      erases: 'This computer still has messages of the account before. They are erased.',
      unsent: (count: number) =>
        count === 1 ? 'One of them was never sent.' : `${count} of them were never sent.`,
      choose: 'Choose a password that only you know. You also get a new recovery key.',
      begin: 'Begin anew',
      eraseAndBegin: 'Erase them and begin anew',
    },
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
    username: 'Username',
    usernameHint: 'Letters, digits, dot, dash and underscore',
    usernameMissing: 'Choose a username.',
    usernameBad: 'Use 1 to 32 letters and digits, with single dots, dashes or underscores between them.',
    displayName: 'Display name (optional)',
    password: 'Password',
    passwordHint: (minimum: number) =>
      `At least ${minimum} characters. It also encrypts your messages, so make it hard to guess.`,
    newPassword: 'New password',
    oldPassword: 'Current password',
    invite: 'Invite',
    invited: 'Invited by your link',
    inviteHint: 'The invite link or code you received',
    recoveryKey: 'Recovery key',
    recoveryKeyHint: '24 words, separated by spaces',
    show: 'Show password',
    hide: 'Hide password',
    acceptOlder: 'Continue with the older account',
    eraseFormer: 'Erase it and sign in',
    missing: 'Required.',
    tooShort: (minimum: number) => `At least ${minimum} characters.`,
    unreachable: 'Can’t reach the server. Check that it is running and that the address is right.',
    tries: (left: number) =>
      left === 1
        ? 'Wrong username or password. 1 attempt left before a 5‑minute lock.'
        : `Wrong username or password. ${left} attempts left before a 5‑minute lock.`,
    locked: (remaining: string) => `Too many wrong passwords. Try again in ${remaining}.`,
    limited: (remaining: string) => `Too many attempts. Try again in ${remaining}.`,
  },

  recovery: {
    title: 'Your recovery key',
    lead: 'If you forget your password, these words are the only way back to your messages. You won’t see them again.',
    code: 'The recovery key as a QR code',
    words: 'The 24 words of the recovery key',
    printTitle: (account: string) => `Parley recovery key of ${account}`,
    advice: 'Keep them on paper, somewhere safe. Anyone who has them can read your messages.',
    done: 'I’ve saved my recovery key',
  },

  recoveryCheck: {
    title: 'Recovery key',
    lead: 'Enter your recovery key to see whether it still opens your account. Nothing changes.',
    check: 'Try the recovery key',
    checking: 'Trying…',
    fits: 'This is your recovery key, and it opens your account.',
    reminder: 'Do you still have your recovery key? Without it, a forgotten password means lost messages.',
    later: 'Later',
    tryIt: 'Try it',
  },

  newComputers: {
    title: 'Your recovery key, too',
    lead: 'This computer is new to your account, which needs the recovery key there as well as the password.',
    hint: 'With both, a guessed password opens none of your messages. If you then lose the recovery key, you can’t sign in on another computer.',
    on: {
      now: 'To sign in on a new computer you need your password and your recovery key.',
      choose: 'Need both…',
      title: 'Need the recovery key on new computers?',
      consequences: [
        'A computer that is new to your account, or where you have signed out, asks for both.',
        'Computers that are signed in go on as before.',
        'If you lose the recovery key, you can’t sign in on another computer. Where you are signed in, you can switch this off.',
      ],
      label: 'Need both',
      done: 'From now on new computers need your recovery key, too.',
    },
    off: {
      now: 'To sign in on a new computer you need your password.',
      choose: 'Need only the password…',
      title: 'Need only the password on new computers?',
      consequences: [
        'A new computer then asks for nothing but your password. Make sure that it is hard to guess.',
      ],
      label: 'Need only the password',
      done: 'From now on new computers need only your password.',
    },
  },

  conversations: {
    title: 'Conversations',
    listName: 'Conversations and people',
    opened: (title: string, unread: number) =>
      unread === 0 ? title : `${title}, ${unread === 1 ? '1 new message' : `${unread} new messages`}`,
    unread: (count: number) => `${count} unread`,
    mentionsYou: (count: number) => (count === 1 ? 'mentions you' : `${count} mention you`),
    unreadWord: 'unread',
    lobby: 'Lobby',
    noteToSelf: 'Note to self',
    public: 'Public: everyone on this server can read this',
    you: 'You',
    preview: (sender: string, text: string) => `${sender}: ${text}`,
    draft: 'Draft:',
    failed: 'A message could not be sent',
    nothingYet: 'No messages yet',
    unreadable: 'Unreadable message',
    deleted: 'Deleted message',
    start: 'Start a conversation',
    alone: 'You’re the first one here',
    aloneHint: (server: string) =>
      `People who join ${server} appear on the left. Meanwhile, try the Lobby or a note to self.`,
    none: 'Choose a conversation',
    noneHint: (key: string) => `Pick one on the left, or press ${key} and type a name.`,
    empty: 'Nothing here yet',
    emptyDirect: (name: string) => `Say hello to ${name}. Only the two of you can read it.`,
    emptySelf: 'Notes that only you can read, on all your devices.',
    write: 'Message someone',
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
      'This account’s messages, drafts and keys are erased from this computer. Sent messages stay on the server and come back when you sign in.',
    signOutLoses: 'Drafts and unsent messages are lost.',
    stay: 'Stay signed in',
  },

  groups: {
    create: 'New group',
    title: 'Group name',
    titleMissing: 'Give the group a name.',
    people: 'People',
    peopleField: 'Add people by name',
    chosen: 'Chosen people',
    found: 'People to choose from',
    noneFound: (query: string) =>
      query === '' ? 'Everyone on this server is already in.' : `No one called “${query}”.`,
    options: 'Options',
    posting: 'Who can write',
    postings: { everyone: 'Everyone in the group', admins: 'Only owners and admins' },
    postingHint: 'Everyone in the group can always read.',
    history: 'What new members see',
    histories: {
      'from-joining': 'Only what is written after they join',
      everything: 'Everything written from now on',
    },
    historyHint: 'Applies to people who are added later.',
    createButton: 'Create group',
    creating: 'Creating…',
    cancel: 'Cancel',
    members: 'Members',
    memberCount: (count: number) => (count === 1 ? '1 member' : `${count} members`),
    showAll: (count: number) => `Show all ${count} members`,
    you: (name: string) => `${name} (you)`,
    roles: { owner: 'Owner', admin: 'Admin', member: 'Member' },
    memberMenu: (name: string) => `More for ${name}`,
    message: 'Send a message',
    makeRole: { owner: 'Make owner', admin: 'Make admin', member: 'Make a plain member' },
    remove: 'Remove from group',
    add: 'Add people',
    addTitle: (group: string) => `Add people to ${group}`,
    addHint: {
      'from-joining': 'They see what is written after they join, and everyone sees that you added them.',
      everything:
        'They also see earlier messages, from when this was allowed. Everyone sees that you added them.',
    },
    adding: 'Adding…',
    edit: 'Edit group',
    save: 'Save',
    saving: 'Saving…',
    settings: 'Settings',
    removeTitle: (name: string) => `Remove ${name}?`,
    removeMeaning: (name: string, group: string) =>
      `${name} gets no more messages from ${group} but keeps those already received. Everyone sees that you removed ${name}.`,
    leave: 'Leave group',
    leaveTitle: (group: string) => `Leave ${group}?`,
    leaveMeaning:
      'You get no more messages from this group. You can still read what you received. To come back, someone in the group has to add you.',
    leaveSuccessor:
      'You are the only owner. Choose who owns the group after you, or delete it for everyone instead.',
    successor: 'New owner',
    successorField: 'Choose the new owner',
    leaveAlone: 'No one else is in this group. You can delete it instead.',
    delete: 'Delete group',
    deleteTitle: (group: string) => `Delete ${group} for everyone?`,
    deleteMeaning: (others: number) =>
      `${others === 0 ? 'The group ends.' : others === 1 ? 'The group ends for you and 1 other member.' : `The group ends for you and ${others} other members.`} No one can write in it again, and this can’t be undone. Everyone keeps the messages they received until they remove the group from their list.`,
    forget: 'Remove from list',
    forgetTitle: (group: string) => `Remove ${group} from your list?`,
    forgetMeaning:
      'Its messages are erased from this computer, and new computers of yours don’t get them. The other members keep theirs. This can’t be undone.',
    left: 'Left groups',
    ended: {
      left: (_by: string | undefined, day: string) =>
        `You left this group on ${day}. You can still read what you received.`,
      removed: (by: string | undefined, day: string) =>
        `${by ?? 'You'} removed you on ${day}. You can still read what you received.`,
      deleted: (by: string | undefined, day: string) =>
        `${by ?? 'You'} deleted this group on ${day}. You can still read what you received.`,
    },
    endedBriefly: { left: 'You left', removed: 'You were removed', deleted: 'Group deleted' },
    onlyAdmins: 'Only owners and admins can write in this group.',
    editLast: 'Edit your last message',
    /** Of a draft that can't be sent any more. */
    notSent: 'Not sent',
    noSuchUser: (user: string) => `No one here is called “${user}”.`,
    notInGroup: (user: string) => `${user} isn’t in this group.`,
    onlyInGroups: 'This command works in a group. Open one first.',
    nothingToDo: 'They are all in this group already.',
    noSuchGroup: (title: string) => `You’re in no group called “${title}”.`,
    nameTaken: (title: string) => `You’re already in a group called “${title}”. Open it to add people.`,
  },

  groupEvents: {
    /** Oneself, as one of those to whom something was done. */
    you: 'you',
    /** Those named, and how many others; the last two are joined by a word. */
    names: (named: readonly string[], others: number) =>
      joined(others === 0 ? named : [...named, others === 1 ? '1 other' : `${others} others`], 'and'),
    // `by` is undefined for oneself.
    created: (by: string | undefined, title: string) => `${by ?? 'You'} created the group “${title}”`,
    renamed: (by: string | undefined, title: string) => `${by ?? 'You'} renamed the group to “${title}”`,
    added: (by: string | undefined, users: string) => `${by ?? 'You'} added ${users}`,
    removed: (by: string | undefined, users: string) => `${by ?? 'You'} removed ${users}`,
    left: (by: string | undefined) => `${by ?? 'You'} left the group`,
    deleted: (by: string | undefined) => `${by ?? 'You'} deleted the group`,
    role: {
      owner: (by: string | undefined, user: string) => `${by ?? 'You'} made ${user} an owner`,
      admin: (by: string | undefined, user: string) => `${by ?? 'You'} made ${user} an admin`,
      member: (by: string | undefined, user: string) => `${by ?? 'You'} made ${user} a plain member`,
    },
    posting: {
      everyone: (by: string | undefined) => `${by ?? 'You'} allowed everyone to write`,
      admins: (by: string | undefined) => `${by ?? 'You'} allowed only owners and admins to write`,
    },
    disappearing: (by: string | undefined, time: string | undefined) =>
      time === undefined
        ? `${by ?? 'You'} turned off disappearing messages`
        : `${by ?? 'You'} set messages to disappear after ${time}`,
    history: {
      'from-joining': (by: string | undefined) =>
        `${by ?? 'You'} decided that new members see only what is written after they join`,
      everything: (by: string | undefined) =>
        `${by ?? 'You'} decided that new members see everything written from now on`,
    },
  },

  mute: {
    mute: 'Mute…',
    unmute: 'Unmute',
    muted: 'Muted',
    choices: { hour: 'For 1 hour', tomorrow: 'Until tomorrow morning', always: 'Until I unmute it' },
    mutedUntil: (when: string) => `Muted until ${when}. Only mentions notify you, on any of your devices.`,
    mutedAlways: 'Muted. Only mentions notify you, on any of your devices.',
    notifications: 'Notify me of',
    levels: { all: 'All messages', mentions: 'Mentions only', none: 'Nothing' },
    nowMuted: 'Conversation muted',
    nowUnmuted: 'Conversation unmuted',
  },

  requests: {
    title: 'Requests',
    wantsToWrite: 'wants to write to you',
    addedYou: (by: string) => `${by} added you to this group`,
    arrived: (from: string) => `New request from ${from}`,
    heading: (name: string) => `${name} wants to write to you`,
    groupHeading: (by: string, group: string) => `${by} added you to the group “${group}”`,
    since: (when: string) => `Since ${when}`,
    hint: 'You see the messages once you accept. If you refuse, no one is notified.',
    groupHint:
      'You see the messages once you accept. If you refuse, you leave the group, and its members see that you left.',
    refusedHint: 'You refused this request. You can still accept it.',
    accept: 'Accept',
    refuse: 'Refuse',
    noneFrom: (name: string) => `There is no request from “${name}”.`,
    refusedNow: (name: string) => `You refused the request from ${name}.`,
    block: 'Block…',
    blockPerson: (name: string) => `Block ${name}…`,
    blockTitle: (name: string) => `Block ${name}?`,
    blockMeaning: (name: string) =>
      `You get no more direct messages from ${name}. What ${name} writes in the Lobby and in groups is hidden. ${name} isn’t notified and can still write in places you share.`,
    blockIt: 'Block',
    unblock: 'Unblock',
    unblockPerson: (name: string) => `Unblock ${name}`,
    blocked: (name: string) => `You blocked ${name}. To undo this, type /unblock ${name}.`,
    unblocked: (name: string) => `${name} is no longer blocked.`,
    blockedHere: (name: string) => `You blocked ${name}.`,
    hidden: 'Message from a person you blocked',
    show: 'Show',
    blockedPeople: 'Blocked people',
    blockedHint:
      'Their direct messages don’t reach you, and what they write elsewhere is hidden. This applies on all your devices.',
    noneBlocked: 'You haven’t blocked anyone.',
  },

  reports: {
    title: 'Reports',
    report: 'Report message',
    reportTitle: (name: string) => `Report this message by ${name}?`,
    meaning: (name: string) =>
      `The owners of this server can then read this one message and verify that ${name} wrote it. They see that the report comes from you. Everything else stays private, and ${name} isn’t notified.`,
    context: (name: string) => `Also include up to four earlier messages by ${name}`,
    send: 'Report',
    sent: 'The message was reported to the server’s owners.',
    hint: 'Messages that people on this server have reported to you. Each is verified on this device: the text is exactly what the person’s device signed.',
    none: 'There are no reports.',
    by: (reporter: string, when: string) => `Reported by ${reporter} on ${when}`,
    kinds: { public: 'in the Lobby', direct: 'in a direct conversation', group: 'in a group' },
    reportedMessage: 'Reported message',
    earlier: 'Earlier message',
    edit: 'Edited to',
    unproven: 'Not verified',
    remove: 'Remove',
    removeThis: (name: string) => `Remove the report about ${name}`,
  },

  deletion: {
    delete: 'Delete message',
    title: 'Delete this message?',
    meaning: 'Deleted for everyone, and erased on the server. Others may have read it.',
    confirm: 'Delete',
    done: 'The message was deleted.',
    byYou: 'You deleted this message.',
    quoted: 'Deleted message',
    by: (name: string) => `Deleted by ${name}.`,
  },

  disappearing: {
    title: 'Disappearing messages',
    off: 'Off',
    hint: 'For what is written from now on. It disappears for everyone, read or not.',
    at: (time: string) => `Disappears at ${time}`,
    usage: 'A time is like 1h, 1d or 4w, from 1 minute to a year, or off.',
    nowhere: 'Nothing disappears in the Lobby.',
  },

  locked: {
    message: 'Locked message',
    none: 'No message here is locked.',
    withHint: (hint: string) => `Locked message. Hint: ${hint}`,
    open: 'Open…',
    again: 'Lock again',
    copy: 'Copy for OpenSSL',
    unlockTitle: 'Open a locked message',
    passphrase: 'Passphrase',
    unlock: 'Open',
    send: 'Send a locked message',
    meaning:
      'Only people who know the passphrase can read it. Tell it to them in another way: Parley keeps it nowhere.',
    text: 'Message',
    hint: 'Hint (optional)',
    hintMeaning: 'Everyone in the conversation sees it.',
    confirm: 'Send',
  },

  formatting: {
    /** In place of a spoiler. */
    hidden: '[hidden text]',
    showHidden: 'Show the hidden text',
    copyCode: 'Copy code',
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
    edited: 'edited',
    editedAt: (time: string) => `Edited at ${time}`,
    spokenEdit: (text: string) => `edited: ${text}`,
    undo: 'Undo',
    tryAgain: 'Try again',
    couldNotLoad: 'Older messages could not be loaded.',
    states: {
      sending: 'sending',
      sent: 'sent',
      delivered: 'delivered',
      read: 'read',
      held: 'will arrive when Do not disturb ends',
      failed: 'not sent',
    },
    waiting: 'waiting for connection',
    unreadable: 'This message can’t be read',
  },

  messages: {
    actions: (sender: string) => `Actions for the message by ${sender}`,
    reply: 'Reply',
    edit: 'Edit',
    copy: 'Copy text',
    mentionsYou: 'mentions you',
    more: 'More actions',
    reactions: 'React',
    react: (emoji: string) => `React with ${emoji}`,
    reaction: (emoji: string, names: readonly string[], others: number, beforeEdit: boolean) =>
      `${emoji}, ${joined(others > 0 ? [...names, others === 1 ? '1 other' : `${others} others`] : names, 'and')}${beforeEdit ? ', before the edit' : ''}`,
    replyTo: (name: string) => `Reply to ${name}`,
    quoted: (name: string, text: string) => `reply to ${name}: ${text}`,
    quotedElsewhere: 'reply to a message that isn’t loaded yet',
    elsewhere: 'The message isn’t loaded yet. Show it',
    replying: (name: string) => `Replying to ${name}. Escape cancels.`,
    cancelReply: 'Cancel reply',
    backToReply: 'Back to the reply',
  },

  pins: {
    title: 'Pinned messages',
    by: (name: string) => `Pinned by ${name}`,
    all: (count: number) => `Show all ${count} pinned messages`,
    pin: 'Pin',
    unpin: 'Unpin',
  },

  typing: {
    one: (name: string) => `${name} is typing…`,
    two: (one: string, other: string) => `${one} and ${other} are typing…`,
    several: 'Several people are typing…',
  },

  composer: {
    placeholder: (title: string) => `Message ${title}`,
    lobbyPlaceholder: 'Message Lobby',
    selfPlaceholder: 'Message to yourself',
    send: 'Send',
    editing: 'Editing your message. Escape cancels.',
    editMessage: 'Edit message',
    saveEdit: 'Save',
    cancelEditing: 'Cancel editing',
    people: 'People to mention',
    suggestions: 'Commands',
    unknownCommand: (name: string) => `Unknown command /${name}. Type /help for a list.`,
    sendAsText: 'Send as a message',
    slashText: 'a message that begins with /',
    commandMeant: (name: string) => `This looks like the command /${name}. Start it with “/” to run it.`,
    usage: (usage: string) => `Usage: ${usage}`,
    here: (names: string) => `Here: ${names}`,
    everyone: (names: string) => `People on this server: ${names}`,
    nobodyFound: 'No one else is on this server yet.',
    room: (characters: number) => `${characters.toLocaleString('en')} characters left`,
    tooLong: (characters: number) => `Too long by ${characters.toLocaleString('en')} characters`,
    statusNow: (status: string) => `Your status: ${status}`,
    statusLater: (status: string) => `You’re offline. Your status changes to “${status}” when you’re back.`,
    sentTo: (user: string) => `Sent to ${user}.`,
    help: {
      msg: 'send a direct message',
      open: 'open a conversation: a person, a group or the Lobby',
      secret: 'send a message under a passphrase',
      unlock: 'open the latest locked message here',
      status: 'set your status',
      names: 'list who is here',
      users: 'list everyone on this server',
      group: 'create and manage groups',
      'group create': 'create a group',
      'group add': 'add people to this group',
      'group remove': 'remove people from this group',
      'group leave': 'leave this group',
      'group delete': 'delete this group for everyone',
      expire: 'let messages disappear after a time',
      search: 'find messages',
      verify: 'compare safety numbers',
      accept: 'accept a request',
      refuse: 'refuse a request',
      block: 'block a person',
      unblock: 'unblock a person',
      back: 'go back to the list',
      help: 'list the commands',
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
    accept: 'Accept the new keys',
    publicHint:
      'Messages here are signed, but not encrypted: everyone on this server and its operator can read them.',
    selfHint: 'Only you can read this.',
    members: 'Online now',
  },

  safety: {
    title: (name: string) => `Safety number with ${name}`,
    hint: (name: string) =>
      `Compare this number with ${name}, in person or on a call. If both screens show the same one, no one is reading along.`,
    code: (name: string) => `QR code of the safety number, for ${name} to read`,
    codeHint: (name: string) => `${name} can also read this code, from a picture of it or from its text.`,
    copy: 'Copy as text',
    withCode: 'Compare by QR code…',
    compare: 'Compare safety number',
    read: (name: string) => `Read the code that ${name} shows`,
    pasted: 'Picture or text of the code',
    pastedHint: 'Paste a screenshot or photo of the code here, or its text.',
    compareCode: 'Compare',
    choosePicture: 'Choose a picture…',
    noCode:
      'There is no readable QR code in this picture. Take another one with the whole code in it, straight and sharp.',
    notAPicture: 'This file is not a picture that Parley can read. Choose a PNG or JPEG file.',
    matches: (name: string) => `The codes match: ${name} is verified.`,
    unverify: 'Remove verification',
    newKeys: 'New keys, not verified',
    changed: (name: string) => `The keys of ${name} have changed`,
    changedUnverified:
      'They may have a new account, or someone may be intercepting your messages. Nothing is sent until you decide. Compare the safety number if you can.',
    changedVerified:
      'You had verified the keys before. They may have a new account, or someone may be intercepting your messages. Nothing is sent until you compare the safety number again, or remove the verification.',
    since: (date: string, time: string) => `Since ${date}, ${time}`,
    waiting: (count: number) =>
      count === 0
        ? 'No message is waiting'
        : count === 1
          ? '1 message is waiting'
          : `${count} messages are waiting`,
    more: (count: number) =>
      count === 1
        ? 'The keys of 1 more person have changed.'
        : `The keys of ${count} more people have changed.`,
    self: 'That’s you. There is no one to compare with.',
  },
  history: {
    'server-set-back': {
      title: 'The server was reset to an older state',
      hint: 'It no longer has the newest messages, for example because a backup was restored. They are still on this computer. Nothing is sent until you decide. If you don’t know why, ask the server’s operator.',
    },
    'log-forked': {
      title: 'The server’s history of this conversation has changed',
      hint: 'It differs from what you saw before. A backup may have been restored, or the server may be showing different people different messages. Nothing is sent until you decide. Messages the server no longer has stay on this computer.',
    },
    'change-altered': {
      title: 'The keys of this conversation were altered on the server',
      hint: 'Parley ignored the altered change of keys. If you continue, messages sent under those keys can’t be read, and the next message gets new keys. Nothing is sent until you decide. If you don’t know why, ask the server’s operator.',
    },
    goOn: 'Continue here',
    goOnEverywhere: 'Continue in all conversations',
  },

  palette: {
    field: 'Jump to…',
    title: 'Jump to…',
    results: 'Results',
    found: (count: number) => (count === 0 ? 'No results' : count === 1 ? '1 result' : `${count} results`),
    nothing: (query: string) => `No one and no conversation called “${query}”.`,
    conversation: 'Conversation',
    person: 'Person',
    command: 'Command',
  },

  search: {
    title: 'Search messages',
    field: 'Search messages',
    results: 'Results',
    onlyIn: (conversation: string) => `Only in ${conversation}`,
    hint: 'Words or parts of them. “In quotes” finds a phrase; from:name, in:conversation, after:2026-01-31, before:2026-01-31 and is:unread narrow it down.',
    nothing: (query: string) => `No message with “${query}” found.`,
    found: (count: number, isMore: boolean) =>
      count === 0
        ? 'No results'
        : count === 1 && !isMore
          ? '1 result'
          : `${count}${isMore ? ' and more' : ''} results`,
    more: 'Show older results',
    searchedTo: (day: string) => `Searched back to ${day}.`,
    completeTo: (day: string) =>
      `Some messages before ${day} are on the server only. Scroll up in a conversation to load them.`,
    back: 'Back to results',
  },

  accountDeletion: {
    heading: 'Delete account',
    hint: 'You leave every group, and the account ends for good, on all your devices.',
    ask: 'Delete account…',
    title: 'Delete your account?',
    consequences: (user: string) => [
      'This can’t be undone. Your messages, keys and unsent messages are erased on this device at once, and on your others when they are next online. The recovery key opens nothing any more.',
      'Others keep what you wrote to them and can go on reading it. They see that your account is deleted, and can’t write to you any more.',
      `The name “${user}” is never free again, not for you either: no one else can be taken for you.`,
    ],
    leaves: (count: number) => (count === 1 ? 'You leave this group:' : `You leave these ${count} groups:`),
    deletes: (count: number) =>
      count === 1
        ? 'No one else is in this group, so it is deleted:'
        : `No one else is in these ${count} groups, so they are deleted:`,
    orphaned:
      'You are the only owner of these groups. Choose another owner, or delete the group, and then come back.',
    choose: 'Choose…',
    chooseIn: (group: string) => `Choose another owner of ${group}`,
    act: 'Delete account',
    deleting: 'Leaving the groups and deleting the account…',
    /** In a conversation with a person who has done so. */
    here: (name: string, day: string) =>
      `${name} deleted their account on ${day}. You can still read what you received.`,
    briefly: 'Account deleted',
    forgetMeaning:
      'The messages are erased from this computer, and new computers of yours don’t get them. This can’t be undone.',
  },
  devices: {
    hint: 'These devices can read your messages. Remove those that you no longer use.',
    thisDevice: 'This device',
    onlineFrom: (network: string) => `online from ${network}`,
    lastSeen: (when: string) => `last seen ${when}`,
    neverSeen: 'not signed in',
    added: (when: string) => `added ${when}`,
    rename: 'Rename',
    renameThis: (name: string) => `Rename ${name}`,
    renameTitle: 'Rename this device',
    name: 'Name',
    nameHint: 'Only you see it, on all your devices.',
    signOut: 'Sign out…',
    remove: 'Remove…',
    removeThis: (name: string) => `Remove ${name}`,
    removeTitle: (name: string) => `Remove “${name}”?`,
    consequences: [
      'It is signed out at once. Your messages and keys on it are erased as soon as it is online, including messages that it hasn’t sent.',
      'It can’t read anything new. Your account gets new keys, and so does every conversation before its next message.',
      'What was on it may have been copied before. If someone else has it, change your password, too.',
    ],
    password: 'Your password',
    cancel: 'Cancel',
    removeIt: 'Remove device',
    steps: { password: 'Checking your password…', publishing: 'Exchanging the keys…' },
    removed: (name: string) => `“${name}” has been removed.`,
    newDevice: 'New device',
  },
  settings: {
    title: 'Settings',
    appearance: 'Appearance',
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    language: 'Language',
    systemLanguage: 'System',
    notifications: 'Notifications',
    notificationLevel: 'Notifications show',
    notificationLevels: { text: 'Name and text', name: 'Name only', nothing: 'Nothing' },
    notificationsHint: 'No notifications appear while your status is “Do not disturb”.',
    writing: 'Messages',
    enter: 'Enter key',
    enters: {
      send: 'Enter sends, Shift+Enter starts a new line',
      line: 'Ctrl+Enter sends, Enter starts a new line',
    },
    typing: 'When someone is typing',
    typings: { on: 'Show it, to me and to others', off: 'Don’t show it' },
    typingHint: 'If you turn this off, you don’t see it of others either. This applies to all your devices.',
    undo: 'Undo sending',
    undos: { '0': 'Send at once', '5': 'Wait 5 seconds', '10': 'Wait 10 seconds' },
    undoHint: 'Until then, Undo or the Up arrow takes a message back. Locked messages are sent at once.',
    devices: 'Devices',
    security: 'Password',
    changePassword: 'Change password',
    changing: 'Changing…',
    wrongPassword: 'The current password is wrong.',
    passwordChanged: 'The password has been changed.',
    autostart: 'Startup',
    whenSigningIn: 'When you sign in to this computer',
    autostarts: {
      off: 'Don’t start Parley',
      shown: 'Start Parley and open its window',
      hidden: 'Start Parley in the tray',
    },
    autostartHint: 'If there is no tray, the window opens.',
    notInstalled: 'Only an installed Parley can start automatically. This one runs from source.',
    about: 'About',
    version: (version: string) => `Version ${version}`,
    server: 'Server',
    account: 'Account',
    licence: 'Free software under the GNU Affero General Public License, version 3 or later.',
    claims:
      'Messages are encrypted on this computer for the people in a conversation. The server stores and delivers them but can’t read them. The Lobby is public.',
  },

  unlocking: {
    title: 'Local encryption',
    lead: 'Messages on this computer are stored encrypted. These unlock them; one always has to remain.',
    kinds: {
      keychain: 'System keychain',
      passphrase: 'Passphrase',
      'key-file': 'Key file',
      'recovery-key': 'Recovery key',
      unknown: 'Added by a newer version',
    },
    opensAlone: 'unlocks automatically',
    opensNothing: 'not available now',
    asked: 'asked for if nothing else works',
    remove: 'Remove',
    removeThis: (name: string) => `Remove: ${name}`,
    addKeychain: 'Add the system keychain',
    passphrase: 'Passphrase for this computer',
    newPassphrase: 'New passphrase for this computer',
    passphraseHint: (minimum: number) =>
      `At least ${minimum} characters. If you forget it, no one can recover it.`,
    add: 'Add passphrase',
    change: 'Change passphrase',
    kept: 'Passphrase saved. It unlocks your messages from now on.',
  },

  hostedServer: {
    title: 'Server on this computer',
    states: {
      absent:
        'No server has been started on this computer. To start one, sign out and choose “Start a server on this computer” on the first screen.',
      stopped: 'Server is stopped',
      starting: 'Starting…',
      running: 'Server is running',
    },
    lifetime:
      'It runs while Parley does. Closing the window leaves it running; quitting Parley stops it for everyone.',
    start: 'Start',
    stop: 'Stop',
    reach: 'Who can reach it',
    reaches: { network: 'Computers on the local network', computer: 'This computer only' },
    reachHints: {
      network:
        'For networks you trust. Private messages stay encrypted, but someone watching the network can see who talks to whom, read the Lobby and hijack sign-ins.',
      computer: 'No one on another computer can join or connect.',
    },
    addresses: 'Address',
    addressesHint: 'This computer is on several networks; choose the one the others use.',
    noNetwork: 'This computer is not connected to a network, so no one else can join right now.',
    join: 'Server address',
    registration: 'People need an invite link to join. Each link works for one person, for a week.',
    invite: 'Create an invite link',
    inviteAnother: 'New invite link',
    code: 'The invite link as a QR code',
  },

  notifications: {
    newMessage: 'New message',
    newMessages: (count: number) => `${count} new messages`,
    from: (conversation: string, sender: string) => `${conversation}: ${sender}`,
    mentionedYou: (conversation: string, sender: string) => `${conversation}: ${sender} mentioned you`,
    addedYou: (by: string, group: string) => `${by} added you to ${group}`,
  },

  keyboard: {
    title: 'Keyboard shortcuts',
    control: 'Ctrl',
    shift: 'Shift',
    end: 'End',
    jump: 'Jump to…',
    search: 'Search messages',
    searchHere: 'Search this conversation',
    new: 'New conversation',
    newGroup: 'New group',
    nextConversation: 'Previous or next conversation',
    nextUnread: 'Previous or next unread conversation',
    number: 'Go to conversation 1–9',
    regions: 'Next area of the window',
    escape: 'Close panel, then jump to latest',
    sheet: 'Keyboard shortcuts',
    settings: 'Settings',
    latest: 'Jump to latest',
    send: 'Send',
    newLine: 'New line',
    complete: 'Complete a command or name',
    marks: 'Bold, italic, code',
  },

  notices: 'Notices',
};

export type Catalogue = typeof window;
