import type { DesktopText } from '../english/desktop.ts';

export const desktop: DesktopText = {
  parley: 'Parley',
  open: 'Parley öffnen',
  quit: 'Beenden',
  settings: 'Einstellungen …',
  jump: 'Springen zu …',
  search: 'Nachrichten durchsuchen',
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
  quitAndStop: 'Beenden und Server anhalten',
  serverStopped: 'Der Server auf diesem Computer wurde beendet',
  serverDied: 'Er ist mehrmals abgestürzt. Niemand kann sich verbinden, bis Sie ihn wieder starten.',
  serverPortTaken: (port) =>
    `Ein anderes Programm belegt den Port ${port} des Servers. Beenden Sie dieses Programm und starten Sie den Server dann wieder.`,
  close: 'Schließen',
  cancel: 'Abbrechen',
  serverNotStarted: 'Der Server konnte nicht gestartet werden',
  profileNotOpened: 'Parley kann seine Daten auf diesem Computer nicht öffnen',
  engineStopped: 'Parley sendet und empfängt nicht mehr',
  engineStoppedDetail:
    'Der Hintergrundprozess ist abgestürzt und ließ sich nicht neu starten. Ihre gespeicherten Nachrichten sind sicher.',
  profileInUse: 'Ein anderes Parley verwendet sie. Beenden Sie zuerst das andere.',
  tryAgain: 'Erneut versuchen',
  forget: 'Entfernen',
  forgetTitle: (host) => `${host} von diesem Computer entfernen?`,
  forgetDetail:
    'Alles, was Parley auf diesem Computer für diesen Server gespeichert hat, wird gelöscht. Konten auf dem Server bleiben bestehen.',
  forgetSignedIn: (account) =>
    `Sie sind dort als ${account} angemeldet. Alles, was Parley dafür auf diesem Computer gespeichert hat, wird gelöscht, auch nicht gesendete Nachrichten. Das Konto und alles auf dem Server bleiben bestehen.`,
  linkTitle: (host) => `Eine Einladung zu ${host} öffnen?`,
  linkDetail:
    'Ein Programm oder eine Webseite hat diesen Link geöffnet. Machen Sie nur weiter, wenn Sie wissen, woher er stammt. Bis zum Verbinden wird nichts gesendet.',
  linkOpen: 'Anzeigen',
  stillRunning: 'Parley läuft weiter',
  stillRunningDetail:
    'Nachrichten kommen weiter an. Über das Symbol im Infobereich öffnen Sie das Fenster wieder oder beenden Parley.',
};
