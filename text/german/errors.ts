import type { ErrorSentences } from '../english/errors.ts';

export const errors: ErrorSentences = {
  'bad-request': 'Die Anfrage ist ungültig: {detail}.',
  'unknown-event': 'Dieser Server kennt diese Anfrage nicht. Vielleicht ist er älter als diese App.',
  'protocol-version':
    'Diese App spricht Protokoll {offered}, der Server {expected}. Aktualisieren Sie das ältere von beiden.',
  'wrong-credentials':
    'Benutzername oder Passwort ist falsch. Versuche bis zu einer Sperre von 5 Minuten: {triesLeft}.',
  'account-locked': 'Zu viele falsche Passwörter. Nächster Versuch in {retryAfterMs}.',
  'account-set-back':
    'Der Server hat einen älteren Stand dieses Kontos, als dieser Computer am {seenAt} gesehen hat, etwa aus einer Sicherung. Ein neueres Passwort oder neuere Schlüssel fehlen vielleicht. Fragen Sie den Betreiber des Servers, bevor Sie fortfahren.',
  'set-up-required':
    'Dieses Konto wurde für Sie angelegt und braucht ein eigenes Passwort. Erstellen Sie ein Konto mit dem erhaltenen Benutzernamen und einem neuen Passwort, und geben Sie das erhaltene Passwort als Einladung ein.',
  'account-reset':
    'Dieses Konto wurde am {resetAt} zurückgesetzt. Es fängt neu an: Ältere Nachrichten sind damit nicht lesbar, Gruppen und Personen werden gefragt, ob sie die neuen Schlüssel annehmen, und andere Computer sind abgemeldet. Was dieser Computer noch von dem Konto hat, wird gelöscht. Stimmen Sie dem zu, um fortzufahren.',
  'reset-since':
    'Dieses Konto wurde am {resetAt} zurückgesetzt und auf einem anderen Computer neu eingerichtet. Was dieser Computer noch davon hat, wird beim Anmelden gelöscht, auch nicht gesendete Nachrichten ({unsent}). Stimmen Sie dem zu, um fortzufahren.',
  'signed-out-by-reset':
    'Ihr Konto wurde am {resetAt} zurückgesetzt, deshalb sind Sie hier abgemeldet. Wenn Sie das nicht wollten, fragen Sie den Betreiber des Servers. Um fortzufahren, melden Sie sich mit dem Passwort an, das Sie von ihm erhalten haben. Auf diesem Computer wurde nichts gelöscht.',
  'reset-pending':
    'Das Konto von {user} wurde zurückgesetzt und ist noch nicht wieder eingerichtet. Nachrichten warten, bis es so weit ist und Sie die neuen Schlüssel angenommen haben.',
  'username-taken':
    'Dieser Benutzername ist vergeben. Wählen Sie einen anderen, oder melden Sie sich an, wenn das Konto für Sie angelegt wurde.',
  'invite-required': 'Für diesen Server brauchen Sie eine Einladung. Bitten Sie jemanden dort um einen Link.',
  'invite-invalid':
    'Diese Einladung ist unbekannt, verbraucht oder abgelaufen, oder sie ist nicht das erhaltene Passwort. Bitten Sie um eine neue.',
  'registration-closed':
    'Dieser Server nimmt keine neuen Konten an. Bitten Sie den Betreiber, eines für Sie anzulegen.',
  'already-signed-in': 'Sie sind hier bereits angemeldet.',
  'signed-in-elsewhere':
    'Dieses Konto ist auf einem anderen Gerät angemeldet, und dieser Server erlaubt nur eines.',
  'device-removed':
    'Sie haben dieses Gerät am {removedAt} von Ihrem Konto entfernt. Nachrichten und Schlüssel wurden hier gelöscht. Damit gelöschte, nicht gesendete Nachrichten: {count}.',
  'account-deleted':
    'Ihr Konto wurde am {deletedAt} gelöscht. Nachrichten und Schlüssel wurden hier gelöscht. Damit gelöschte, nicht gesendete Nachrichten: {count}.',
  'successors-needed':
    'Ihnen allein gehört: {groups}. Bestimmen Sie dort jemand anderen als Besitzer, oder löschen Sie die Gruppe. Geändert wurde nichts.',
  'server-owner-needed':
    'Ein Server braucht einen Eigentümer, und Sie sind der einzige. Laden Sie zuerst jemanden als Eigentümer ein. Geändert wurde nichts.',
  'keys-withheld':
    'Der Server gibt diesem Gerät die neuen Schlüssel des Kontos nicht ({detail}). Nachrichten warten, bis er es tut. Wenn Sie sich ab- und wieder anmelden, kommen sie ebenfalls.',
  'device-added':
    'Ein neues Gerät hat sich bei Ihrem Konto angemeldet: {device}. Wenn Sie das nicht waren, entfernen Sie es in den Einstellungen und ändern Sie Ihr Passwort.',
  'not-signed-in': 'Melden Sie sich zuerst an.',
  'session-ended': 'Sie wurden abgemeldet. Melden Sie sich wieder an.',
  'other-server':
    'Dieses Konto oder diese Einladung ist für einen anderen Server. Verbunden sind Sie mit {server}.',
  'unsent-messages':
    'Beim Abmelden werden die Daten dieses Kontos auf diesem Computer gelöscht, auch nicht gesendete Nachrichten ({count}). Warten Sie, bis sie gesendet sind, oder verwerfen Sie sie.',
  'no-such-user': 'Hier gibt es niemanden mit diesem Namen.',
  'no-such-conversation': 'Diese Unterhaltung gibt es nicht.',
  'request-pending': 'Nehmen Sie zuerst die Anfrage an.',
  'person-blocked': 'Sie haben {user} blockiert. Heben Sie die Blockierung auf, um zu schreiben.',
  'person-deleted': '{user} hat das Konto gelöscht. Dorthin kann nichts mehr gesendet werden.',
  'report-unproven': 'Die Meldung beweist nicht, was geschrieben wurde ({detail}). Sie wurde nicht abgelegt.',
  'too-many-reports': 'Es gibt zu viele ungelesene Meldungen ({limit}). Versuchen Sie es später noch einmal.',
  'no-such-report': 'Diese Meldung gibt es nicht.',
  'no-longer-a-member': 'Sie sind kein Mitglied dieser Gruppe mehr.',
  'owner-needed':
    'Eine Gruppe braucht einen Besitzer. Bestimmen Sie erst einen anderen, oder löschen Sie die Gruppe.',
  'group-full': 'Eine Gruppe hat höchstens {limit} Mitglieder.',
  'only-admins-post': 'In dieser Gruppe schreiben nur Admins.',
  'already-sent': 'Diese Nachricht ist schon gesendet.',
  'no-such-message': 'Diese Nachricht gibt es nicht.',
  'too-many-reactions': 'Sie können mit höchstens {limit} verschiedenen Emoji auf eine Nachricht reagieren.',
  'too-many-pins':
    'Eine Unterhaltung kann höchstens {limit} angeheftete Nachrichten haben. Nehmen Sie zuerst eine ab.',
  'no-such-device': 'Dieses Gerät gibt es nicht.',
  'not-allowed': 'Dazu sind Sie nicht berechtigt.',
  'too-large': 'Diese Nachricht ist zu lang (höchstens etwa {limit} Zeichen).',
  'rate-limited': 'Zu viele Anfragen. Nächster Versuch in {retryAfterMs}.',
  'storage-full':
    'Der Speicher des Servers ist voll. Bitten Sie den Betreiber, Platz zu schaffen. Nichts ging verloren, und gesendet wird dann von selbst.',
  'version-conflict':
    'Jemand hat dies gleichzeitig geändert. Parley versucht es mit der neuen Fassung noch einmal.',
  'stale-epoch': 'Der Schlüssel der Unterhaltung hat sich geändert. Parley sendet die Nachricht noch einmal.',
  'out-of-order': 'Eine frühere Nachricht fehlt. Parley sendet noch einmal in der richtigen Reihenfolge.',
  'history-mismatch':
    'Der Verlauf auf dem Server hat sich geändert, seit diese Nachricht geschrieben wurde. Parley sendet sie noch einmal.',
  'message-conflict': 'Der Server hat bereits eine andere Nachricht mit dieser Kennung.',
  'history-changed':
    'Der Server hat einen anderen Verlauf dieser Unterhaltung, als Sie ihn bisher gesehen haben. Nichts wird gesendet, bis Sie fortfahren.',
  'device-not-listed': 'Dieses Gerät steht nicht in der signierten Geräteliste des Kontos.',
  'device-list-full':
    'Dieses Konto hat schon {limit} Geräte, mehr sind nicht möglich. Melden Sie sich auf einem ab, das Sie nicht mehr brauchen, und versuchen Sie es dann noch einmal.',
  'passphrase-required': 'Wählen Sie eine Passphrase, um Ihre Nachrichten auf diesem Computer zu schützen.',
  'wrong-passphrase': 'Falsche Passphrase.',
  'key-lost':
    'Der Schlüssel zu Ihren Nachrichten auf diesem Computer fehlt. Ist der Schlüsselbund nur gesperrt, entsperren Sie ihn und versuchen Sie es noch einmal. Fangen Sie sonst auf diesem Computer neu an und melden Sie sich an: Nachrichten auf dem Server kommen zurück, und die alten Daten werden beiseitegelegt.',
  'last-key-slot':
    'Nichts anderes könnte Ihre Nachrichten auf diesem Computer entsperren. Fügen Sie zuerst eine Passphrase hinzu.',
  'recovery-key-mistyped':
    'Das ist kein Wiederherstellungsschlüssel: Einer hat 24 Wörter. Prüfen Sie, ob ein Wort fehlt oder falsch geschrieben ist.',
  'recovery-key-needed':
    'Auf einem Computer, der für dieses Konto neu ist, braucht es außer dem Passwort den Wiederherstellungsschlüssel.',
  'wrong-recovery-key': 'Dieser Wiederherstellungsschlüssel gehört nicht zu diesem Konto.',
  'weak-password': 'Ein Passwort braucht mindestens {minimum} Zeichen.',
  'weak-parameters':
    'Der Server verlangt einen schwächeren Schutz des Passworts, als diese App zulässt. Machen Sie nicht weiter.',
  'identity-changed':
    'Die Schlüssel von {user} haben sich geändert. Vergleichen Sie die Sicherheitsnummern, bevor Sie die neuen annehmen oder als geprüft markieren.',
  'verified-before':
    'Sie haben {user} geprüft, und die Schlüssel haben sich geändert. Prüfen Sie die neuen, oder heben Sie erst die Prüfung auf.',
  'not-a-safety-code':
    'Das ist keine Sicherheitsnummer von Parley. Bitten Sie {user}, bei sich Ihre „Sicherheitsnummer“ zu öffnen und Ihnen den Code dort zu zeigen.',
  'other-safety-code':
    'Das ist der Code, den {of} für {to} zeigt. Sie brauchen den, den {user} für Sie zeigt. Nichts wurde geändert.',
  'safety-number-differs':
    'Die Sicherheitsnummern unterscheiden sich, deshalb wurde nichts geprüft. Vielleicht hat {user} neue Schlüssel, vielleicht fängt jemand Ihre Nachrichten ab. Vergleichen Sie noch einmal persönlich.',
  'verification-failed':
    'Der Server hat etwas ohne gültige Signatur geschickt ({detail}). Parley hat es ignoriert.',
  'server-unreachable': 'Sie sind offline. Versuchen Sie es noch einmal, wenn Sie wieder online sind.',
  'profile-in-use':
    'Das Profil {folder} wird von einem anderen Parley verwendet. Beenden Sie zuerst das andere.',
  'engine-restarted':
    'Der Hintergrundprozess von Parley wurde neu gestartet, bevor er antwortete. Prüfen Sie, ob die Aktion ausgeführt wurde; wenn nicht, versuchen Sie es noch einmal.',
  'server-stopping': 'Der Server wird beendet. Parley versucht es wieder.',
  'not-supported': '{method} gibt es noch nicht.',
  internal:
    'Auf dem Server ist etwas fehlgeschlagen; sein Protokoll nennt den Grund. Nichts wurde geändert, versuchen Sie es noch einmal.',
  'recipient-away': '{user} ist abwesend und antwortet vielleicht später.',
  'recipient-dnd': '{user} möchte nicht gestört werden. Ihre Nachricht wird danach zugestellt.',
  'history-withheld':
    'Der Server zeigt weniger Verlauf, als dieses Konto schon gesehen hat. Vielleicht wurde eine alte Sicherung eingespielt.',
  'server-set-back':
    'Der Server wurde auf einen älteren Stand zurückgesetzt, etwa durch eine Sicherung. Nachrichten, die ihm fehlen, sind noch auf diesem Computer. Fragen Sie den Betreiber des Servers und fahren Sie dann in den betroffenen Unterhaltungen fort.',
  'log-forked':
    'Der Server hat einen anderen Verlauf einer Unterhaltung, als Sie ihn bisher gesehen haben. Dort wird nichts gesendet, bis Sie fortfahren.',
  'change-altered':
    'Der Server hat eine Änderung der Schlüssel von {user} geschickt, die verändert wurde oder gegen die Regeln verstößt. Parley hat sie ignoriert. In dieser Unterhaltung wird nichts gesendet, bis Sie fortfahren.',
  'history-differs':
    '{user} sah einen anderen Verlauf einer Unterhaltung als Sie. Die Nachricht ist gekennzeichnet. Vergleichen Sie miteinander, was gesagt wurde.',
  'message-replayed':
    'Der Server hat eine alte Nachricht von {user} als neue geschickt. Parley hat sie ignoriert.',
  'record-altered':
    'Der Server hat etwas Altes in einer Unterhaltung verändert oder beschädigt. Alles andere bleibt lesbar.',
  'message-missing': 'Hier fehlt eine Nachricht von {user}.',
  'storage-freed': 'Der Server hat wieder Platz. Ihre Nachrichten werden gesendet.',
  'storage-damaged':
    'Ein Teil der Daten von Parley auf diesem Computer war beschädigt. Alles andere ist noch da, und Nachrichten werden neu geladen; Entwürfe und nicht Gesendetes können fehlen. Die beschädigte Datei wurde beiseitegelegt: {file}.',
  'storage-unreadable':
    'Die Daten von Parley auf diesem Computer sind nicht lesbar: Sie sind beschädigt oder stammen von einer älteren Version. Melden Sie sich an, um Ihre Nachrichten neu zu laden. Die Datei wurde beiseitegelegt: {file}.',
  'pins-lost':
    'Auf diesem Computer ist vielleicht verloren gegangen, welche Schlüssel Sie kennen und wen Sie geprüft haben. Vergleichen Sie die Sicherheitsnummern noch einmal.',
  malformed: 'Diese Nachricht ist nicht lesbar: Ihr Format ist ungültig. Lassen Sie sie noch einmal senden.',
  'unknown-device':
    'Diese Nachricht ist nicht lesbar: Sie kommt von einem Gerät, das nicht in der signierten Liste des Absenders steht. Fragen Sie, ob es dazugehört.',
  'unknown-epoch':
    'Diese Nachricht ist nicht lesbar: Ihr Schlüssel ist hier unbekannt. Lassen Sie sie noch einmal senden.',
  'wrong-epoch':
    'Diese Nachricht ist nicht lesbar: Ihr Schlüssel galt nicht, als sie gesendet wurde. Lassen Sie sie noch einmal senden.',
  'not-a-member':
    'Diese Nachricht ist nicht lesbar: Wer sie gesendet hat, war damals nicht in der Unterhaltung. Verlassen Sie sich nicht auf sie.',
  'not-permitted':
    'Diese Nachricht ist nicht lesbar: Ihr Absender durfte zu diesem Zeitpunkt in der Gruppe nicht schreiben. Verlassen Sie sich nicht darauf.',
  'no-key':
    'Diese Nachricht ist nicht lesbar: Dieses Konto hat ihren Schlüssel nie erhalten. Fragen Sie jemanden, der sie lesen kann.',
  undecryptable:
    'Diese Nachricht ist nicht lesbar: Sie wurde unterwegs verändert oder mit einem anderen Schlüssel verschlüsselt. Lassen Sie sie noch einmal senden.',
  'bad-padding':
    'Diese Nachricht ist nicht lesbar: Ihre Verschlüsselung ist ungültig. Lassen Sie sie noch einmal senden.',
  'bad-signature':
    'Diese Nachricht ist nicht lesbar: Sie trägt nicht die Signatur des Absenders. Vielleicht ist sie von jemand anderem; lassen Sie sie noch einmal senden.',
  'reused-id':
    'Diese Nachricht ist nicht lesbar: Sie trägt die Kennung einer anderen. Lassen Sie sie noch einmal senden.',
  'other-history': 'Der Absender sah einen anderen Verlauf dieser Unterhaltung als Sie.',
  'not-on-server': 'Der Server hat diese Nachricht nicht mehr.',
  erased: 'Diese Nachricht wurde vom Server gelöscht, bevor sie hier gelesen wurde.',
  'unknown-content':
    'Diese Nachricht ist nicht lesbar: Sie stammt vielleicht von einer neueren Version. Aktualisieren Sie Parley und lassen Sie sie noch einmal senden.',
};
