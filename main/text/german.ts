import type { ShellText } from './shell-text.ts';

export const german: ShellText = {
  parley: 'Parley',
  open: 'Parley öffnen',
  quit: 'Beenden',
  settings: 'Einstellungen …',
  jump: 'Springen zu …',
  shortcuts: 'Tastenkürzel',
  conversationsMenu: 'Unterhaltungen',
  edit: 'Bearbeiten',
  view: 'Ansicht',
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
  hostedServer: 'Server auf diesem Computer …',
  hostedServerRuns: 'Der Server von Parley läuft auf diesem Computer',
  hostedServerDetail: (url, invite) =>
    `Seine Adresse ist ${url}${invite ? `\nDas erste Konto wird sein Besitzer: ${invite}` : ''}\n\nEr endet, wenn Parley beendet wird.`,
  hostedServerStopped: 'Auf diesem Computer läuft kein Server',
  hostedServerHint: 'Der erste Bildschirm startet einen mit „Einen Server auf diesem Computer starten“.',
  copyAddress: 'Adresse kopieren',
  stopServer: 'Server beenden',
  close: 'Schließen',
  cancel: 'Abbrechen',
  serverNotStarted: 'Der Server konnte nicht gestartet werden',
  profileNotOpened: 'Parley kann nicht öffnen, was es auf diesem Computer aufbewahrt',
  engineStopped: 'Parley erreicht nicht mehr, was es auf diesem Computer aufbewahrt',
  engineStoppedDetail:
    'Der Teil von Parley, der Nachrichten sendet, empfängt und aufbewahrt, ist beendet und kam nicht von selbst wieder. Nichts Aufbewahrtes ist verloren.',
  profileInUse: 'Ein anderes Parley verwendet es.',
  tryAgain: 'Erneut versuchen',
  linkTitle: (host) => `Eine Einladung zu ${host} öffnen?`,
  linkDetail:
    'Jemand oder etwas auf diesem Computer hat diesen Link geöffnet. Nur weiter, wenn klar ist, von wem er stammt. Bis zum Verbinden wird nichts gesendet.',
  linkOpen: 'Anzeigen',
  stillRunning: 'Parley läuft weiter',
  stillRunningDetail:
    'Nachrichten kommen weiter an. Das Symbol im Infobereich öffnet das Fenster wieder und beendet Parley.',
};
