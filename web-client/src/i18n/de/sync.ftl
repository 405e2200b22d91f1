sync-title = Abgleich
sync-lead = Wie Personen und Organisationen aus WorkOS hereinkommen und als Kopie ins Register gelangen.
sync-loading = Der Stand wird geladen …
sync-failed = Der Stand konnte nicht geladen werden.
sync-off-title = Hier gibt es nichts abzugleichen
sync-off-text = Auf diesem Server kommen Personen nicht aus WorkOS. Wer ihn betreibt, richtet das mit den Einstellungen ein, die mit WORKOS_ beginnen.
sync-opening = Wird verbunden …
sync-live = Aktuell
sync-lost-since = Getrennt seit { $time }
sync-lost-title = Keine Verbindung zum Server
sync-lost-text = Sie sehen den letzten Stand. Sobald der Server wieder antwortet, geht es von selbst weiter.
sync-said-lost = Die Verbindung zum Server ist unterbrochen. Es geht von selbst weiter, sobald er wieder antwortet.
sync-said-back = Die Verbindung zum Server steht wieder.
sync-said-failing = { $count ->
    [one] 1 Eintrag ist gescheitert.
   *[other] { $figure } Einträge sind gescheitert.
 }
state-failing = Gestört

sync-standing = Stand Ihrer Organisation
sync-failing-title = { $count ->
    [one] 1 Eintrag ist gescheitert
   *[other] { $figure } Einträge sind gescheitert
 }
sync-waiting-title = { $count ->
    [one] 1 Eintrag wartet
   *[other] { $figure } Einträge warten
 }
sync-reading-title = Aus WorkOS wird neu eingelesen
sync-reading-text = Was dabei gefunden wird, kommt nach und nach hierher.
sync-well-title = Alles ist im Register
sync-well-text = Jede Kopie ist so, wie es in WorkOS steht.
sync-nothing-title = Noch ist nichts da
sync-nothing-text = Lesen Sie unten alles neu ein, oder warten Sie auf die erste Meldung von WorkOS.
sync-oldest = Die älteste Änderung wartet schon { $duration }.
sync-kind = Art
sync-pending = Wartet
sync-failed-column = Gescheitert
sync-success = Im Register
sync-kind-user = Personen
sync-kind-organisation = Organisationen
sync-kind-domain = Domains
sync-kind-settings = Einstellungen
sync-kind-other = Anderes
sync-one-user = Person
sync-one-organisation = Organisation
sync-one-domain = Domain
sync-one-settings = Einstellungen
sync-one-other = Anderes

hour-title = Die letzte Stunde
hour-finding = { $count ->
    [0] Nichts gelangte ins Register
    [one] 1 Eintrag gelangte ins Register
   *[other] { $figure } Einträge gelangten ins Register
 }
hour-quiet = In der letzten Stunde ist nichts geschehen
hour-whole = 60 Minuten
hour-synced = { $figure } gebracht
hour-failed = { $figure } gescheitert
hour-received = { $figure } empfangen
hour-as-table = Als Tabelle
hour-minute = Minute
hour-column-synced = Gebracht
hour-column-failed = Gescheitert
hour-column-received = Empfangen
hour-note = Pro Minute, auf dem ganzen Server: nicht nur von Ihrer Organisation.

things-title = Einträge
things-lead = Was ins Register gebracht wird. Was scheitert, wird von selbst immer wieder versucht.
things-show = Welche Einträge gezeigt werden
things-failed = Gescheitert
things-pending = Wartend
things-success = Im Register
things-all = Alle Einträge
things-with-count = { $state } ({ $figure })
things-retry-all = Alle erneut versuchen
things-retry = Erneut versuchen
things-retry-one = Erneut versuchen: { $name }
things-retried = { $count ->
    [0] Was gescheitert ist, wird schon erneut versucht.
    [one] 1 Eintrag wird erneut versucht.
   *[other] { $figure } Einträge werden erneut versucht.
 }
things-retry-failed = Es wird nichts erneut versucht.
things-outdated = Der Stand hat sich seither geändert.
things-reload = Liste aktualisieren
things-list-failed = Die Einträge konnten nicht geladen werden.
things-loading = Einträge werden geladen …
things-more = Weitere anzeigen
things-none-failed = Nichts ist gescheitert.
things-none-pending = Nichts wartet.
things-none-success = Noch ist nichts im Register.
things-none = Noch gibt es keine Einträge.
things-column-name = Eintrag
things-column-state = Stand
things-column-tries = Versuche
things-column-when = Wann
things-column-actions = Aktionen
things-state-failed = Gescheitert
things-state-pending = Wartet
things-state-success = Im Register
things-state-trying = Wird versucht …
things-state-left = Nicht mehr gescheitert
things-next = nächster Versuch in { $duration }
things-next-now = nächster Versuch gleich
sync-reason-unreachable = Das Register antwortet nicht. Es wird von selbst wieder versucht.
sync-reason-refused = Das Register lässt diesen Server nicht herein oder erlaubt ihm das nicht. Wer das Register betreibt, muss die Rechte prüfen.
sync-reason-schema = Die Tabellen des Registers sind nicht so, wie sie sein müssen. Was fehlt, steht unten beim Register.
sync-reason-locked = Der Eintrag war im Register gerade gesperrt. Ein neuer Versuch hilft.
sync-reason-row = Das Register nimmt diesen Eintrag nicht an: Ein Wert ist zu lang, ungültig oder doppelt. Berichtigen Sie ihn in WorkOS.
sync-reason-failed = Das Register hat einen Fehler gemeldet, den diese Seite nicht kennt.

runs-title = Läufe
runs-lead = Das Einlesen holt alles, was Ihre Organisation betrifft, neu aus WorkOS. Der Vergleich schreibt im Register neu, was dort anders ist als hier.
runs-earlier = Frühere Läufe
runs-none = Noch gab es keinen Lauf.
runs-more = Alle Läufe anzeigen
run-backfill = Alles neu einlesen
run-reconcile = Mit dem Register vergleichen
run-other = Anderer Lauf
run-goes-on = Dieser Lauf ist schon unterwegs.
run-not-asked = «{ $run }» wurde nicht begonnen.
run-begins = beginnt gleich
run-done = { $figure } geprüft
run-done-of = { $figure } von etwa { $total } geprüft
run-rate = { $figure } pro Sekunde
run-left = noch etwa { $duration }
run-since = Begonnen { $when }.
run-leave = Er geht weiter, wenn Sie diese Seite verlassen.
run-took = dauerte { $duration }
run-state-done = Fertig
run-state-failed = Gescheitert
run-said-done = «{ $run }» ist fertig.
run-said-failed = «{ $run }» ist gescheitert.
run-column-what = Lauf
run-column-state = Stand
run-column-result = Ergebnis
run-column-time = Wann
tally-created = neu
tally-changed = geändert
tally-unchanged = unverändert
tally-refused = nicht lesbar
tally-removed = entfernt
tally-missing = fehlten im Register
tally-different = waren anders
tally-alone = nur im Register

webhooks-title = Webhooks
webhooks-lead = Was WorkOS von selbst meldet, für den ganzen Server.
webhooks-received = Zuletzt
webhooks-never = Noch nie
webhooks-waiting = Unbearbeitet
webhooks-given-up = Aufgegeben
webhooks-given-up-text = Sie liessen sich nicht lesen. Neu einlesen holt nach, was darin stand.
webhooks-state-given-up = Aufgegebene Meldungen
webhooks-refused = Abgelehnt
webhooks-refused-none = Keine
webhooks-refused-times = { $count ->
    [one] 1-mal
   *[other] { $figure }-mal
 }
webhooks-refused-last = Zuletzt { $when }.
webhooks-refused-malformed = ohne lesbare Unterschrift: Sie kamen wohl nicht von WorkOS.
webhooks-refused-too-old = zu alt: Sie kamen verspätet oder zum zweiten Mal, oder die Uhr dieses Servers geht vor.
webhooks-refused-too-new = aus der Zukunft: Die Uhr dieses Servers geht nach.
webhooks-refused-forged = falsch unterschrieben: WORKOS_WEBHOOK_SECRET stimmt nicht, oder sie kamen nicht von WorkOS.
webhooks-refused-other = aus einem Grund, den diese Seite nicht kennt.

events-title = Events API
events-lead = Was bei WorkOS abgeholt wird, falls ein Webhook ausbleibt. Für den ganzen Server.
events-fetched = Zuletzt geholt
events-never = Noch nie
events-last = Letztes Ereignis
events-none = Noch keines
events-gap = Lücke
events-gap-none = Keine
events-gap-since = bemerkt { $when }
events-state-gap = Lücke
events-gap-title = Einige Ereignisse sind verloren
events-gap-text = WorkOS bewahrt sie nur eine Zeit lang auf, und so lange war es nicht zu hören. «Alles neu einlesen» holt für Ihre Organisation nach, was fehlt. Der Hinweis geht, wenn der Server für alle neu eingelesen hat: imprimatur backfill workos.

keys-title = Prüfschlüssel
keys-lead = Damit wird geprüft, ob eine Anmeldung wirklich von WorkOS kommt.
keys-ids = Schlüssel
keys-ids-none = Keine: Sie werden mit der ersten Anmeldung geholt.
keys-fetched = Zuletzt geholt
keys-never = Noch nie
keys-none-title = Niemand kann sich anmelden
keys-none-text = Die Schlüssel, mit denen Anmeldungen geprüft werden, lassen sich nicht holen. Es wird von selbst wieder versucht.

registry-title = Register
registry-mysql = Eine eigene Datenbank (MySQL), in die Kopien geschrieben werden.
registry-own = Eine Datei dieses Servers, in die Kopien geschrieben werden.
registry-ok = In Ordnung
registry-differs = Tabellen weichen ab
registry-unreachable = Nicht erreichbar
registry-unchecked = Noch nicht geprüft
registry-checked = Zuletzt geprüft
registry-never = Noch nie
registry-differences = Das fehlt den Tabellen. Wer das Register betreibt, führt es dort aus:
registry-sql = SQL, das die Tabellen ergänzt
registry-unreachable-title = Das Register ist nicht erreichbar
registry-unreachable-text = Alle Änderungen sind hier sicher gespeichert und warten. Sobald das Register wieder antwortet, geht es von selbst weiter.
registry-differs-title = Die Tabellen des Registers müssen ergänzt werden
registry-differs-text = Bis dahin wird dort nichts geschrieben, und alle Änderungen warten hier. Das nötige SQL steht unten beim Register.
