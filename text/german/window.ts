import type { Catalogue } from '../english/window.ts';
import { joined } from '../joined.ts';
import { errors } from './errors.ts';

/** Who has done something: oneself where no name is given. */
function has(by: string | undefined): string {
  return by === undefined ? 'Sie haben' : `${by} hat`;
}

export const window: Catalogue = {
  language: 'de',
  locale: 'de',
  languageName: 'Deutsch',
  parley: 'Parley',
  slogan: 'Private Nachrichten auf einem eigenen Server.',
  errors,
  unknownFact: 'unbekannt',

  close: 'Schließen',
  back: 'Zurück',
  copy: 'Kopieren',
  copied: 'Kopiert',
  print: 'Drucken',
  dismiss: 'Ausblenden',
  loading: 'Lädt …',

  whenOnline: (presence) => `${presence}, sobald online`,
  presence: { normal: 'Verfügbar', away: 'Abwesend', dnd: 'Bitte nicht stören', offline: 'Offline' },
  connection: {
    'signed-out': 'Abgemeldet',
    connecting: 'Verbindet …',
    online: 'Verbunden',
    offline: 'Offline, verbindet neu …',
  },

  firstRun: {
    known: 'Zuletzt verwendete Server',
    address: 'Adresse oder Einladungslink',
    connect: 'Verbinden',
    or: 'oder',
    start: 'Einen Server auf diesem Computer starten',
    starting: 'Server wird gestartet …',
    connecting: 'Verbindet …',
    signedInAs: (account) => `angemeldet als ${account}`,
    notSignedIn: 'nicht angemeldet',
    forget: (host) => `${host} entfernen`,
    badAddress:
      'Das sieht nicht nach einer Serveradresse oder einem Einladungslink aus. Beispiel: 192.0.2.14:5002',
    unlock: 'Nachrichten entsperren',
    unlockHint: 'Geben Sie die Passphrase ein, die Sie für diesen Computer gewählt haben.',
    passphrase: 'Passphrase',
    unlockButton: 'Entsperren',
  },

  lostKey: {
    title: 'Die Nachrichten auf diesem Computer lassen sich nicht entsperren',
    why: 'Der Schlüsselbund des Systems hat den Schlüssel zu Ihren Nachrichten von diesem Server nicht mehr. Ist er nur gesperrt, entsperren Sie ihn und versuchen Sie es noch einmal.',
    anew: 'Fangen Sie sonst neu an und melden Sie sich an: Nachrichten auf dem Server kommen zurück. Die alten Daten auf diesem Computer werden beiseitegelegt, auch Entwürfe und nicht Gesendetes.',
    beginAnew: 'Auf diesem Computer neu anfangen',
    tryAgain: 'Noch einmal versuchen',
    forgotten: 'Passphrase vergessen?',
  },

  choosing: {
    title: 'Eine Passphrase für diesen Computer wählen',
    purpose:
      'Dieses System hat keinen Schlüsselbund, den Parley nutzen kann. Eine Passphrase verschlüsselt Ihre Nachrichten auf diesem Computer; Sie geben sie bei jedem Start von Parley ein. Sie ist nicht das Passwort Ihres Kontos.',
    again: 'Passphrase wiederholen',
    different: 'Die Passphrasen stimmen nicht überein.',
    choose: 'Diese Passphrase verwenden',
  },

  settingUp: {
    title: 'Ihr Passwort wählen',
    purpose: (name) =>
      `Das Konto ${name} wurde für Sie angelegt. Wählen Sie ein Passwort, das nur Sie kennen; das erhaltene gilt danach nicht mehr.`,
    sameAsGiven: 'Wählen Sie ein anderes Passwort als das erhaltene.',
    choose: 'Dieses Passwort verwenden',
    afterReset: {
      title: 'Ihr Konto wurde zurückgesetzt',
      purpose: (name, when) => `Das Konto ${name} wurde am ${when} zurückgesetzt und fängt neu an:`,
      means: [
        'Ältere Nachrichten sind damit nicht mehr lesbar.',
        'Die Personen, mit denen Sie schreiben, sehen, dass sich Ihre Schlüssel geändert haben. Was sie senden, wartet, bis sie die neuen annehmen.',
        'Gruppen kommen zurück, sobald dort ein Mitglied Ihre Schlüssel angenommen hat. Sie sehen, was von da an geschrieben wird.',
        'Sicherheitsnummern ändern sich; vergleichen Sie sie neu.',
        'Auf Ihren anderen Computern sind Sie abgemeldet.',
      ],
      erases: 'Dieser Computer hat noch Nachrichten des Kontos von vorher. Sie werden gelöscht.',
      unsent: (count) =>
        count === 1 ? 'Eine davon wurde nie gesendet.' : `${count} davon wurden nie gesendet.`,
      choose:
        'Wählen Sie ein Passwort, das nur Sie kennen. Sie bekommen auch einen neuen Wiederherstellungsschlüssel.',
      begin: 'Neu anfangen',
      eraseAndBegin: 'Löschen und neu anfangen',
    },
  },

  account: {
    signIn: 'Anmelden',
    signingIn: 'Anmeldung läuft …',
    create: 'Konto erstellen',
    createTitle: 'Ein Konto erstellen',
    creating: 'Konto wird erstellt …',
    createFirst: 'Neu hier?',
    createLink: 'Ein Konto erstellen',
    haveAccount: 'Schon ein Konto?',
    forgot: 'Wiederherstellungsschlüssel verwenden',
    recover: 'Konto wiederherstellen',
    recoverTitle: 'Wiederherstellungsschlüssel',
    recovering: 'Wird wiederhergestellt …',
    otherServer: 'Anderer Server',
    username: 'Benutzername',
    usernameHint: 'Buchstaben, Ziffern, Punkt, Binde- und Unterstrich',
    usernameMissing: 'Wählen Sie einen Benutzernamen.',
    usernameBad:
      'Verwenden Sie 1 bis 32 Buchstaben und Ziffern, dazwischen einzelne Punkte, Binde- oder Unterstriche.',
    displayName: 'Anzeigename (optional)',
    password: 'Passwort',
    passwordHint: (minimum) =>
      `Mindestens ${minimum} Zeichen. Es verschlüsselt auch Ihre Nachrichten und sollte schwer zu erraten sein.`,
    newPassword: 'Neues Passwort',
    oldPassword: 'Bisheriges Passwort',
    invite: 'Einladung',
    invited: 'Eingeladen durch Ihren Link',
    inviteHint: 'Der erhaltene Einladungslink oder Code',
    recoveryKey: 'Wiederherstellungsschlüssel',
    recoveryKeyHint: '24 Wörter, durch Leerzeichen getrennt',
    show: 'Passwort zeigen',
    hide: 'Passwort verbergen',
    acceptOlder: 'Mit dem älteren Konto fortfahren',
    eraseFormer: 'Löschen und anmelden',
    missing: 'Pflichtfeld.',
    tooShort: (minimum) => `Mindestens ${minimum} Zeichen.`,
    unreachable: 'Der Server ist nicht erreichbar. Prüfen Sie, ob er läuft und ob die Adresse stimmt.',
    tries: (left) =>
      left === 1
        ? 'Benutzername oder Passwort ist falsch. Noch 1 Versuch bis zu einer Sperre von 5 Minuten.'
        : `Benutzername oder Passwort ist falsch. Noch ${left} Versuche bis zu einer Sperre von 5 Minuten.`,
    locked: (remaining) => `Zu viele falsche Passwörter. Nächster Versuch in ${remaining}.`,
    limited: (remaining) => `Zu viele Versuche. Nächster Versuch in ${remaining}.`,
  },

  recovery: {
    title: 'Ihr Wiederherstellungsschlüssel',
    lead: 'Wenn Sie Ihr Passwort vergessen, führen nur diese Wörter zu Ihren Nachrichten zurück. Sie werden nicht noch einmal angezeigt.',
    code: 'Der Wiederherstellungsschlüssel als QR-Code',
    words: 'Die 24 Wörter des Wiederherstellungsschlüssels',
    printTitle: (account) => `Parley-Wiederherstellungsschlüssel von ${account}`,
    advice: 'Bewahren Sie sie auf Papier an einem sicheren Ort auf. Wer sie hat, kann alles lesen.',
    done: 'Ich habe den Schlüssel gesichert',
  },

  recoveryCheck: {
    title: 'Wiederherstellung',
    lead: 'Geben Sie Ihren Wiederherstellungsschlüssel ein, um zu sehen, ob er Ihr Konto noch öffnet. Es ändert sich nichts.',
    check: 'Schlüssel ausprobieren',
    checking: 'Wird ausprobiert …',
    fits: 'Das ist Ihr Wiederherstellungsschlüssel, und er öffnet Ihr Konto.',
    reminder:
      'Haben Sie Ihren Wiederherstellungsschlüssel noch? Ohne ihn sind bei einem vergessenen Passwort die Nachrichten verloren.',
    later: 'Später',
    tryIt: 'Ausprobieren',
  },

  newComputers: {
    title: 'Auch der Wiederherstellungsschlüssel',
    lead: 'Dieser Computer ist neu für Ihr Konto. Dort braucht es außer dem Passwort den Wiederherstellungsschlüssel.',
    hint: 'Mit beiden öffnet ein erratenes Passwort keine Ihrer Nachrichten. Verlieren Sie dann den Wiederherstellungsschlüssel, können Sie sich auf keinem anderen Computer mehr anmelden.',
    on: {
      now: 'Zum Anmelden auf einem neuen Computer brauchen Sie Ihr Passwort und Ihren Wiederherstellungsschlüssel.',
      choose: 'Beides verlangen …',
      title: 'Auf neuen Computern beides verlangen?',
      consequences: [
        'Ein Computer, der für Ihr Konto neu ist oder auf dem Sie sich abgemeldet haben, fragt nach beidem.',
        'Auf angemeldeten Computern bleibt alles wie bisher.',
        'Verlieren Sie den Wiederherstellungsschlüssel, können Sie sich auf keinem anderen Computer mehr anmelden. Wo Sie angemeldet sind, können Sie dies ausschalten.',
      ],
      label: 'Beides verlangen',
      done: 'Neue Computer brauchen ab jetzt auch Ihren Wiederherstellungsschlüssel.',
    },
    off: {
      now: 'Zum Anmelden auf einem neuen Computer brauchen Sie Ihr Passwort.',
      choose: 'Nur das Passwort verlangen …',
      title: 'Auf neuen Computern nur das Passwort verlangen?',
      consequences: [
        'Ein neuer Computer fragt dann nur nach Ihrem Passwort. Es sollte schwer zu erraten sein.',
      ],
      label: 'Nur das Passwort verlangen',
      done: 'Neue Computer brauchen ab jetzt nur Ihr Passwort.',
    },
  },

  conversations: {
    title: 'Unterhaltungen',
    listName: 'Unterhaltungen und Personen',
    opened: (title, unread) =>
      unread === 0 ? title : `${title}, ${unread === 1 ? '1 neue Nachricht' : `${unread} neue Nachrichten`}`,
    unread: (count) => `${count} ungelesen`,
    mentionsYou: (count) => (count === 1 ? 'erwähnt Sie' : `${count} erwähnen Sie`),
    unreadWord: 'ungelesen',
    lobby: 'Lobby',
    noteToSelf: 'Notiz an mich',
    public: 'Öffentlich: alle auf diesem Server können das lesen',
    you: 'Sie',
    preview: (sender, text) => `${sender}: ${text}`,
    draft: 'Entwurf:',
    failed: 'Eine Nachricht wurde nicht gesendet',
    nothingYet: 'Noch keine Nachrichten',
    unreadable: 'Nicht lesbare Nachricht',
    deleted: 'Gelöschte Nachricht',
    start: 'Unterhaltung beginnen',
    alone: 'Außer Ihnen ist noch niemand hier',
    aloneHint: (server) =>
      `Wer ${server} beitritt, erscheint links. Bis dahin gibt es die Lobby und Notizen an Sie selbst.`,
    none: 'Wählen Sie eine Unterhaltung',
    noneHint: (key) => `Links eine auswählen, oder ${key} drücken und einen Namen tippen.`,
    empty: 'Noch nichts hier',
    emptyDirect: (name) => `Grüßen Sie ${name}. Nur Sie beide können es lesen.`,
    emptySelf: 'Notizen, die nur Sie lesen können, auf allen Ihren Geräten.',
    write: 'Jemandem schreiben',
    emptyLobby: 'Sagen Sie hallo. Alle auf diesem Server können es lesen.',
    backToList: 'Zurück zu allen Unterhaltungen',
    resize: 'Breite der Seitenleiste',
    collapse: 'Seitenleiste einklappen',
    expand: 'Seitenleiste ausklappen',
  },

  people: {
    online: 'Online',
    status: 'Status',
    changeStatus: 'Status ändern und mehr',
    settings: 'Einstellungen …',
    shortcuts: 'Tastenkürzel',
    signOut: 'Abmelden',
    signOutTitle: 'Auf diesem Computer abmelden?',
    signOutMeaning:
      'Nachrichten, Entwürfe und Schlüssel dieses Kontos werden auf diesem Computer gelöscht. Gesendetes bleibt auf dem Server und kommt zurück, wenn Sie sich anmelden.',
    signOutLoses: 'Entwürfe und noch nicht gesendete Nachrichten gehen verloren.',
    stay: 'Angemeldet bleiben',
  },

  groups: {
    create: 'Neue Gruppe',
    title: 'Name der Gruppe',
    titleMissing: 'Geben Sie der Gruppe einen Namen.',
    people: 'Personen',
    peopleField: 'Personen nach Namen hinzufügen',
    chosen: 'Ausgewählte Personen',
    found: 'Personen zur Auswahl',
    noneFound: (query) =>
      query === '' ? 'Alle auf diesem Server sind schon dabei.' : `Niemand namens „${query}“.`,
    options: 'Optionen',
    posting: 'Wer schreiben kann',
    postings: { everyone: 'Alle in der Gruppe', admins: 'Nur Besitzer und Admins' },
    postingHint: 'Lesen können immer alle in der Gruppe.',
    history: 'Was neue Mitglieder sehen',
    histories: {
      'from-joining': 'Nur, was nach ihrem Beitritt geschrieben wird',
      everything: 'Alles, was ab jetzt geschrieben wird',
    },
    historyHint: 'Gilt für Personen, die später dazukommen.',
    createButton: 'Gruppe erstellen',
    creating: 'Wird erstellt …',
    cancel: 'Abbrechen',
    members: 'Mitglieder',
    memberCount: (count) => (count === 1 ? '1 Mitglied' : `${count} Mitglieder`),
    showAll: (count) => `Alle ${count} Mitglieder zeigen`,
    you: (name) => `${name} (Sie)`,
    roles: { owner: 'Besitzer', admin: 'Admin', member: 'Mitglied' },
    memberMenu: (name) => `Mehr zu ${name}`,
    message: 'Nachricht schreiben',
    makeRole: {
      owner: 'Zum Besitzer machen',
      admin: 'Zum Admin machen',
      member: 'Zum einfachen Mitglied machen',
    },
    remove: 'Aus der Gruppe entfernen',
    add: 'Personen hinzufügen',
    addTitle: (group) => `Personen zu ${group} hinzufügen`,
    addHint: {
      'from-joining':
        'Sie sehen, was nach ihrem Beitritt geschrieben wird. Alle sehen, dass Sie sie hinzugefügt haben.',
      everything:
        'Sie sehen auch frühere Nachrichten, seit das erlaubt ist. Alle sehen, dass Sie sie hinzugefügt haben.',
    },
    adding: 'Wird hinzugefügt …',
    edit: 'Gruppe bearbeiten',
    save: 'Speichern',
    saving: 'Wird gespeichert …',
    settings: 'Einstellungen',
    removeTitle: (name) => `${name} entfernen?`,
    removeMeaning: (name, group) =>
      `${name} erhält keine Nachrichten aus ${group} mehr, behält aber, was schon angekommen ist. Alle sehen, dass Sie ${name} entfernt haben.`,
    leave: 'Gruppe verlassen',
    leaveTitle: (group) => `${group} verlassen?`,
    leaveMeaning:
      'Sie erhalten aus dieser Gruppe keine Nachrichten mehr. Was Sie erhalten haben, können Sie weiter lesen. Zurück kommen Sie nur, wenn jemand aus der Gruppe Sie hinzufügt.',
    leaveSuccessor:
      'Die Gruppe gehört nur Ihnen. Wählen Sie, wem sie danach gehört, oder löschen Sie sie für alle.',
    successor: 'Neuer Besitzer',
    successorField: 'Neuen Besitzer wählen',
    leaveAlone: 'Außer Ihnen ist niemand in dieser Gruppe. Sie können sie stattdessen löschen.',
    delete: 'Gruppe löschen',
    deleteTitle: (group) => `${group} für alle löschen?`,
    deleteMeaning: (others) =>
      `${others === 0 ? 'Die Gruppe endet.' : others === 1 ? 'Die Gruppe endet für Sie und 1 weiteres Mitglied.' : `Die Gruppe endet für Sie und ${others} weitere Mitglieder.`} Niemand kann mehr darin schreiben, und das lässt sich nicht rückgängig machen. Alle behalten erhaltene Nachrichten, bis sie die Gruppe aus ihrer Liste entfernen.`,
    forget: 'Aus der Liste entfernen',
    forgetTitle: (group) => `${group} aus Ihrer Liste entfernen?`,
    forgetMeaning:
      'Die Nachrichten der Gruppe werden auf diesem Computer gelöscht, und neue Computer von Ihnen erhalten sie nicht. Die anderen Mitglieder behalten ihre. Das lässt sich nicht rückgängig machen.',
    left: 'Verlassene Gruppen',
    ended: {
      left: (_, day) =>
        `Sie haben diese Gruppe am ${day} verlassen. Was Sie erhalten haben, können Sie weiter lesen.`,
      removed: (by, day) =>
        `${by ?? 'Sie'} ${by === undefined ? 'haben sich' : 'hat Sie'} am ${day} entfernt. Was Sie erhalten haben, können Sie weiter lesen.`,
      deleted: (by, day) =>
        `${has(by)} diese Gruppe am ${day} gelöscht. Was Sie erhalten haben, können Sie weiter lesen.`,
    },
    endedBriefly: { left: 'Verlassen', removed: 'Sie wurden entfernt', deleted: 'Gruppe gelöscht' },
    onlyAdmins: 'In dieser Gruppe können nur Besitzer und Admins schreiben.',
    editLast: 'Letzte eigene Nachricht bearbeiten',
    notSent: 'Nicht gesendet',
    noSuchUser: (user) => `Niemand hier heißt „${user}“.`,
    notInGroup: (user) => `${user} ist nicht in dieser Gruppe.`,
    onlyInGroups: 'Dieser Befehl gilt in einer Gruppe. Öffnen Sie zuerst eine.',
    nothingToDo: 'Sie sind alle schon in dieser Gruppe.',
    noSuchGroup: (title) => `Sie sind in keiner Gruppe namens „${title}“.`,
    nameTaken: (title) =>
      `Sie sind schon in einer Gruppe namens „${title}“. Öffnen Sie sie, um Personen hinzuzufügen.`,
  },

  groupEvents: {
    you: 'Sie',
    names: (named, others) =>
      joined(
        others === 0 ? named : [...named, others === 1 ? '1 weitere Person' : `${others} weitere`],
        'und',
      ),
    created: (by, title) => `${has(by)} die Gruppe „${title}“ erstellt`,
    renamed: (by, title) => `${has(by)} die Gruppe in „${title}“ umbenannt`,
    added: (by, users) => `${has(by)} ${users} hinzugefügt`,
    removed: (by, users) => `${has(by)} ${users} entfernt`,
    left: (by) => `${has(by)} die Gruppe verlassen`,
    deleted: (by) => `${has(by)} die Gruppe gelöscht`,
    role: {
      owner: (by, user) => `${has(by)} ${user} zum Besitzer gemacht`,
      admin: (by, user) => `${has(by)} ${user} zum Admin gemacht`,
      member: (by, user) => `${has(by)} ${user} zum einfachen Mitglied gemacht`,
    },
    posting: {
      everyone: (by) => `${has(by)} allen erlaubt zu schreiben`,
      admins: (by) => `${has(by)} nur noch Besitzern und Admins erlaubt zu schreiben`,
    },
    disappearing: (by, time) =>
      time === undefined
        ? `${has(by)} verschwindende Nachrichten ausgeschaltet`
        : `${has(by)} eingestellt, dass Nachrichten nach dieser Zeit verschwinden: ${time}`,
    history: {
      'from-joining': (by) =>
        `${has(by)} festgelegt, dass neue Mitglieder nur sehen, was nach ihrem Beitritt geschrieben wird`,
      everything: (by) =>
        `${has(by)} festgelegt, dass neue Mitglieder alles sehen, was ab jetzt geschrieben wird`,
    },
  },

  mute: {
    mute: 'Stummschalten …',
    unmute: 'Stummschaltung aufheben',
    muted: 'Stummgeschaltet',
    choices: {
      hour: 'Für 1 Stunde',
      tomorrow: 'Bis morgen früh',
      always: 'Bis ich die Stummschaltung aufhebe',
    },
    mutedUntil: (when) => `Stumm bis ${when}: nur Erwähnungen benachrichtigen Sie, auf allen Ihren Geräten.`,
    mutedAlways: 'Stumm: nur Erwähnungen benachrichtigen Sie, auf allen Ihren Geräten.',
    notifications: 'Benachrichtigungen',
    levels: { all: 'Alle Nachrichten', mentions: 'Nur Erwähnungen', none: 'Keine' },
    nowMuted: 'Unterhaltung stummgeschaltet',
    nowUnmuted: 'Stummschaltung aufgehoben',
  },

  requests: {
    title: 'Anfragen',
    wantsToWrite: 'möchte Ihnen schreiben',
    addedYou: (by) => `${by} hat Sie in diese Gruppe aufgenommen`,
    arrived: (from) => `Neue Anfrage von ${from}`,
    heading: (name) => `${name} möchte Ihnen schreiben`,
    groupHeading: (by, group) => `${by} hat Sie in die Gruppe „${group}“ aufgenommen`,
    since: (when) => `Seit ${when}`,
    hint: 'Die Nachrichten sehen Sie, sobald Sie annehmen. Wenn Sie ablehnen, erfährt es niemand.',
    groupHint:
      'Die Nachrichten sehen Sie, sobald Sie annehmen. Wenn Sie ablehnen, verlassen Sie die Gruppe; die Mitglieder sehen das.',
    refusedHint: 'Sie haben diese Anfrage abgelehnt. Sie können sie noch annehmen.',
    accept: 'Annehmen',
    refuse: 'Ablehnen',
    noneFrom: (name) => `Es gibt keine Anfrage von „${name}“.`,
    refusedNow: (name) => `Sie haben die Anfrage von ${name} abgelehnt.`,
    block: 'Blockieren …',
    blockPerson: (name) => `${name} blockieren …`,
    blockTitle: (name) => `${name} blockieren?`,
    blockMeaning: (name) =>
      `Sie erhalten keine Direktnachrichten mehr von ${name}. Was ${name} in der Lobby und in Gruppen schreibt, wird ausgeblendet. ${name} erfährt davon nichts und kann dort weiter schreiben.`,
    blockIt: 'Blockieren',
    unblock: 'Blockierung aufheben',
    unblockPerson: (name) => `Blockierung von ${name} aufheben`,
    blocked: (name) => `Sie haben ${name} blockiert. Mit /unblock ${name} heben Sie das auf.`,
    unblocked: (name) => `${name} ist nicht mehr blockiert.`,
    blockedHere: (name) => `Sie haben ${name} blockiert.`,
    hidden: 'Nachricht von einer Person, die Sie blockiert haben',
    show: 'Anzeigen',
    blockedPeople: 'Blockierte Personen',
    blockedHint:
      'Ihre Direktnachrichten erreichen Sie nicht, und was sie anderswo schreiben, ist ausgeblendet. Das gilt auf allen Ihren Geräten.',
    noneBlocked: 'Sie haben niemanden blockiert.',
  },

  reports: {
    title: 'Meldungen',
    report: 'Nachricht melden',
    reportTitle: (name) => `Diese Nachricht von ${name} melden?`,
    meaning: (name) =>
      `Die Eigentümer dieses Servers können dann diese eine Nachricht lesen und prüfen, dass ${name} sie geschrieben hat. Sie sehen, dass die Meldung von Ihnen kommt. Alles andere bleibt privat, und ${name} erfährt davon nichts.`,
    context: (name) => `Auch bis zu vier frühere Nachrichten von ${name} mitgeben`,
    send: 'Melden',
    sent: 'Die Nachricht wurde den Eigentümern des Servers gemeldet.',
    hint: 'Nachrichten, die Ihnen auf diesem Server gemeldet wurden. Jede ist auf diesem Gerät geprüft: Der Text ist genau das, was das Gerät der Person unterschrieben hat.',
    none: 'Es gibt keine Meldungen.',
    by: (reporter, when) => `Gemeldet von ${reporter} am ${when}`,
    kinds: { public: 'in der Lobby', direct: 'in einem Direktgespräch', group: 'in einer Gruppe' },
    reportedMessage: 'Gemeldete Nachricht',
    earlier: 'Frühere Nachricht',
    edit: 'Geändert in',
    unproven: 'Nicht geprüft',
    remove: 'Entfernen',
    removeThis: (name) => `Meldung über ${name} entfernen`,
  },

  deletion: {
    delete: 'Nachricht löschen',
    title: 'Diese Nachricht löschen?',
    meaning:
      'Sie wird für alle gelöscht und auf dem Server entfernt. Andere haben sie vielleicht schon gelesen.',
    confirm: 'Löschen',
    done: 'Die Nachricht wurde gelöscht.',
    byYou: 'Sie haben diese Nachricht gelöscht.',
    quoted: 'Gelöschte Nachricht',
    by: (name) => `Gelöscht von ${name}.`,
  },

  disappearing: {
    title: 'Verschwindende Nachrichten',
    off: 'Aus',
    hint: 'Gilt für alles, was ab jetzt geschrieben wird. Es verschwindet für alle, gelesen oder nicht.',
    at: (time) => `Verschwindet am ${time}`,
    usage: 'Eine Zeit ist zum Beispiel 1h, 1d oder 4w, von 1 Minute bis zu einem Jahr, oder off.',
    nowhere: 'In der Lobby verschwindet nichts.',
  },

  locked: {
    message: 'Gesperrte Nachricht',
    none: 'Hier ist keine Nachricht gesperrt.',
    withHint: (hint) => `Gesperrte Nachricht. Hinweis: ${hint}`,
    open: 'Öffnen …',
    again: 'Wieder sperren',
    copy: 'Für OpenSSL kopieren',
    unlockTitle: 'Gesperrte Nachricht öffnen',
    passphrase: 'Passphrase',
    unlock: 'Öffnen',
    send: 'Gesperrte Nachricht senden',
    meaning:
      'Nur wer die Passphrase kennt, kann sie lesen. Teilen Sie sie auf anderem Weg mit. Parley speichert die Passphrase nirgends.',
    text: 'Nachricht',
    hint: 'Hinweis (freiwillig)',
    hintMeaning: 'Alle in der Unterhaltung sehen ihn.',
    confirm: 'Senden',
  },

  formatting: {
    /** In place of a spoiler. */
    hidden: '[verborgener Text]',
    showHidden: 'Den verborgenen Text zeigen',
    copyCode: 'Code kopieren',
  },

  timeline: {
    messages: (title) => `Nachrichten mit ${title}`,
    lobbyMessages: 'Nachrichten in der Lobby',
    selfMessages: 'Nachrichten an Sie selbst',
    today: 'Heute',
    yesterday: 'Gestern',
    newMessages: (count) => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`),
    newMessagesFrom: (count, sender) =>
      sender === undefined ? `${count} neue Nachrichten` : `${count} neue Nachrichten von ${sender}`,
    notSent: (text, reason) =>
      reason === undefined ? `Nicht gesendet: ${text}` : `Nicht gesendet: ${text}\n${reason}`,
    jump: 'Zu den neuesten Nachrichten',
    couldNotLoad: 'Ältere Nachrichten konnten nicht geladen werden.',
    jumpCount: (count) => `Zu den neuesten Nachrichten, ${count} ungelesen`,
    undo: 'Zurückholen',
    silent: 'Ohne Ton gesendet',
    tryAgain: 'Erneut versuchen',
    edited: 'bearbeitet',
    editedAt: (time) => `Bearbeitet um ${time}`,
    spokenEdit: (text) => `bearbeitet: ${text}`,
    states: {
      sending: 'wird gesendet',
      sent: 'gesendet',
      delivered: 'zugestellt',
      read: 'gelesen',
      held: 'wird zugestellt, sobald „Bitte nicht stören“ endet',
      failed: 'nicht gesendet',
    },
    waiting: 'wartet auf Verbindung',
    unreadable: 'Diese Nachricht ist nicht lesbar',
  },

  messages: {
    actions: (sender) => `Aktionen für die Nachricht von ${sender}`,
    reply: 'Antworten',
    edit: 'Bearbeiten',
    copy: 'Text kopieren',
    mentionsYou: 'erwähnt Sie',
    more: 'Weitere Aktionen',
    reactions: 'Reagieren',
    react: (emoji) => `Mit ${emoji} reagieren`,
    reaction: (emoji, names, others, beforeEdit) =>
      `${emoji}, ${joined(others > 0 ? [...names, others === 1 ? '1 weitere Person' : `${others} weitere`] : names, 'und')}${beforeEdit ? ', vor der Bearbeitung' : ''}`,
    replyTo: (name) => `Antwort an ${name}`,
    quoted: (name, text) => `Antwort an ${name}: ${text}`,
    quotedElsewhere: 'Antwort auf eine Nachricht, die noch nicht geladen ist',
    elsewhere: 'Die Nachricht ist noch nicht geladen. Anzeigen',
    replying: (name) => `Antwort an ${name}. Esc bricht ab.`,
    cancelReply: 'Antwort abbrechen',
    backToReply: 'Zurück zur Antwort',
  },

  forwarding: {
    forward: 'Weiterleiten',
    forwarded: 'Weitergeleitet',
    mark: 'weitergeleitet',
    title: (count) => (count === 1 ? 'Nachricht weiterleiten' : `${count} Nachrichten weiterleiten`),
    meaning: 'Sie wird als weitergeleitet gekennzeichnet. Von wem sie stammt und woher, wird nicht gezeigt.',
    picker: {
      label: 'An',
      placeholder: 'Personen und Unterhaltungen suchen',
      found: 'Wohin weitergeleitet werden kann',
      chosen: 'Weiterleiten an',
    },
    done: (count) => (count === 1 ? 'Weitergeleitet.' : `An ${count} Unterhaltungen weitergeleitet.`),
  },

  messageDetails: {
    title: 'Nachrichtendetails',
    from: 'Von',
    written: 'Geschrieben',
    stored: 'Auf dem Server seit',
    expires: 'Verschwindet',
    edited: 'Bearbeitet',
    edits: (count) => (count === 1 ? 'einmal' : `${count}-mal`),
    position: 'Position',
    history: 'Bearbeitungsverlauf',
    earlierLeftOut: 'Nur die neuesten Texte werden gezeigt.',
    by: { read: 'Gelesen von', delivered: 'Zugestellt an', sent: 'Noch nicht zugestellt an' },
  },

  goToDate: { title: 'Zu einem Datum gehen', day: 'Datum', go: 'Gehen' },

  selection: {
    select: 'Auswählen',
    selected: (count) => (count === 1 ? '1 Nachricht ausgewählt' : `${count} Nachrichten ausgewählt`),
    begun: 'Die Leertaste wählt weitere Nachrichten aus, Escape beendet die Auswahl.',
    end: 'Auswahl beenden',
    copy: 'Kopieren',
    heading: (name, time) => `${name}, ${time}:`,
    deleteTitle: (count) => `${count} Nachrichten löschen?`,
    deleted: (count) => `${count} Nachrichten wurden gelöscht.`,
  },

  pins: {
    title: 'Angeheftete Nachrichten',
    by: (name) => `Angeheftet von ${name}`,
    all: (count) => `Alle ${count} angehefteten Nachrichten zeigen`,
    pin: 'Anheften',
    unpin: 'Nicht mehr anheften',
  },

  typing: {
    one: (name) => `${name} schreibt…`,
    two: (one, other) => `${one} und ${other} schreiben…`,
    several: 'Mehrere Personen schreiben…',
  },

  composer: {
    placeholder: (title) => `Nachricht an ${title}`,
    lobbyPlaceholder: 'Nachricht an die Lobby',
    selfPlaceholder: 'Nachricht an Sie selbst',
    send: 'Senden',
    sendSilently: 'Ohne Ton senden',
    waysToSend: 'Andere Arten zu senden',
    editing: 'Sie bearbeiten Ihre Nachricht. Escape bricht ab.',
    editMessage: 'Nachricht bearbeiten',
    saveEdit: 'Speichern',
    cancelEditing: 'Bearbeiten abbrechen',
    people: 'Personen zum Erwähnen',
    suggestions: 'Befehle',
    unknownCommand: (name) => `Unbekannter Befehl /${name}. /help zeigt alle Befehle.`,
    sendAsText: 'Als Nachricht senden',
    slashText: 'eine Nachricht, die mit / beginnt',
    commandMeant: (name) => `Das sieht nach dem Befehl /${name} aus. Mit „/“ am Anfang wird er ausgeführt.`,
    usage: (usage) => `Verwendung: ${usage}`,
    here: (names) => `Hier: ${names}`,
    everyone: (names) => `Personen auf diesem Server: ${names}`,
    nobodyFound: 'Außer Ihnen ist noch niemand auf diesem Server.',
    room: (characters) => `Noch ${characters.toLocaleString('de')} Zeichen`,
    tooLong: (characters) => `${characters.toLocaleString('de')} Zeichen zu lang`,
    statusNow: (status) => `Ihr Status: ${status}`,
    statusLater: (status) =>
      `Sie sind offline. Ihr Status wechselt zu „${status}“, sobald Sie wieder online sind.`,
    sentTo: (user) => `An ${user} gesendet.`,
    noMessageHere: 'Hier ist keine Nachricht, mit der das geht.',
    noSuchNumber: (number) => `Keine Nachricht hier hat die Nummer ${number}. /last zeigt die Nummern.`,
    notWithThis: 'Mit dieser Nachricht geht das nicht.',
    numbersHint: 'Nennen Sie eine Nachricht mit ihrer Nummer, wie in /reply #41 <text>.',
    help: {
      msg: 'eine Direktnachricht senden',
      open: 'eine Unterhaltung öffnen: eine Person, eine Gruppe oder die Lobby',
      secret: 'eine Nachricht mit Passphrase sperren und senden',
      unlock: 'die letzte gesperrte Nachricht hier öffnen',
      last: 'die letzten Nachrichten mit ihren Nummern zeigen',
      reply: 'auf eine Nachricht antworten',
      react: 'auf eine Nachricht reagieren oder die Reaktion zurücknehmen',
      edit: 'die eigene Nachricht bearbeiten',
      delete: 'eine Nachricht für alle löschen',
      retry: 'eine fehlgeschlagene Nachricht noch einmal senden',
      pin: 'eine Nachricht anheften',
      unpin: 'eine Nachricht nicht mehr anheften',
      report: 'eine Nachricht den Eigentümern des Servers melden',
      mute: 'diese Unterhaltung stummschalten',
      unmute: 'die Stummschaltung aufheben',
      notifications: 'festlegen, was hier benachrichtigt',
      status: 'den eigenen Status ändern',
      names: 'zeigen, wer hier ist',
      users: 'alle auf diesem Server zeigen',
      group: 'Gruppen erstellen und verwalten',
      'group create': 'eine Gruppe erstellen',
      'group add': 'Personen zu dieser Gruppe hinzufügen',
      'group remove': 'Personen aus dieser Gruppe entfernen',
      'group leave': 'diese Gruppe verlassen',
      'group delete': 'diese Gruppe für alle löschen',
      expire: 'Nachrichten nach einer Zeit verschwinden lassen',
      search: 'Nachrichten finden',
      verify: 'Sicherheitsnummern vergleichen',
      accept: 'eine Anfrage annehmen',
      refuse: 'eine Anfrage ablehnen',
      block: 'eine Person blockieren',
      unblock: 'eine Blockierung aufheben',
      back: 'zurück zur Liste',
      help: 'alle Befehle zeigen',
      quit: 'Parley beenden',
    },
  },

  details: {
    title: 'Details',
    show: 'Details zeigen',
    hide: 'Details verbergen',
    verified: 'Geprüft',
    verifiedHint: 'Sie haben die Sicherheitsnummer verglichen',
    notVerified: 'Nicht geprüft',
    notVerifiedHint: 'Vergleichen Sie die Sicherheitsnummer persönlich oder am Telefon und bestätigen Sie.',
    safetyNumber: 'Sicherheitsnummer',
    verify: 'Als geprüft markieren',
    accept: 'Neue Schlüssel annehmen',
    publicHint:
      'Nachrichten sind hier signiert, aber nicht verschlüsselt: alle auf diesem Server und sein Betreiber können sie lesen.',
    selfHint: 'Nur Sie können das lesen.',
    members: 'Gerade online',
  },

  safety: {
    title: (name) => `Sicherheitsnummer mit ${name}`,
    hint: (name) =>
      `Vergleichen Sie diese Nummer mit ${name}, persönlich oder am Telefon. Ist sie auf beiden Bildschirmen gleich, liest niemand mit.`,
    code: (name) => `QR-Code der Sicherheitsnummer, den ${name} lesen kann`,
    codeHint: (name) => `${name} kann auch diesen Code lesen, von einem Bild oder als Text.`,
    copy: 'Als Text kopieren',
    withCode: 'Mit QR-Code vergleichen …',
    compare: 'Sicherheitsnummer vergleichen',
    read: (name) => `Den Code lesen, den ${name} zeigt`,
    pasted: 'Bild oder Text des Codes',
    pastedHint: 'Fügen Sie hier einen Bildschirmausschnitt oder ein Foto des Codes ein, oder seinen Text.',
    compareCode: 'Vergleichen',
    choosePicture: 'Bild auswählen …',
    noCode:
      'Auf diesem Bild ist kein lesbarer QR-Code. Nehmen Sie ein anderes, auf dem der ganze Code gerade und scharf zu sehen ist.',
    notAPicture: 'Diese Datei ist kein Bild, das Parley lesen kann. Wählen Sie eine PNG- oder JPEG-Datei.',
    matches: (name) => `Die Codes stimmen überein: ${name} ist geprüft.`,
    unverify: 'Prüfung aufheben',
    newKeys: 'Neue Schlüssel, nicht geprüft',
    changed: (name) => `Die Schlüssel von ${name} haben sich geändert`,
    changedUnverified:
      'Vielleicht ist es ein neues Konto, vielleicht fängt jemand Ihre Nachrichten ab. Bis Sie entscheiden, wird nichts gesendet. Vergleichen Sie, wenn möglich, die Sicherheitsnummer.',
    changedVerified:
      'Die bisherigen hatten Sie geprüft. Vielleicht ist es ein neues Konto, vielleicht fängt jemand Ihre Nachrichten ab. Nichts wird gesendet, bis Sie die Sicherheitsnummer neu vergleichen oder die Prüfung aufheben.',
    since: (date, time) => `Seit ${date}, ${time}`,
    waiting: (count) =>
      count === 0
        ? 'Keine Nachricht wartet'
        : count === 1
          ? '1 Nachricht wartet'
          : `${count} Nachrichten warten`,
    more: (count) =>
      count === 1
        ? 'Auch die Schlüssel einer weiteren Person haben sich geändert.'
        : `Auch die Schlüssel von ${count} weiteren Personen haben sich geändert.`,
    self: 'Das sind Sie selbst. Es gibt niemanden zum Vergleichen.',
  },
  history: {
    'server-set-back': {
      title: 'Der Server wurde auf einen älteren Stand zurückgesetzt',
      hint: 'Er hat die neuesten Nachrichten nicht mehr, zum Beispiel weil eine Sicherung eingespielt wurde. Sie sind noch auf diesem Computer. Bis Sie entscheiden, wird nichts gesendet. Fragen Sie den Betreiber des Servers, wenn Sie den Grund nicht kennen.',
    },
    'log-forked': {
      title: 'Der Verlauf dieser Unterhaltung auf dem Server hat sich geändert',
      hint: 'Er unterscheidet sich von dem, was Sie bisher gesehen haben. Vielleicht wurde eine Sicherung eingespielt, vielleicht zeigt der Server verschiedenen Personen verschiedene Nachrichten. Bis Sie entscheiden, wird nichts gesendet. Nachrichten, die der Server nicht mehr hat, bleiben auf diesem Computer.',
    },
    'change-altered': {
      title: 'Die Schlüssel dieser Unterhaltung wurden auf dem Server verändert',
      hint: 'Parley hat die veränderten Schlüssel ignoriert. Wenn Sie weitermachen, bleiben Nachrichten mit diesen Schlüsseln unlesbar, und die nächste Nachricht bekommt neue. Nichts wird gesendet, bis Sie entscheiden. Wenn Sie den Grund nicht kennen, fragen Sie den Betreiber des Servers.',
    },
    goOn: 'Hier weitermachen',
    goOnEverywhere: 'In allen Unterhaltungen weitermachen',
  },

  palette: {
    field: 'Springen zu …',
    title: 'Springen zu …',
    results: 'Treffer',
    found: (count) => (count === 0 ? 'Keine Treffer' : `${count} Treffer`),
    nothing: (query) => `Niemand und keine Unterhaltung namens „${query}“.`,
    conversation: 'Unterhaltung',
    person: 'Person',
    command: 'Befehl',
  },

  search: {
    title: 'Nachrichten durchsuchen',
    field: 'Nachrichten durchsuchen',
    results: 'Treffer',
    onlyIn: (conversation) => `Nur in ${conversation}`,
    hint: 'Wörter oder Teile davon. „In Anführungszeichen“ findet eine Wortfolge; from:Name, in:Unterhaltung, after:2026-01-31, before:2026-01-31 und is:unread grenzen ein.',
    nothing: (query) => `Keine Nachricht mit „${query}“ gefunden.`,
    found: (count, isMore) =>
      count === 0 ? 'Keine Treffer' : `${count} Treffer${isMore ? ' und mehr' : ''}`,
    more: 'Ältere Treffer zeigen',
    searchedTo: (day) => `Durchsucht bis ${day}.`,
    completeTo: (day) =>
      `Nachrichten vor dem ${day} liegen teils nur auf dem Server. Scrolle in einer Unterhaltung nach oben, um sie zu laden.`,
    back: 'Zurück zu den Treffern',
  },

  accountDeletion: {
    heading: 'Konto löschen',
    hint: 'Sie verlassen alle Gruppen, und das Konto endet endgültig, auf allen Ihren Geräten.',
    ask: 'Konto löschen …',
    title: 'Ihr Konto löschen?',
    consequences: (user) => [
      'Das lässt sich nicht rückgängig machen. Ihre Nachrichten, Schlüssel und nicht gesendeten Nachrichten werden auf diesem Gerät sofort gelöscht und auf Ihren anderen, sobald sie online sind. Der Wiederherstellungsschlüssel öffnet nichts mehr.',
      'Andere behalten, was Sie ihnen geschrieben haben, und können es weiter lesen. Sie sehen, dass Ihr Konto gelöscht ist, und können Ihnen nicht mehr schreiben.',
      `Der Name „${user}“ wird nie wieder frei, auch nicht für Sie: Niemand soll für Sie gehalten werden.`,
    ],
    leaves: (count) =>
      count === 1 ? 'Sie verlassen diese Gruppe:' : `Sie verlassen diese ${count} Gruppen:`,
    deletes: (count) =>
      count === 1
        ? 'In dieser Gruppe ist sonst niemand, sie wird gelöscht:'
        : `In diesen ${count} Gruppen ist sonst niemand, sie werden gelöscht:`,
    orphaned:
      'Diese Gruppen gehören Ihnen allein. Bestimmen Sie einen anderen Besitzer, oder löschen Sie die Gruppe, und kommen Sie dann zurück.',
    choose: 'Bestimmen …',
    chooseIn: (group) => `Anderen Besitzer von ${group} bestimmen`,
    act: 'Konto löschen',
    deleting: 'Gruppen werden verlassen, und das Konto wird gelöscht …',
    here: (name, day) =>
      `${name} hat das Konto am ${day} gelöscht. Was Sie erhalten haben, können Sie weiter lesen.`,
    briefly: 'Konto gelöscht',
    forgetMeaning:
      'Die Nachrichten werden auf diesem Computer gelöscht, und neue Computer von Ihnen erhalten sie nicht. Das lässt sich nicht rückgängig machen.',
  },
  devices: {
    hint: 'Diese Geräte können Ihre Nachrichten lesen. Entfernen Sie, was Sie nicht mehr benutzen.',
    thisDevice: 'Dieses Gerät',
    onlineFrom: (network) => `online von ${network}`,
    lastSeen: (when) => `zuletzt ${when}`,
    neverSeen: 'nicht angemeldet',
    added: (when) => `hinzugefügt ${when}`,
    rename: 'Umbenennen',
    renameThis: (name) => `${name} umbenennen`,
    renameTitle: 'Gerät umbenennen',
    name: 'Name',
    nameHint: 'Nur Sie sehen ihn, auf allen Ihren Geräten.',
    signOut: 'Abmelden …',
    remove: 'Entfernen …',
    removeThis: (name) => `${name} entfernen`,
    removeTitle: (name) => `„${name}“ entfernen?`,
    consequences: [
      'Es wird sofort abgemeldet. Ihre Nachrichten und Schlüssel darauf werden gelöscht, sobald es online ist, auch nicht gesendete Nachrichten.',
      'Es kann nichts Neues mehr lesen. Ihr Konto bekommt neue Schlüssel und jede Unterhaltung vor ihrer nächsten Nachricht ebenfalls.',
      'Was darauf war, kann vorher kopiert worden sein. Hat es jemand anderes, ändern Sie auch Ihr Passwort.',
    ],
    password: 'Ihr Passwort',
    cancel: 'Abbrechen',
    removeIt: 'Gerät entfernen',
    steps: { password: 'Passwort wird geprüft …', publishing: 'Schlüssel werden getauscht …' },
    removed: (name) => `„${name}“ wurde entfernt.`,
    newDevice: 'Neues Gerät',
  },
  settings: {
    title: 'Einstellungen',
    appearance: 'Darstellung',
    theme: 'Farben',
    themes: { system: 'System', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
    systemLanguage: 'System',
    notifications: 'Benachrichtigungen',
    notificationLevel: 'Benachrichtigungen zeigen',
    notificationLevels: { text: 'Namen und Text', name: 'Nur den Namen', nothing: 'Nichts' },
    notificationsHint: 'Solange Ihr Status „Bitte nicht stören“ ist, erscheinen keine Benachrichtigungen.',
    writing: 'Eingabe',
    enter: 'Eingabetaste',
    enters: {
      send: 'Enter sendet, Umschalt+Enter beginnt eine neue Zeile',
      line: 'Strg+Enter sendet, Enter beginnt eine neue Zeile',
    },
    typing: 'Wenn jemand schreibt',
    typings: { on: 'Anzeigen, mir und anderen', off: 'Nicht anzeigen' },
    typingHint:
      'Wenn Sie das abschalten, sehen Sie es auch bei anderen nicht. Das gilt auf allen Ihren Geräten.',
    undo: 'Senden rückgängig machen',
    undos: { '0': 'Sofort senden', '5': '5 Sekunden warten', '10': '10 Sekunden warten' },
    undoHint:
      'Bis dahin holt „Zurückholen“ oder die Pfeiltaste nach oben eine Nachricht zurück. Gesperrte Nachrichten gehen sofort hinaus.',
    devices: 'Geräte',
    security: 'Passwort',
    changePassword: 'Passwort ändern',
    changing: 'Wird geändert …',
    wrongPassword: 'Das bisherige Passwort ist falsch.',
    passwordChanged: 'Das Passwort wurde geändert.',
    autostart: 'Autostart',
    whenSigningIn: 'Wenn Sie sich an diesem Computer anmelden',
    autostarts: {
      off: 'Parley nicht starten',
      shown: 'Parley starten und das Fenster öffnen',
      hidden: 'Parley im Infobereich starten',
    },
    autostartHint: 'Gibt es keinen Infobereich, öffnet sich das Fenster.',
    notInstalled: 'Nur ein installiertes Parley kann automatisch starten. Dieses läuft aus dem Quelltext.',
    about: 'Über Parley',
    version: (version) => `Version ${version}`,
    server: 'Server',
    account: 'Konto',
    licence: 'Freie Software unter der GNU Affero General Public License, Version 3 oder neuer.',
    claims:
      'Nachrichten werden auf diesem Computer für die Personen einer Unterhaltung verschlüsselt. Der Server speichert sie und stellt sie zu, kann sie aber nicht lesen. Die Lobby ist öffentlich.',
  },

  unlocking: {
    title: 'Lokale Verschlüsselung',
    lead: 'Nachrichten sind auf diesem Computer verschlüsselt gespeichert. Hiermit werden sie entsperrt; eines davon muss bleiben.',
    kinds: {
      keychain: 'Schlüsselbund des Systems',
      passphrase: 'Passphrase',
      'key-file': 'Schlüsseldatei',
      'recovery-key': 'Wiederherstellungsschlüssel',
      unknown: 'Von einer neueren Version hinzugefügt',
    },
    opensAlone: 'entsperrt automatisch',
    opensNothing: 'zurzeit nicht verfügbar',
    asked: 'wird nur abgefragt, wenn nichts anderes entsperrt',
    remove: 'Entfernen',
    removeThis: (name) => `Entfernen: ${name}`,
    addKeychain: 'Schlüsselbund des Systems hinzufügen',
    passphrase: 'Passphrase für diesen Computer',
    newPassphrase: 'Neue Passphrase für diesen Computer',
    passphraseHint: (minimum) =>
      `Mindestens ${minimum} Zeichen. Wenn Sie sie vergessen, kann niemand sie wiederherstellen.`,
    add: 'Passphrase hinzufügen',
    change: 'Passphrase ändern',
    kept: 'Passphrase gespeichert. Sie entsperrt Ihre Nachrichten von nun an.',
  },

  hostedServer: {
    title: 'Eigener Server',
    states: {
      absent:
        'Auf diesem Computer wurde noch kein Server gestartet. Dazu abmelden und auf dem ersten Bildschirm „Einen Server auf diesem Computer starten“ wählen.',
      stopped: 'Der Server läuft nicht',
      starting: 'Startet …',
      running: 'Der Server läuft',
    },
    lifetime:
      'Er läuft, solange Parley läuft. Wenn Sie das Fenster schließen, läuft er weiter; wenn Sie Parley beenden, endet er für alle.',
    start: 'Starten',
    stop: 'Anhalten',
    reach: 'Wer ihn erreichen kann',
    reaches: { network: 'Computer im lokalen Netz', computer: 'Nur dieser Computer' },
    reachHints: {
      network:
        'Für Netze, denen Sie vertrauen. Private Nachrichten bleiben verschlüsselt. Wer das Netz beobachtet, sieht aber, wer mit wem schreibt, kann die Lobby lesen und Anmeldungen übernehmen.',
      computer: 'Von einem anderen Computer aus kann niemand beitreten oder sich verbinden.',
    },
    addresses: 'Adresse',
    addressesHint: 'Dieser Computer ist in mehreren Netzen; wählen Sie das, in dem die anderen sind.',
    noNetwork: 'Dieser Computer ist mit keinem Netz verbunden, daher kann zurzeit niemand beitreten.',
    join: 'Adresse für andere',
    registration:
      'Zum Beitreten braucht man einen Einladungslink. Jeder gilt für eine Person und eine Woche.',
    invite: 'Einladungslink erstellen',
    inviteAnother: 'Neuer Einladungslink',
    code: 'Der Einladungslink als QR-Code',
  },

  notifications: {
    newMessage: 'Neue Nachricht',
    newMessages: (count) => `${count} neue Nachrichten`,
    from: (conversation, sender) => `${conversation}: ${sender}`,
    mentionedYou: (conversation, sender) => `${conversation}: ${sender} hat Sie erwähnt`,
    addedYou: (by, group) => `${by} hat Sie zu ${group} hinzugefügt`,
  },

  keyboard: {
    title: 'Tastenkürzel',
    control: 'Strg',
    shift: 'Umschalt',
    end: 'Ende',
    jump: 'Springen zu …',
    search: 'Nachrichten durchsuchen',
    searchHere: 'Diese Unterhaltung durchsuchen',
    new: 'Neue Unterhaltung',
    newGroup: 'Neue Gruppe',
    nextConversation: 'Vorige oder nächste Unterhaltung',
    nextUnread: 'Vorige oder nächste ungelesene Unterhaltung',
    number: 'Unterhaltung 1–9 öffnen',
    regions: 'Nächster Bereich des Fensters',
    escape: 'Oberstes schließen, dann zu den neuesten Nachrichten',
    sheet: 'Tastenkürzel',
    settings: 'Einstellungen',
    latest: 'Zu den neuesten Nachrichten',
    send: 'Senden',
    newLine: 'Neue Zeile',
    complete: 'Befehl oder Namen ergänzen',
    marks: 'Fett, kursiv, Code',
    select: 'Nachrichten auswählen',
  },

  notices: 'Hinweise',
};
