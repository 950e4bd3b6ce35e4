import type { DesktopText } from '../english/desktop.ts';

export const desktop: DesktopText = {
  parley: 'Parley',
  open: 'Parley öffnen',
  quit: 'Beenden',
  settings: 'Einstellungen …',
  jump: 'Springen zu …',
  shortcuts: 'Tastenkürzel',
  conversationsMenu: 'Unterhaltungen',
  edit: 'Bearbeiten',
  view: 'Ansicht',
  window: 'Fenster',
  help: 'Hilfe',
  status: 'Status',
  statuses: { normal: 'Verfügbar', away: 'Abwesend', dnd: 'Bitte nicht stören' },
  sessions: {
    'signed-out': 'nicht angemeldet',
    connecting: 'verbindet',
    online: 'online',
    offline: 'offline',
  },
  unread: (count) => (count === 1 ? '1 ungelesene Nachricht' : `${count} ungelesene Nachrichten`),
  unreadElsewhere: 'ungelesene Nachrichten in öffentlichen Räumen',
  server: 'Server auf diesem Computer …',
  serverRuns: 'Server auf diesem Computer läuft',
  quitAndStop: 'Beenden, auch den Server',
  serverStopped: 'Der Server auf diesem Computer läuft nicht mehr',
  serverDied:
    'Er ist mehrmals von selbst ausgegangen. Wer ihn verwendet, kann sich erst wieder verbinden, wenn er gestartet wird.',
  serverPortTaken: (port) =>
    `Ein anderes Programm belegt Port ${port}, unter dem der Server bekannt ist. Erst jenes beenden, dann den Server wieder starten.`,
  close: 'Schließen',
  cancel: 'Abbrechen',
  serverNotStarted: 'Der Server konnte nicht gestartet werden',
  profileNotOpened: 'Parley kann nicht öffnen, was es auf diesem Computer aufbewahrt',
  engineStopped: 'Parley erreicht nicht mehr, was es auf diesem Computer aufbewahrt',
  engineStoppedDetail:
    'Der Teil von Parley, der Nachrichten sendet, empfängt und aufbewahrt, ist beendet und kam nicht von selbst wieder. Nichts Aufbewahrtes ist verloren.',
  profileInUse: 'Ein anderes Parley verwendet es. Erst jenes beenden.',
  tryAgain: 'Erneut versuchen',
  forget: 'Entfernen',
  forgetTitle: (host) => `${host} von diesem Computer entfernen?`,
  forgetDetail:
    'Was Parley von diesem Server auf diesem Computer aufbewahrt, wird gelöscht. Konten dort bleiben bestehen.',
  forgetSignedIn: (account) =>
    `Sie sind dort als ${account} angemeldet. Was Parley davon auf diesem Computer aufbewahrt, wird gelöscht, auch nicht gesendete Nachrichten. Das Konto bleibt, mit allem, was der Server hat.`,
  linkTitle: (host) => `Eine Einladung zu ${host} öffnen?`,
  linkDetail:
    'Jemand oder etwas auf diesem Computer hat diesen Link geöffnet. Nur weiter, wenn klar ist, von wem er stammt. Bis zum Verbinden wird nichts gesendet.',
  linkOpen: 'Anzeigen',
  stillRunning: 'Parley läuft weiter',
  stillRunningDetail:
    'Nachrichten kommen weiter an. Das Symbol im Infobereich öffnet das Fenster wieder und beendet Parley.',
};
