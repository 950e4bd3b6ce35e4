import type { RefusalSentences } from '../catalogue-parts.ts';

export const germanRefusals: RefusalSentences = {
  'bad-request': 'Die Anfrage ist nicht richtig aufgebaut: {detail}.',
  'unknown-event': 'Dieser Server kennt die Anfrage nicht. Er ist vielleicht älter als diese App.',
  'protocol-version':
    'Diese App spricht Protokoll {offered}, der Server {expected}. Bringen Sie das ältere von beiden auf den neuen Stand.',
  'wrong-credentials':
    'Benutzername oder Passwort ist falsch. Versuche vor einer Pause von 5 Minuten: {triesLeft}.',
  'account-locked':
    'Es gab zu viele falsche Passwörter. Dieses Konto kann in {retryAfterMs} wieder versucht werden.',
  'account-disabled': 'Dieses Konto ist gesperrt. Fragen Sie, wer den Server betreibt.',
  'set-up-required':
    'Dieses Konto wurde für Sie angelegt und wartet auf Ihr eigenes Passwort. Erstellen Sie ein Konto mit dem Namen, den Sie bekommen haben, und mit dem erhaltenen Passwort als Einladung.',
  'username-taken':
    'Dieser Benutzername ist vergeben. Wählen Sie einen anderen, oder melden Sie sich an, wenn das Konto für Sie angelegt wurde.',
  'invite-required':
    'Dieser Server nimmt neue Personen mit Einladung auf. Bitten Sie jemanden dort um einen Link.',
  'invite-invalid':
    'Diese Einladung ist unbekannt, verbraucht oder abgelaufen, oder sie ist nicht das Passwort, das Sie bekommen haben. Bitten Sie um eine neue.',
  'registration-closed': 'Dieser Server nimmt keine neuen Konten an. Bitten Sie den Betreiber um eines.',
  'already-signed-in':
    'Dieses Konto ist anderswo angemeldet, und der Server erlaubt nur einen Ort. Melden Sie sich dort zuerst ab.',
  'not-signed-in': 'Melden Sie sich zuerst an.',
  'session-ended': 'Diese Anmeldung ist beendet. Melden Sie sich wieder an.',
  'other-server': 'Dieses Konto ist auf einem anderen Server. Dieser hier ist {server}.',
  'unsent-messages':
    'Beim Abmelden wird gelöscht, was auf diesem Computer gespeichert ist, und {count} Nachrichten sind noch nicht gesendet. Warten Sie, bis sie es sind, oder verwerfen Sie sie.',
  'no-such-user': 'Hier gibt es niemanden mit diesem Namen.',
  'no-such-conversation': 'Diese Unterhaltung gibt es nicht.',
  'no-such-message': 'Diese Nachricht gibt es nicht.',
  'no-such-device': 'Dieses Gerät gibt es nicht.',
  'not-allowed': 'Das dürfen Sie nicht.',
  'too-large': 'Diese Nachricht ist zu lang. In eine passen etwa {limit} Zeichen.',
  'rate-limited': 'Das war zu viel auf einmal. In {retryAfterMs} geht es weiter.',
  'storage-full': 'Die Platte des Servers ist voll. Nichts ging verloren; es geht weiter, sobald Platz ist.',
  'version-conflict': 'Jemand hat dies gerade geändert. Es wird mit der neuen Fassung noch einmal versucht.',
  'stale-epoch': 'Der Schlüssel der Unterhaltung ist gewechselt. Die Nachricht wird neu verschlossen.',
  'out-of-order': 'Eine Nachricht davor fehlt. Es wird in der richtigen Reihenfolge noch einmal gesendet.',
  'history-mismatch':
    'Die Nachricht folgt auf einen Verlauf, den der Server nicht hat. Sie wird neu verschlossen.',
  'message-conflict': 'Der Server hat unter derselben Kennung eine andere Nachricht.',
  'history-changed':
    'Der Server hat einen anderen Verlauf dieser Unterhaltung als den, der hier zu sehen war. Es wird nichts gesendet, bis Sie sich entscheiden.',
  'device-not-listed': 'Dieses Gerät steht nicht in der unterschriebenen Geräteliste des Kontos.',
  'device-list-full':
    'Die Geräteliste dieses Kontos ist voll: Platz ist für {limit}. Melden Sie sich auf einem Gerät ab, das Sie nicht mehr brauchen, und versuchen Sie es dann wieder.',
  'passphrase-required':
    'Noch schützt nichts, was auf diesem Computer gespeichert werden soll. Wählen Sie eine Passphrase.',
  'wrong-passphrase': 'Diese Passphrase öffnet es nicht.',
  'key-lost':
    'Der Schlüssel zu dem, was auf diesem Computer gespeichert ist, ist verloren. Ist der Schlüsselbund nur gesperrt, entsperren Sie ihn und versuchen Sie es noch einmal. Sonst fangen Sie hier neu an und melden sich an: Was der Server hat, kommt zurück, und was gespeichert ist, wird aufgehoben.',
  'last-key-slot':
    'Nichts anderes würde öffnen, was auf diesem Computer gespeichert ist. Fügen Sie zuerst eine Passphrase hinzu.',
  'wrong-recovery-key': 'Dieser Wiederherstellungsschlüssel öffnet das Konto nicht.',
  'weak-password': 'Ein Passwort braucht mindestens {minimum} Zeichen.',
  'weak-parameters':
    'Der Server verlangt einen schwächeren Schutz des Passworts, als diese App annimmt. Machen Sie nicht weiter.',
  'identity-changed':
    'Die Schlüssel von {user} sind nicht die bisherigen. Vergleichen Sie die Sicherheitsnummern, dann annehmen oder prüfen.',
  'verification-failed':
    'Was der Server geschickt hat, ist nicht unterschrieben, wie es sein muss ({detail}). Es wurde nicht verwendet.',
  'server-unreachable': 'Sie sind offline. Versuchen Sie es wieder, wenn der Server erreichbar ist.',
  'certificate-changed':
    'Das Zertifikat des Servers ist nicht das bisherige. Machen Sie nicht weiter, solange der Betreiber es nicht erklärt.',
  'profile-in-use': 'Ein anderes Parley verwendet das Profil {folder}. Erst jenes beenden.',
  'engine-restarted':
    'Der Teil von Parley, der Nachrichten sendet und aufbewahrt, wurde neu gestartet, bevor er antwortete. Sehen Sie nach, ob es geschehen ist; wenn nicht, versuchen Sie es noch einmal.',
  'server-stopping': 'Der Server wird beendet. Es wird wieder versucht.',
  'not-supported': '{method} gibt es noch nicht.',
  internal:
    'Der Server ist daran gescheitert und hat den Grund notiert. Nichts wurde geändert; versuchen Sie es noch einmal.',
  'recipient-away': '{user} ist abwesend; eine Antwort kann dauern.',
  'recipient-dnd': '{user} möchte nicht gestört werden; die Nachricht wird zugestellt, sobald das endet.',
  'history-withheld':
    'Der Server zeigt weniger, als dieses Konto schon gesehen hat. Vielleicht wurde er auf einen alten Stand zurückgesetzt.',
  'server-set-back':
    'Der Server wurde auf einen älteren Stand zurückgesetzt, etwa aus einer Sicherung. Nachrichten, die er verloren hat, bleiben auf diesem Computer. Fragen Sie, wer den Server betreibt, und machen Sie dann in den betroffenen Unterhaltungen weiter.',
  'log-forked':
    'Der Server hat einen anderen Verlauf einer Unterhaltung als den, der hier zu sehen war. Dort wird nichts gesendet, bis Sie sich entscheiden.',
  'history-differs':
    '{user} hatte beim Schreiben einen anderen Verlauf einer Unterhaltung vor sich als den hiesigen. Die Nachricht ist gekennzeichnet. Vergleichen Sie, was gesagt wurde.',
  'message-replayed':
    'Der Server hat eine alte Nachricht von {user} als neue gezeigt. Sie wurde weggelassen.',
  'record-altered':
    'Etwas Altes in einer Unterhaltung ist nicht, wie es geschrieben wurde: Der Server hat es verändert oder beschädigt. Alles andere bleibt lesbar.',
  'message-missing': 'Hier fehlt eine Nachricht von {user}.',
  'storage-damaged':
    'Ein Teil dessen, was auf diesem Computer gespeichert ist, war beschädigt. Alles andere ist noch da, und Nachrichten kommen noch einmal vom Server; Entwürfe und nicht Gesendetes können fehlen. Die beschädigte Datei ist aufgehoben: {file}.',
  'storage-unreadable':
    'Was auf diesem Computer gespeichert war, ist nicht lesbar: Es ist beschädigt oder stammt von einem älteren Parley. Melden Sie sich an, dann kommt zurück, was der Server hat. Die Datei ist aufgehoben: {file}.',
  'pins-lost':
    'Welche Schlüssel schon gesehen wurden und wen Sie bestätigt haben, ist auf diesem Computer vielleicht verloren. Vergleichen Sie die Sicherheitsnummern noch einmal.',
  malformed:
    'Diese Nachricht ist nicht lesbar: Sie ist nicht aufgebaut, wie es sein muss. Lassen Sie sie noch einmal senden.',
  'unknown-device':
    'Diese Nachricht ist nicht lesbar: Sie kommt von einem Gerät, das nicht in der unterschriebenen Liste des Absenders steht. Fragen Sie, ob es dazugehört.',
  'unknown-epoch':
    'Diese Nachricht ist nicht lesbar: Von dem Schlüssel dazu ist hier nichts bekannt. Lassen Sie sie noch einmal senden.',
  'wrong-epoch':
    'Diese Nachricht ist nicht lesbar: Der Schlüssel dazu galt nicht, als sie gesendet wurde. Lassen Sie sie noch einmal senden.',
  'not-a-member':
    'Diese Nachricht ist nicht lesbar: Wer sie gesendet hat, war damals nicht in der Unterhaltung. Verlassen Sie sich nicht auf sie.',
  'no-key':
    'Diese Nachricht ist nicht lesbar: Dieses Konto hat den Schlüssel dazu nicht bekommen. Fragen Sie jemanden, der sie lesen kann.',
  undecryptable:
    'Diese Nachricht ist nicht lesbar: Sie wurde unterwegs verändert oder mit einem anderen Schlüssel verschlossen. Lassen Sie sie noch einmal senden.',
  'bad-padding':
    'Diese Nachricht ist nicht lesbar: Sie ist nicht verschlossen, wie es sein muss. Lassen Sie sie noch einmal senden.',
  'bad-signature':
    'Diese Nachricht ist nicht lesbar: Sie trägt nicht die Unterschrift des Absenders. Vielleicht ist sie von jemand anderem; lassen Sie sie noch einmal senden.',
  'reused-id':
    'Diese Nachricht ist nicht lesbar: Sie trägt die Kennung einer anderen. Lassen Sie sie noch einmal senden.',
  'other-history':
    'Beim Schreiben lag dem Absender ein anderer Verlauf dieser Unterhaltung vor als der hiesige.',
  'not-on-server': 'Der Server hat diese Nachricht nicht mehr.',
  expired: 'Diese Nachricht ist abgelaufen.',
  erased: 'Diese Nachricht wurde vom Server gelöscht, bevor sie hier gelesen wurde.',
  'unknown-content':
    'Diese Nachricht ist nicht lesbar: Sie ist vielleicht von einem neueren Parley. Aktualisieren Sie dieses und lassen Sie sie noch einmal senden.',
};
