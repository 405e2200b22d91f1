product = Imprimatur
loading = Wird geladen …
close = Schliessen
cancel = Abbrechen
try-again = Erneut versuchen
back = Zurück
clear = Leeren
mixed = Verschieden
color-none = Keine
color-hex = Farbwert
color-swatches = Farben zur Auswahl

language = Sprache
theme = Darstellung
theme-system = Wie das System
theme-light = Hell
theme-dark = Dunkel
account = Konto von { $name }
sign-out = Abmelden
main-navigation = Bereiche
breadcrumb = Sie sind hier
skip-to-content = Zum Inhalt springen
nav-templates = Vorlagen

role-admin = Verwaltung
role-designer = Gestaltung
role-content-editor = Redaktion
role-approver = Freigabe
role-viewer = Leserecht

ago-now = gerade eben
ago-minutes = { $count ->
    [one] vor 1 Minute
   *[other] vor { $count } Minuten
 }
ago-hours = { $count ->
    [one] vor 1 Stunde
   *[other] vor { $count } Stunden
 }
ago-days = { $count ->
    [one] vor 1 Tag
   *[other] vor { $count } Tagen
 }
ago-date = am { $date }

not-found-title = Diese Seite gibt es nicht
not-found-text = Vielleicht ist die Adresse unvollständig, oder die Seite wurde verschoben.
not-found-action = Zu den Vorlagen
unreachable-title = Der Server antwortet nicht
unreachable-text = Was Sie in diesem Browser bearbeitet haben, bleibt hier gespeichert. Sobald die Verbindung wieder steht, geht es weiter.
unreachable-retrying = Es wird alle paar Sekunden erneut versucht.
broken-title = Diese Seite ist auf einen Fehler gestossen
broken-text = Ihre gespeicherten Arbeiten sind nicht betroffen. Laden Sie die Seite neu; bleibt der Fehler, nennen Sie bitte den Wortlaut unten.
reload = Seite neu laden
