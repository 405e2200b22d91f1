save-saved = Gespeichert
save-saving = Wird gespeichert …
save-unsaved = Noch nicht gespeichert
save-offline = Offline
save-offline-kept = (Änderungen bleiben hier)
save-connecting = Wird verbunden …
save-refused = Abgelehnt
save-closed = Geschlossen
save-saved-more = Alle Änderungen sind auf dem Server gespeichert.
save-saving-more = Ihre letzten Änderungen sind unterwegs zum Server.
save-connecting-more = Die Verbindung zum Server wird aufgebaut. Sie können schon arbeiten.
save-offline-more = Keine Verbindung seit { $time }. Ihre Änderungen bleiben in diesem Browser und werden gespeichert, sobald der Server wieder antwortet.
save-offline-nothing = Keine Verbindung seit { $time }. Alles bis dahin ist gespeichert; was Sie nun ändern, bleibt in diesem Browser, bis der Server wieder antwortet.
refused-title = Der Server nimmt diese Änderungen nicht an
refused-kept = Was davor gespeichert wurde, ist nicht betroffen.
refused-edits-title = Ein Teil davon war Ihnen nicht erlaubt
refused-edits-intro = Hier wurde mehr geändert als Texte. Darum hat der Server keine dieser Änderungen übernommen. Nicht erlaubt waren:
refused-edits-element = «{ $name }»: Lage, Grösse oder Aussehen
refused-edits-more = { $count ->
    [one] 1 weiteres Element
   *[other] { $count } weitere Elemente
 }
refused-edits-made = { $count ->
    [one] 1 neues Element
   *[other] { $count } neue Elemente
 }
refused-edits-deleted = { $count ->
    [one] 1 gelöschtes Element
   *[other] { $count } gelöschte Elemente
 }
refused-edits-looks = { $count ->
    [one] Schrift oder Farbe von Wörtern in 1 Text
   *[other] Schrift oder Farbe von Wörtern in { $count } Texten
 }
refused-edits-pages = Seiten
refused-edits-fields = Felder und ihre Beschriftung
refused-edits-styles = Stile
refused-edits-other = Sprachen des Layouts
refused-edits-unnamed = Änderungen, auf denen diese Texte beruhten
refused-edits-texts = { $count ->
    [0] Es gibt darunter keine Texte, die sich übernehmen lassen.
    [one] 1 Text lässt sich erneut übernehmen; er erhält den Stil seiner Umgebung.
   *[other] { $count } Texte lassen sich erneut übernehmen; sie erhalten den Stil ihrer Umgebung.
 }
refused-edits-drop = Alles verwerfen
refused-edits-close = Schliessen
refused-edits-again = Texte erneut übernehmen
session-over-title = Sie sind nicht mehr angemeldet
session-over-kept = Was noch nicht gespeichert war, bleibt in diesem Browser und wird gesendet, sobald Sie wieder angemeldet sind.
sign-in-again = Wieder anmelden
draft-gone-title = Diesen Entwurf gibt es nicht mehr
draft-shut-title = Dieser Entwurf lässt sich nicht öffnen
draft-damaged-title = Dieser Entwurf kann nur gelesen werden
draft-damaged-text = Ein Teil davon ist auf dem Server beschädigt. Damit nichts verloren geht, ist er für alle nur lesbar, bis die Betreiber dieses Servers ihn freigegeben haben. Ansehen, Vorschau und Bilder gehen weiter.
draft-damaged-waits = Was Sie noch nicht gespeichert haben, bleibt in diesem Browser und wird danach gesendet.
lost-under-hand = Jemand anderes hat soeben gelöscht, was Sie bearbeiteten.

draft-loading = Der Entwurf wird geöffnet …
draft-waiting-title = Der Server antwortet noch nicht
draft-waiting-text = In diesem Browser liegt keine Kopie dieses Entwurfs. Die Verbindung wird alle paar Sekunden versucht; sobald sie steht, öffnet sich der Entwurf von selbst.
draft-refused-title = Dieser Entwurf lässt sich nicht öffnen

tools-label = Werkzeuge
tool-select = Auswählen
tool-text = Text
tool-rectangle = Rechteck
tool-ellipse = Ellipse
tool-line = Linie
tool-field = Feld
tool-hand = Ansicht verschieben
undo = Rückgängig
redo = Wiederholen
undo-nothing = Sie haben hier nichts rückgängig zu machen
redo-nothing = Sie haben hier nichts zu wiederholen
undo-overtaken = Nicht rückgängig gemacht: Jemand anderes hat dasselbe inzwischen geändert oder gelöscht.
text-full = Dieser Text ist voll: Er fasst 50’000 Zeichen. Der Rest wurde weggelassen.
why-view-only = Nur zum Lesen: Gestalten können hier Personen mit den Rollen Gestaltung und Verwaltung.
why-texts-only = Ihre Rolle ändert hier die Texte; gestalten können Personen mit den Rollen Gestaltung und Verwaltung.
why-closed = Dieser Entwurf ist hier geschlossen. Warum, sagt die Meldung oben.
why-damaged = Nur zum Lesen: Dieser Entwurf ist beschädigt und wartet auf die Betreiber dieses Servers.
view-only = Nur lesen
texts-only = Nur Texte
why-locked = Gesperrt. Entsperren Sie das Element in den Ebenen.
why-three = Dafür braucht es mindestens drei Elemente.
why-nothing-chosen = Es ist nichts ausgewählt.

people-label = Wer sonst noch hier ist
following = Sie folgen { $name }
following-end = Beenden

content-language = Sprache des Zertifikats
content-language-is = { $code }. Sprache des Zertifikats: { $language }
language-missing = { $language } · { $count ->
    [one] 1 Text fehlt
   *[other] { $count } Texte fehlen
 }
language-add = { $language } hinzufügen
language-write = Auf { $language } schreiben
show-language = Auf { $language } zeigen

zoom = Vergrösserung
percent = { $percent } %
zoom-is = Vergrösserung: { $percent } %
zoom-fit = Ganze Seite
zoom-full = Originalgrösse (100 %)
zoom-selection = Auf die Auswahl
zoom-in = Grösser
zoom-out = Kleiner
marks-show = Feldmarken einblenden
marks-hide = Feldmarken ausblenden

panel-left = Ebenen und Seiten
panel-right = Eigenschaften und Felder
tab-layers = Ebenen
tab-pages = Seiten
tab-design = Gestaltung
tab-fields = Felder

canvas-label = Arbeitsfläche
canvas-keys = Mit der Tabulatortaste gehen Sie durch die Elemente, mit den Pfeiltasten verschieben Sie sie, mit der Eingabetaste öffnen Sie einen Text oder eine Gruppe oder setzen in die Mitte, was das gewählte Werkzeug zeichnet. Das Fragezeichen zeigt alle Tasten.
page-number = Seite { $number }
element-spoken = { $type }: { $name }
element-group-spoken = { $name }, { $count ->
    [one] 1 Element
   *[other] { $count } Elemente
 }
element-chosen = { $name }, ausgewählt
element-locked = gesperrt
element-hidden = verborgen
type-text = Text
type-image = Bild
type-rectangle = Rechteck
type-ellipse = Ellipse
type-polygon = Vieleck
type-line = Linie
type-path = Pfad
type-qr = QR-Code
type-signature = Unterschrift
type-seal = Siegel
type-field = Feld
type-group = Gruppe
type-unknown = Unbekannt
text-editing-label = Text auf { $language }
writing-fields = Felder zum Einfügen
chip-label = Feld { $label }
chip-format = Format
chip-fallback = Wenn ein Wert fehlt
format-date-long = Lang
format-date-medium = Mittel
format-date-short = Kurz
format-date-full = Vollständig
format-date-month = Monat und Jahr
format-date-year = Jahr
format-date-iso = ISO
format-number-plain = Gruppiert
format-number-ungrouped = Ungruppiert
format-number-0 = Ganz
format-number-0-0 = Eine Dezimalstelle
format-number-0-00 = Zwei Dezimalstellen
format-number-percent = Prozent
format-text-plain = Wie angegeben
format-text-upper = Grossbuchstaben

layers-label = Ebenen, vorderste zuoberst
layers-empty = Auf dieser Seite steht noch nichts. Wählen Sie oben ein Werkzeug und ziehen Sie auf dem Blatt.
layer-expand = Auf- oder zuklappen
layer-move = { $name } verschieben
layer-name = Name der Ebene
layer-lock = Sperren
layer-unlock = Entsperren
layer-hide = Verbergen
layer-show = Zeigen

pages-label = Seiten
page-add = Seite hinzufügen
page-actions = Aktionen für { $name }
page-move-up = Nach vorne
page-move-down = Nach hinten
page-is-first = Das ist die erste Seite.
page-is-last = Das ist die letzte Seite.
page-is-only = Ein Zertifikat hat mindestens eine Seite.
page-delete = Seite löschen
section-page = Seite
page-hint = Wählen Sie ein Element, um es zu bearbeiten.
section-format = Format
page-name = Name
page-name-placeholder = Ohne Namen
page-format = Papier
page-custom = Eigenes Mass
page-orientation = Ausrichtung
page-portrait = Hochformat
page-landscape = Querformat
page-background = Papierfarbe
page-bleed = Beschnitt

selection-count = { $count ->
    [one] 1 Element ausgewählt
   *[other] { $count } Elemente ausgewählt
 }
align-label = Ausrichten und verteilen
align-left = Links ausrichten
align-centre = Horizontal zentrieren
align-right = Rechts ausrichten
align-top = Oben ausrichten
align-middle = Vertikal zentrieren
align-bottom = Unten ausrichten
distribute-x = Horizontal verteilen
distribute-y = Vertikal verteilen
section-place = Lage und Grösse
field-x = Abstand von links
field-y = Abstand von oben
field-width = Breite
field-width-letter = B
field-height = Höhe
field-height-letter = H
field-rotation = Drehung
section-look = Aussehen
field-opacity = Deckkraft
field-radius = Eckenradius
field-fill = Füllung
field-stroke = Linie
field-stroke-width = Linienstärke
field-dash = Linienart
dash-solid = Durchgezogen
dash-dashed = Gestrichelt
dash-dotted = Gepunktet

section-type = Schrift
type-of-words = Ausgewählte Wörter
field-style = Textstil
style-none = Keiner
style-make = Daraus einen Stil machen
style-update = Den Stil so ändern
style-new-name = Stil { $number }
why-no-style = Hier gibt es keinen Stil zu ändern.
section-styles = Stile
styles-hint = Wählen Sie einen Text und machen Sie daraus einen Stil: Texte eines Stils ändern sich zusammen.
style-name = Name des Stils
style-delete = { $name } löschen
color-make = Neue gemeinsame Farbe
color-new-name = Farbe { $number }
color-name = Name der Farbe
color-of = Farbe von { $name }
color-shared = Gemeinsame Farben
field-family = Schriftart
field-weight = Schnitt
family-brand = Ihrer Organisation
family-serif = Antiqua
family-sans = Grotesk
family-script = Schreibschrift
family-display = Auszeichnung
family-unknown = Nicht vorhanden
family-replaced = gesetzt in {$family}
weight-100 = Haarfein
weight-200 = Sehr leicht
weight-300 = Leicht
weight-400 = Normal
weight-500 = Kräftig
weight-600 = Halbfett
weight-700 = Fett
weight-800 = Extrafett
weight-900 = Schwarz
field-text-size = Grösse
field-align = Ausrichtung des Textes
text-start = Linksbündig
text-center = Zentriert
text-end = Rechtsbündig
text-justify = Blocksatz
field-valign = Lage im Rahmen
text-top = Oben
text-middle = Mitte
text-bottom = Unten
field-line-height = Zeilenabstand
field-spacing = Laufweite
field-text-color = Textfarbe
field-italic = Kursiv
field-fit = Grösse dem Rahmen anpassen
field-fit-smallest = Kleinste Grösse
field-fit-largest = Grösste Grösse
section-texts = Texte nach Sprache
text-in-language = Text auf { $language }
text-missing = Fehlt noch
section-alt = Alternativtext
alt-label = Alternativtext ({ $language })
alt-hint = Wird vorgelesen, wo man das Element nicht sieht.

fields-title = Felder
fields-hint = Was von der Empfängerin oder dem Empfänger kommt: Name, Datum, Note.
field-first = Erfassen Sie zuerst ein Feld, dann können Sie es auf das Blatt setzen.
field-new = Neues Feld
field-label = Bezeichnung ({ $language })
field-label-placeholder = Name der lernenden Person
field-label-missing = Bitte geben Sie eine Bezeichnung ein.
field-key-taken = Ein Feld mit diesem Schlüssel gibt es schon.
field-add = Hinzufügen
field-insert = { $label } einfügen
field-type = Art
field-type-text = Text
field-type-date = Datum
field-type-number = Zahl
field-type-image = Bild
field-required = Muss ausgefüllt sein
field-required-short = Pflicht
field-sample = Beispiel
field-sample-hint = Steht im Entwurf an der Stelle des Feldes.
field-uses = { $count ->
    [0] Nirgends verwendet
    [one] 1-mal verwendet
   *[other] { $count }-mal verwendet
 }
field-delete = Feld löschen
why-field-used = { $count ->
    [one] Das Feld steht noch an 1 Stelle im Entwurf.
   *[other] Das Feld steht noch an { $count } Stellen im Entwurf.
 }

status-label = Stand
status-page = Seite { $number } von { $count }
status-missing = { $count ->
    [one] 1 Text fehlt auf { $language }
   *[other] { $count } Texte fehlen auf { $language }
 }
status-offline = offline seit { $time }
shortcuts-open = Tasten
shortcuts-title = Tasten
keys-tools = Werkzeuge
keys-edit = Bearbeiten
keys-arrange = Anordnen
keys-view = Ansicht
keys-pointer = Mit der Maus
key-copy = Kopieren
key-cut = Ausschneiden
key-paste = Einfügen
key-duplicate = Duplizieren
key-delete = Löschen
key-select-all = Alles auswählen
key-open = Text oder Gruppe öffnen; mit einem Werkzeug: in die Mitte setzen
key-escape = Abbrechen, eine Stufe hinauf
key-nudge = Verschieben um 1 mm
key-nudge-far = Verschieben um 10 mm
key-nudge-fine = Verschieben um 0.1 mm
key-group = Gruppieren
key-ungroup = Gruppierung aufheben
key-to-front = Ganz nach vorne
key-to-back = Ganz nach hinten
key-lock = Sperren
key-hide = Verbergen
key-marks = Feldmarken ein- oder ausblenden
habit-pan = Ansicht verschieben beim Ziehen
habit-zoom-wheel = Vergrössern mit dem Rad
habit-duplicate-drag = Beim Ziehen eine Kopie lassen
habit-keep-ratio = Verhältnis, Achse oder 15° halten
habit-no-snap = Ohne Einrasten
habit-deep-select = Klick wählt in der Gruppe
key-space = Leertaste
