tool-comment = Kommentar
hint-comment = Klicken Sie auf das Gemeinte oder ziehen Sie über Wörter · Eingabe: das Ausgewählte
keys-discuss = Besprechen
key-next-thread = Nächster Kommentar
key-previous-thread = Voriger Kommentar
key-comment-selection = Ausgewähltes kommentieren
key-pins = Kommentare auf dem Blatt ein- oder ausblenden
needs-comment = Sie können hier lesen. Kommentieren können Personen mit den Rollen Gestaltung, Redaktion, Freigabe und Verwaltung.
comments-title = Kommentare
comments-unread = { $count } ungelesen
comments-none = In dieser Liste steht kein Kommentar.
comments-gone = Dieser Kommentar ist nicht mehr da.
status-comments = { $count ->
    [one] 1 offener Kommentar
   *[other] { $count } offene Kommentare
 }
status-pins-hidden = Kommentare ausgeblendet

comments-shown = Welche Kommentare
comments-shown-open = Offen
comments-shown-mine = Meine
comments-shown-resolved = Erledigt
comments-this-page = Nur diese Seite
comments-hide-pins = Kommentare auf dem Blatt ausblenden
comments-read-all = { $count ->
    [one] 1 ungelesenen als gelesen markieren
   *[other] Alle { $count } ungelesenen als gelesen markieren
 }
comments-loading = Kommentare werden geladen …
comments-failed = Die Kommentare können nicht gezeigt werden
comments-offline = Keine Verbindung zu den Kommentaren. Was Sie hier schreiben, wird aufbewahrt und später gesendet.
comments-offline-waiting = Keine Verbindung. { $count ->
    [one] 1 Kommentar wird in diesem Browser aufbewahrt und gesendet
   *[other] { $count } Kommentare werden in diesem Browser aufbewahrt und gesendet
 }, sobald sie zurück ist.
comments-empty-open = Nichts offen
comments-empty-mine = Nichts, was Sie betrifft
comments-empty-resolved = Noch nichts erledigt
comments-empty-text = Kommentare stehen dort, wo sie hingehören: an einem Element, an Wörtern oder auf der Seite. Drücken Sie C und klicken Sie auf das Gemeinte.
comments-answers = { $count ->
    [one] 1 Antwort
   *[other] { $count } Antworten
 }

comment-number = Nr. { $number }
comment-new = Neuer Kommentar
comment-new-label = Ihr Kommentar
comment-new-placeholder = Was möchten Sie dazu sagen?
comment-send = Kommentieren
comment-reply = Antworten
comment-reply-label = Antwort auf Kommentar { $number }
comment-reply-placeholder = Antworten, @ für eine Person
comment-hint = Ctrl oder Befehl und Eingabe sendet. @ und ein Name erwähnt jemanden. **fett**, _kursiv_, `Code`.
comment-nothing = Schreiben Sie zuerst etwas.
comment-too-long = { $count ->
    [one] 1 Zeichen zu viel
   *[other] { $count } Zeichen zu viel
 }
comment-people = Personen zum Erwähnen
comment-by = Kommentar von { $name }
comment-guest = Gast
comment-somebody = jemand
comment-nobody = Gelöschte Person
comment-edited = bearbeitet
comment-deleted = Dieser Kommentar wurde gelöscht.
comment-more = Mehr zu diesem Kommentar
comment-edit = Bearbeiten
comment-save = Speichern
comment-delete = Löschen
comment-delete-title = Diesen Kommentar löschen
comment-delete-text = Seine Worte sind für alle weg und lassen sich nicht zurückholen. Antworten bleiben.
comment-react = Reagieren
comment-reactions = Reaktionen
comment-reaction = { $emoji } { $count }, { $names }
reaction-agree = Einverstanden
reaction-disagree = Nicht einverstanden
reaction-heart = Gefällt mir sehr
reaction-hooray = Bravo
reaction-laugh = Lustig
reaction-doubt = Ich zweifle
reaction-eyes = Ich schaue es an
reaction-done = Gemacht
comment-waits = Noch nicht gesendet
comment-waits-short = Noch nicht gesendet
comment-refused = Nicht gesendet.
comment-refused-short = Nicht gesendet
comment-discard = Verwerfen

comment-resolve = Als erledigt markieren
comment-reopen = Wieder öffnen
comment-resolved = erledigt
comment-resolved-by = Erledigt von { $name }, { $when }
comment-blocking = Blockiert die Freigabe
comment-blocking-short = Blockiert die Freigabe
comment-block = Freigabe blockieren lassen
comment-unblock = Freigabe nicht mehr blockieren lassen
why-not-block = Ändern können dies die Person, die ihn geschrieben hat, und Personen, die freigeben.
comment-thread-more = Mehr
comment-previous = Voriger Kommentar
comment-next = Nächster Kommentar
comment-log = Was gesagt wurde
comment-element-deleted = Element gelöscht
comment-page-deleted = Seite gelöscht
comment-words-changed = Die Wörter wurden seither geändert.
comment-words-gone = Diese Wörter stehen nicht mehr da.
comment-unread = ungelesen
comment-pins = Kommentare auf dem Blatt
comment-pin = Nr. { $number }, { $name }: { $words }
comment-many = { $count } Kommentare an dieser Stelle
comment-heard = { $author } in Kommentar { $number }: { $words }
