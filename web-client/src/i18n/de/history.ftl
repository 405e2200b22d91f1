history-title = Verlauf
history-versions = Versionen
history-loading = Der Verlauf wird geladen …
history-failed = Der Verlauf liess sich nicht laden
history-empty-title = Noch keine Versionen
history-empty-text = Während bearbeitet wird, entsteht alle paar Minuten von selbst ein Zwischenstand. Was bleiben soll, halten Sie als Version fest.
history-nothing-title = Noch nichts zu vergleichen
history-nothing-text = Sobald es einen Zwischenstand oder eine Version gibt, sehen Sie hier, was sich seither geändert hat.
history-today = Heute
history-more = Ältere anzeigen
history-version = Version { $number }
history-somebody = Jemand, der nicht mehr dabei ist
history-nobody = Ohne neue Beiträge
history-before-restore = vor Wiederherstellung
history-other-side = Vergleich
history-kept-only = Nur Versionen und Benannte
history-freeze = Version festhalten
history-freeze-text = Der Entwurf, wie er jetzt gespeichert ist, wird unveränderlich festgehalten: mit allen Texten, Bildern und Schriften.
history-freeze-action = Festhalten
history-name = Benennen
history-name-text = Was einen Namen hat, bleibt. Ohne Namen werden alte Zwischenstände mit der Zeit ausgedünnt.
history-name-label = Name (freiwillig)
history-name-action = Speichern
history-name-failed = Das wurde nicht gespeichert
history-unsaved = Ihre letzten Änderungen sind noch nicht gespeichert. Das dauert nur einen Augenblick.
history-read-only = Dieser Entwurf lässt sich zurzeit nicht ändern.
history-mode = Darstellung
history-mode-one = Nur diese Version
history-mode-side = Nebeneinander
history-mode-over = Übereinander
history-mode-blink = Abwechselnd
history-language = Sprache der Bilder
history-now = Jetzt
history-against = Verglichen mit: { $other }
history-against-now = Wieder mit dem jetzigen Entwurf vergleichen
history-compare-with = Andere damit vergleichen
history-is-other = Mit dieser Version wird schon verglichen. Wählen Sie links eine andere.
history-mix = Wie viel vom neueren Stand zu sehen ist
history-mix-value = { $share } Prozent
history-blink-stop = Anhalten
history-blink-go = Abwechseln
history-blink-turn = Umblättern
history-picture = { $title }, Seite { $number }
history-picture-loading = Die Seite wird geladen …
history-picture-failed = Die Seite liess sich nicht laden
history-no-page = Diese Seite gibt es hier nicht.
history-slider = Verlauf am { $day }
history-about = Zu { $title }
history-made = { $moment }, { $people }
history-restore = Wiederherstellen
history-restore-title = «{ $title }» wiederherstellen?
history-restore-text = Der Entwurf wird für alle wieder so, wie er damals war. Sie können es danach rückgängig machen; für alle anderen entsteht zuvor ein Zwischenstand.
history-restore-action = Wiederherstellen
history-restore-failed = Das wurde nicht wiederhergestellt
history-restored = «{ $title }» ist wiederhergestellt.
history-restored-nothing = Der Entwurf ist bereits so, wie er damals war.
history-undo = Rückgängig
history-copied = Das Element steht nun auch im Entwurf.
history-changes-loading = Die Unterschiede werden ermittelt …
history-changes-failed = Die Unterschiede liessen sich nicht ermitteln
history-changes = { $count ->
    [0] Kein Unterschied
    [one] 1 Unterschied
   *[other] { $count } Unterschiede
 }
history-changes-more = und { $count } weitere
history-show = «{ $name }» im Entwurf zeigen
history-copy = «{ $name }» in den Entwurf kopieren
history-how-added = neu
history-how-removed = entfernt
history-how-moved = verschoben
history-how-changed = geändert
history-thing-layout = Dokument
history-thing-page = Seite
history-thing-field = Feld
history-thing-style = Stil
history-all-languages = (alle Sprachen)
history-yes = ja
history-no = nein
history-property = { $key ->
    [align] Ausrichtung
    [alt] Alternativtext
    [asset] Bild
    [at] Lage
    [background] Hintergrund
    [bleed] Beschnitt
    [box] Ausschnitt
    [color] Farbe
    [content] Inhalt
    [d] Form
    [design] Siegelform
    [fallback] Ersatztext
    [family] Schrift
    [field] Feld
    [fill] Füllung
    [fit] Einpassung
    [format] Format
    [ground] Grund
    [hidden] ausgeblendet
    [inner] Innenradius
    [italic] kursiv
    [label] Beschriftung
    [languages] Sprachen
    [level] Fehlerkorrektur
    [lineHeight] Zeilenhöhe
    [locked] gesperrt
    [name] Name
    [opacity] Deckkraft
    [order] Reihenfolge
    [page] Seite
    [parent] Gruppe
    [radius] Eckenradius
    [required] Pflichtfeld
    [role] Funktion
    [rotation] Drehung
    [sample] Beispiel
    [sides] Ecken
    [signer] Unterzeichnende
    [size] Grösse
    [spacing] Laufweite
    [stroke] Linie
    [strokeDash] Strichmuster
    [strokeWidth] Linienstärke
    [style] Stil
    [textSize] Schriftgrösse
    [textStyle] Auszeichnung
    [texts] Text
    [type] Art
    [valign] Ausrichtung in der Höhe
    [value] Farbwert
    [weight] Schriftstärke
   *[other] { $key }
 }

