list-from-list = Aus einer Liste
list-title = Aus einer Liste ausstellen
list-lead = Eine Datei mit vielen Personen wird gelesen und Zeile für Zeile geprüft. Ausgestellt wird erst, wenn Sie es unten bestätigen.
list-step-file = Vorlage und Datei
list-step-columns = Was in der Datei steht
list-step-check = Prüfen
list-step-issue = Ausstellen
list-columns-wait = Sobald eine Datei gelesen ist, sehen Sie hier ihre Spalten und wofür jede steht.
list-check-waits = Geprüft wird, sobald eine Spalte sagt, für wen die Zertifikate sind.
list-issue-waits = Ausgestellt wird, sobald alles geprüft ist.
list-from = Aus «{ $name }», Version { $number }
list-drop = Datei hierher ziehen
list-choose-file = Datei wählen
list-limits = CSV, TXT, TSV oder XLSX, bis 10 MB und 10’000 Zeilen, sofern Ihr Server keine anderen Grenzen hat. Die Datei bleibt höchstens einen Tag auf dem Server.
list-file-kind = Gelesen werden Dateien mit den Endungen .csv, .txt, .tsv und .xlsx. Speichern Sie die Liste in Ihrem Tabellenprogramm so.
list-file-empty = In dieser Datei steht nichts.
list-file-large = Diese Datei ist zu gross für eine Liste.
list-file-several = Es kann nur eine Datei auf einmal gelesen werden.
list-not-taken = Die Datei wurde nicht gelesen.
list-not-taken-name = «{ $name }» wurde nicht gelesen.
list-sending = { $percent } % gesendet
list-sending-name = «{ $name }» wird gesendet …
list-reading = Wird gelesen …
list-reading-name = «{ $name }» wird gelesen …
list-server-said = Der Server sagt:
list-template = «{ $name }», Version { $number }
list-file = Datei
list-size = { $rows ->
    [one] 1 Zeile
   *[other] { $figure } Zeilen
 }, { $columns ->
    [one] 1 Spalte
   *[other] { $columns } Spalten
 }
list-kept = Aufbewahrt
list-kept-until = Bis { $when }, wenn nicht vorher ausgestellt wird
list-other-file = Andere Datei
list-discard = Liste verwerfen …
list-discard-title = «{ $name }» verwerfen
list-discard-text = Die Datei wird auf dem Server gelöscht, und was Sie hier gewählt haben, geht verloren. Ausgestellt wird nichts.
list-not-discarded = Die Liste wurde nicht verworfen.
list-opening = Die Liste wird geöffnet …
list-not-opened = Die Liste konnte nicht geöffnet werden.
list-gone-title = Diese Liste ist nicht mehr da
list-gone-text = Sie wurde ausgestellt, verworfen oder ist älter als ein Tag. Was daraus ausgestellt wurde, steht bei den Zertifikaten; sonst laden Sie die Datei noch einmal.
list-found = Wie die Datei gelesen wird
list-encoding = Zeichen
list-encoding-utf8 = UTF-8, alle Schriften
list-encoding-windows = Windows, Westeuropa
list-encoding-mac = Älterer Mac
list-encoding-utf16 = Unicode-Text aus Excel
list-encoding-east = Windows, Mitteleuropa
list-encoding-latin = Latein 9
list-delimiter = Zwischen den Zellen
list-delimiter-semicolon = Semikolon ;
list-delimiter-comma = Komma ,
list-delimiter-tab = Tabulator
list-delimiter-bar = Senkrechter Strich |
list-sheet = Tabellenblatt
list-header = Die erste Zeile benennt die Spalten
list-not-read = So lässt sich die Datei nicht lesen.
list-read-again = Lesen wie zu Beginn
list-columns = Spalten der Datei
list-column = Spalte
list-column-number = Spalte { $number }
list-samples = Beispiele
list-no-samples = leer
list-is = Bedeutung
list-is-of = Bedeutung der Spalte «{ $column }»
list-targets-own = Person und Zertifikat
list-targets-fields = Felder der Vorlage
list-required = Von der Vorlage verlangt
list-to-unused = Nicht verwendet
list-to-name = Vorname und Name
list-to-given-name = Vorname
list-to-family-name = Nachname
list-to-email = E-Mail-Adresse
list-to-external-id = Ihre Kennung
list-to-language = Sprache
list-to-valid-from = Gültig ab
list-to-valid-until = Gültig bis und mit
list-days = { $text } heisst
list-lacks-name = Keine Spalte sagt, für wen die Zertifikate sind. Wählen Sie eine für «Vorname und Name», oder zwei für «Vorname» und «Nachname».
list-lacks-fields = { $count ->
    [one] Die Vorlage verlangt «{ $fields }»; keine Spalte gibt das an.
   *[other] Die Vorlage verlangt diese Felder, und keine Spalte gibt sie an: { $fields }.
 }
list-lacks-end = Die Vorlage verlangt ein Ende der Gültigkeit. Geben Sie es unten für alle an, oder wählen Sie eine Spalte dafür.
list-lacks-picture = Diese Vorlage verlangt ein Bild («{ $field }»). Bilder lassen sich in einer Liste nicht angeben.
list-for-all = Für alle
list-for-all-text = Gilt für jede Zeile, in der nichts anderes steht.
list-checking = Alle Zeilen werden geprüft …
list-sum-none = Es ist keine Zeile übrig.
list-sum-ready = { $count ->
    [one] 1 Zeile ist bereit.
   *[other] Alle { $figure } Zeilen sind bereit.
 }
list-sum-faulty = { $count ->
    [one] { $ready } von { $rows } Zeilen sind bereit, in 1 stimmt etwas nicht.
   *[other] { $ready } von { $rows } Zeilen sind bereit, in { $figure } stimmt etwas nicht.
 }
list-left-out = { $count ->
    [one] 1 Zeile ist weggelassen.
   *[other] { $figure } Zeilen sind weggelassen.
 }
list-take-in = Wieder aufnehmen
list-not-checked-title = Die Zeilen konnten nicht geprüft werden.
list-mapping-old = Die Spalten passen nicht mehr zur Vorlage. Vielleicht wurde sie inzwischen neu veröffentlicht.
list-reopen = Neu öffnen
list-faults = Was nicht stimmt
list-faults-text = Berichtigen Sie die Datei und laden Sie sie noch einmal, ändern Sie oben die Bedeutung einer Spalte, oder lassen Sie diese Zeilen weg.
list-leave-faulty = { $count ->
    [one] Diese Zeile weglassen
   *[other] Alle { $figure } Zeilen weglassen
 }
list-faults-all = Alle { $count } zeigen
list-faults-more = { $count ->
    [one] In 1 weiteren Zeile stimmt auch etwas nicht.
   *[other] In { $figure } weiteren Zeilen stimmt auch etwas nicht.
 }
list-line = Zeile
list-line-of = Zeile { $line }
list-there = Dort steht
list-wrong = Was nicht stimmt
list-whole-row = ganze Zeile
list-nothing = nichts
list-fault-no-name = Hier fehlt ein Name.
list-fault-twice = Diese Person steht weiter oben schon.
list-fault-missing = Die Vorlage braucht diese Angabe.
list-fault-long = Die Angaben dieser Zeile sind zusammen zu lang.
list-fault-number = Das ist keine Zahl, oder es könnten zwei sein: 1234 oder 1.234.
list-fault-digits = Eine Zahl hat höchstens 15 Ziffern.
list-fault-formula = Das beginnt wie eine Formel; ein Tabellenprogramm würde sie ausführen.
list-fault-error = Das Tabellenprogramm konnte diese Zelle nicht berechnen.
list-fault-field = Dieses Feld kann eine Liste nicht füllen.
list-fault-day = Diesen Tag gibt es nicht, oder er ist nicht als Tag geschrieben.
list-fault-until = Das ist kein Tag, oder er liegt vor dem Beginn.
list-given = Wer schon eines hat
list-given-text = { $count ->
    [one] 1 Person hat schon ein gültiges Zertifikat aus dieser Vorlage. Sie erhält ein zweites, wenn Sie ihre Zeile nicht weglassen.
   *[other] { $figure } Personen haben schon ein gültiges Zertifikat aus dieser Vorlage. Sie erhalten ein zweites, wenn Sie ihre Zeilen nicht weglassen.
 }
list-leave-given = { $count ->
    [one] Diese Zeile weglassen
   *[other] Diese { $figure } Zeilen weglassen
 }
list-given-all = Alle { $count } zeigen
list-content = Inhalt
list-content-same = Derselbe
list-content-other = Ein anderer
list-fit = Haben alle Texte Platz?
list-fit-text = Jede Zeile wird in die Vorlage gesetzt. Bei vielen Zeilen dauert das etwas; Sie können inzwischen weiterarbeiten.
list-fit-start = Platz prüfen
list-fit-stop = Anhalten
list-fit-go-on = Weiter prüfen
list-tried = { $tried } von { $rows } geprüft
list-fit-stopped = Angehalten: { $figures }.
list-fit-failed = Der Platz konnte nicht fertig geprüft werden.
list-fits = Alle Texte haben Platz.
list-overflowing = { $count ->
    [one] In 1 Zeile ist ein Text zu lang für seinen Platz.
   *[other] In { $figure } Zeilen ist ein Text zu lang für seinen Platz.
 }
list-leave-overflowing = { $count ->
    [one] Diese Zeile weglassen
   *[other] Diese { $figure } Zeilen weglassen
 }
list-too-long = Zu lang
list-see = Ansehen
list-see-of = Ansehen: { $name }
list-preview = Vorschau
list-preview-before = Vorheriger Eintrag
list-preview-after = Nächster Eintrag
list-preview-first = Das ist der erste Eintrag.
list-preview-last = Das ist der letzte Eintrag.
list-preview-row = Nummer des Eintrags
list-preview-entry = Eintrag
list-preview-of = von { $rows }
list-preview-alt = So sieht Seite { $page } des Zertifikats von Eintrag { $row } aus.
list-preview-loading = Die Vorschau wird gezeichnet …
list-preview-failed = Die Vorschau konnte nicht gezeichnet werden.
list-unseen-left-out = Dieser Eintrag ist weggelassen.
list-unseen-faulty = Dieser Eintrag lässt sich nicht zeigen: Etwas darin stimmt nicht.
list-unseen-faulty-line = Zeile { $line } der Datei lässt sich nicht zeigen:
list-not-picture = Die Vorlage verlangt ein Bild.
list-not-name = Keine Spalte sagt, für wen die Zertifikate sind.
list-not-checked = Zuerst wird alles geprüft.
list-not-faulty = In einigen Zeilen stimmt etwas nicht: Berichtigen Sie sie, oder lassen Sie sie weg.
list-not-any = Es ist keine Zeile übrig.
list-deliver = { $count ->
    [0] Mail mit der Adresse des Zertifikats senden
    [one] 1 Person eine Mail mit der Adresse ihres Zertifikats senden
   *[other] { $figure } Personen eine Mail mit der Adresse ihres Zertifikats senden
 }
list-deliver-nobody = Dafür braucht es eine Spalte mit E-Mail-Adressen.
list-summary = { $count ->
    [one] 1 Zertifikat aus «{ $title }»
   *[other] { $figure } Zertifikate aus «{ $title }»
 }
list-summary-mails = { $count ->
    [0] keine Mail
    [one] 1 Mail
   *[other] { $figure } Mails
 }
list-summary-given = { $count ->
    [one] 1 Person darunter hat schon eines.
   *[other] { $figure } Personen darunter haben schon eines.
 }
list-summary-over = { $count ->
    [one] Bei 1 ist ein Text zu lang für seinen Platz.
   *[other] Bei { $figure } ist ein Text zu lang für seinen Platz.
 }
list-summary-untried = Ob alle Texte Platz haben, ist noch nicht geprüft.
list-issue = { $count ->
    [one] 1 Zertifikat ausstellen
   *[other] { $figure } Zertifikate ausstellen
 }
list-issue-none = Ausstellen
list-sending-list = Der Auftrag wird angenommen …
list-sending-list-again = Die Antwort ging verloren. Es wird noch einmal gefragt; eine Liste wird nur einmal ausgestellt.
list-unsure-text = Vielleicht ist der Auftrag trotzdem angenommen. Versuchen Sie es noch einmal: Eine Liste wird nur einmal ausgestellt.
list-refused = Inzwischen stimmt in einigen Zeilen etwas nicht. Sie werden neu geprüft; siehe oben.
list-going = Wird ausgestellt
list-going-text = Sie können diese Seite verlassen; es geht von selbst weiter, und bei den Zertifikaten sehen Sie, wie weit es ist.
list-issued = { $count ->
    [one] 1 Zertifikat ist ausgestellt
   *[other] { $figure } Zertifikate sind ausgestellt
 }
list-ended = { $count ->
    [0] Beendet, ohne dass etwas ausgestellt wurde
    [one] Beendet; 1 Zertifikat ist ausgestellt
   *[other] Beendet; { $figure } Zertifikate sind ausgestellt
 }
list-to-certificates = Zu den Zertifikaten
list-next = Eine Liste laden
list-no-batch = Diesen Auftrag gibt es nicht
batches-plate = In Arbeit
batches-lead = Was gemeinsam ausgestellt wird. Es geht weiter, auch wenn niemand zuschaut.
batches-failed = Was in Arbeit ist, konnte nicht geladen werden.
batches-ended = Zuletzt gemeinsam ausgestellt
batches-column-issued = Ausgestellt
batches-column-ended = Beendet
batch-open = Wird ausgestellt
batch-waits = Wartet
batch-paused = Angehalten
batch-failed = Gescheitert
batch-done = Ausgestellt
batch-cancelled = Beendet
batch-asked = { $name }, { $when }
batch-figures = { $issued } von { $all }
batch-progress = Wie viel von «{ $title }» ausgestellt ist
batch-lost-text = Der Server antwortet gerade nicht. Dort geht es weiter; Sie sehen den letzten Stand.
batch-waits-text = Das Register antwortet nicht. Sobald es das wieder tut, geht es von selbst weiter.
batch-paused-text = Jemand hat es angehalten. Was ausgestellt ist, gilt; der Rest folgt, wenn Sie fortfahren.
batch-failed-text = Es liess sich nicht zu Ende bringen. Was ausgestellt ist, gilt. Versuchen Sie fortzufahren; bleibt es dabei, nennen Sie der Verwaltung die Vorlage.
batch-cancelled-text = Was ausgestellt ist, gilt. Der Rest wird nicht mehr ausgestellt.
batch-pause = Anhalten
batch-resume = Fortfahren
batch-cancel = Rest nicht ausstellen …
batch-cancel-title = { $count ->
    [one] 1 Zertifikat nicht mehr ausstellen
   *[other] { $figure } Zertifikate nicht mehr ausstellen
 }
batch-cancel-text = { $issued } von { $all } aus «{ $title }» sind ausgestellt und gelten. Der Rest wird nie ausgestellt; das lässt sich nicht rückgängig machen.
batch-not-cancelled = Es wurde nicht beendet.
batch-moved = Der Auftrag ist inzwischen zu Ende oder steht anders. Sie sehen gleich, wie.
batch-report = Bericht
batch-report-of = Bericht zu «{ $title }» herunterladen
batch-no-report = Der Bericht konnte nicht geladen werden. { $why }
