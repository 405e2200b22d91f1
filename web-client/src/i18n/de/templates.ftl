templates-title = Vorlagen
templates-loading = Vorlagen werden geladen …
template-new = Neue Vorlage
templates-search = Vorlagen suchen
templates-search-placeholder = Nach Namen suchen
templates-found = { $count ->
    [0] Keine Vorlage gefunden
    [one] 1 Vorlage gefunden
   *[other] { $count } Vorlagen gefunden
 }
templates-found-more = Mehr als { $count } Vorlagen gefunden
templates-more = Weitere anzeigen
templates-empty-title = Noch keine Vorlage
templates-empty-text = Eine Vorlage ist der Entwurf eines Zertifikats, den Sie gemeinsam gestalten. Beginnen Sie mit einem fertigen Muster oder mit einem leeren Blatt.
templates-empty-view = Sobald jemand aus Ihrer Organisation eine Vorlage anlegt, erscheint sie hier.
templates-none-title = Nichts gefunden
templates-none-text = Keine Vorlage trägt «{ $search }» im Namen.
templates-clear-search = Suche aufheben
templates-failed = Die Vorlagen konnten nicht geladen werden.
templates-offline-title = Keine Verbindung
templates-offline-text = Sie sehen den letzten Stand. Die Liste wird aktualisiert, sobald der Server wieder antwortet.
template-edited = Bearbeitet { $when }
template-by = Angelegt von { $name }
template-actions = Aktionen für «{ $name }»
template-open = Öffnen
template-rename = Umbenennen …
template-duplicate = Duplizieren
template-delete = Löschen …
needs-edit-layout = Vorlagen anlegen und ändern können Personen mit den Rollen Gestaltung und Verwaltung.

create-title = Neue Vorlage
create-start = Womit möchten Sie beginnen?
create-name = Name der Vorlage
create-action = Vorlage anlegen
create-blank-portrait = Leeres Blatt, hoch
create-blank-landscape = Leeres Blatt, quer
create-blank-portrait-text = A4, 210 × 297 mm
create-blank-landscape-text = A4, 297 × 210 mm
create-starters-failed = Die Muster konnten nicht geladen werden. Ein leeres Blatt steht bereit.
create-untitled = Ohne Titel
create-failed = Die Vorlage wurde nicht angelegt.

rename-title = Vorlage umbenennen
rename-action = Umbenennen
rename-failed = Der Name wurde nicht geändert.
name-missing = Bitte geben Sie einen Namen ein.
duplicate-name = { $name } (Kopie)
duplicate-done = «{ $name }» ist angelegt.
duplicate-failed = «{ $name }» wurde nicht dupliziert.
delete-title = «{ $name }» löschen
delete-text = Die Vorlage und ihr Entwurf verschwinden für alle in Ihrer Organisation. Wer sie gerade geöffnet hat, kann nicht weiterarbeiten. Das lässt sich hier nicht rückgängig machen.
delete-action = 1 Vorlage löschen
delete-done = «{ $name }» ist gelöscht.
delete-failed = «{ $name }» wurde nicht gelöscht.

no-template-title = Diese Vorlage gibt es nicht
no-template-text = Vielleicht wurde sie gelöscht, oder sie gehört einer anderen Organisation.
