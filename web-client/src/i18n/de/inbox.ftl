inbox-title = Posteingang
inbox-bell = { $count ->
    [0] Posteingang
   *[other] Posteingang, { $count } ungelesen
 }
inbox-new = Neues im Posteingang
inbox-all-read = Alles als gelesen markieren
inbox-nothing-unread = Sie haben alles gelesen.
inbox-settings = Benachrichtigungen einstellen
inbox-loading = Posteingang wird geladen …
inbox-failed = Der Posteingang konnte nicht geladen werden.
inbox-empty-title = Nichts Neues
inbox-empty-text = Wenn jemand Sie erwähnt, Ihnen antwortet oder Sie um eine Prüfung bittet, steht es hier.
inbox-more = Ältere anzeigen
inbox-unread = Ungelesen:
inbox-somebody = Jemand
inbox-mention = { $name } hat Sie erwähnt
inbox-reply = { $name } hat geantwortet
inbox-resolved = { $name } hat eine Diskussion erledigt
inbox-review-asked = { $name } bittet Sie um eine Prüfung
inbox-review-due = Eine Prüfung ist bald fällig
inbox-review-decided = { $name } hat über Ihre Anfrage entschieden
inbox-name-asked = In einem Zertifikat wird um einen anderen Namen gebeten
inbox-where = { $template }, Diskussion { $number }

notify-title = Benachrichtigungen
notify-lead = Gilt sofort und nur für Sie, in dieser Organisation. Per E-Mail kommt, was Sie bis dahin nicht gelesen haben.
notify-kind = Was geschieht
notify-inbox = Posteingang
notify-mail = E-Mail
notify-mention = Jemand erwähnt Sie
notify-reply = Antwort in einer Diskussion, an der Sie teilnehmen
notify-resolved = Eine solche Diskussion ist erledigt
notify-review-asked = Sie werden um eine Prüfung gebeten
notify-review-due = Eine Prüfung ist bald fällig
notify-review-decided = Über Ihre Anfrage wurde entschieden
notify-name-asked = In einem Zertifikat wird um einen anderen Namen gebeten
notify-pace = E-Mails kommen
notify-soon = gesammelt, bald nachdem etwas geschieht
notify-daily = gesammelt, höchstens einmal am Tag
notify-load-failed = Die Benachrichtigungen konnten nicht geladen werden.
notify-failed = Das wurde nicht gespeichert.
