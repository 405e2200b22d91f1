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

copy = Kopieren
copied = Kopiert
copy-by-keys = Der Text ist markiert: Kopieren Sie ihn mit der Tastatur.
failure = Fehler
no-connection = Keine Verbindung
last-known = Sie sehen den letzten Stand. Er wird aktualisiert, sobald der Server wieder antwortet.

organisation = Organisation
switch-failed = Der Wechsel zu «{ $organisation }» ist nicht gelungen.
nav-people = Personen
nav-sync = Abgleich
nav-settings = Einstellungen
impersonation = Handeln in fremdem Namen
impersonation-text = { $impersonator } handelt im Namen von { $name } ({ $organisation }). Freigeben und Veröffentlichen sind ausgeschaltet.
impersonation-end = Beenden und abmelden
needs-manage = Diese Seite sehen Personen mit der Rolle Verwaltung. Wenden Sie sich an die Verwaltung Ihrer Organisation, wenn Sie sie brauchen.
not-allowed-title = Diese Seite ist der Verwaltung vorbehalten

duration-seconds = { $count ->
    [one] 1 Sekunde
   *[other] { $count } Sekunden
 }
duration-minutes = { $count ->
    [one] 1 Minute
   *[other] { $count } Minuten
 }
duration-hours = { $count ->
    [one] 1 Stunde
   *[other] { $count } Stunden
 }
duration-days = { $count ->
    [one] 1 Tag
   *[other] { $count } Tage
 }
at-time = { $time } Uhr
at-date-time = { $date }, { $time } Uhr
