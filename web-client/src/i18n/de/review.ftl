review-title = Prüfung
review-state-draft = Entwurf
review-state-in-review = In Prüfung
review-state-changes-requested = Änderungen verlangt
review-state-approved = Freigegeben
review-state-published = Veröffentlicht
review-load-failed = Der Stand der Prüfung konnte nicht geladen werden.
review-version = Version { $number }
review-progress = { $count } von { $needed } Freigaben
review-independent = Es fehlt die Freigabe von jemandem, der nichts daran geändert hat
review-asked = Wer gefragt ist
review-due-until = Bis { $date }
review-due-over = War fällig am { $date }
review-changed = Seit der Freigabe geändert
review-changed-since-asked = Seit dem Einreichen geändert
review-changed-since-said = Seither geändert
review-changed-decide = Der Entwurf wurde seither geändert. Sie entscheiden über Version { $number }, wie Sie sie hier sehen, nicht über den jetzigen Stand.
review-submit = Prüfen lassen …
review-submit-title = Prüfen lassen
review-submitted = Die Version ist eingefroren, die Prüfenden sind gefragt.
review-submit-now = Prüfen lassen
review-approve-now = Freigeben
review-request-changes-now = Änderungen verlangen
review-question = Wer entscheidet
review-who = Gefragt sind
review-who-rule = { $count ->
    [one] Alle, die freigeben dürfen; eine Freigabe genügt
   *[other] Alle, die freigeben dürfen; es braucht { $count } Freigaben
}
review-who-rule-role = { $count ->
    [one] Alle mit der Rolle { $role }; eine Freigabe genügt
   *[other] Alle mit der Rolle { $role }; es braucht { $count } Freigaben
}
review-who-named = Bestimmte Personen
review-who-missing = { $count ->
    [one] Wählen Sie noch eine Person.
   *[other] Wählen Sie noch { $count } Personen.
}
review-four-eyes = Wer diesen Entwurf seit der letzten Veröffentlichung geändert hat, kann ihn nicht allein freigeben.
review-people-loading = Personen werden geladen …
review-people-failed = Die Personen konnten nicht geladen werden.
review-people-none = In Ihrer Organisation darf niemand freigeben.
review-due = Entscheiden bis
review-due-hint = Wer gefragt ist, wird einen Tag vorher erinnert.
review-note = Was die Prüfenden wissen sollten
review-note-hint = Freiwillig.
review-unsaved = Warten Sie, bis alles gespeichert ist.
review-gate-closed = Beheben Sie zuerst, was dagegen spricht.
review-failed = Das ist nicht geschehen.
review-approve = Freigeben …
review-approve-title = Version { $number } freigeben
review-approved-done = Sie haben Version { $number } freigegeben.
review-request-changes = Änderungen verlangen …
review-changes-title = Änderungen an Version { $number } verlangen
review-changes-done = Sie haben Änderungen an Version { $number } verlangt.
review-changes-word = Was zu ändern ist
review-word = Ein Wort dazu (freiwillig)
review-note-needed = Sagen Sie, was zu ändern ist.
review-bound = Ihre Freigabe gilt genau für diesen Inhalt ({ $hash }) und für nichts anderes.
review-withdraw = Zurückziehen …
review-withdraw-title = Die Prüfung zurückziehen
review-withdraw-text = Über Version { $number } wird dann nicht mehr entschieden, und sie kann nicht veröffentlicht werden. Die Version selbst bleibt.
review-withdraw-now = Zurückziehen
review-reassign = Andere fragen …
review-reassign-title = Andere fragen, oder bis zu einem anderen Tag
review-reassign-now = Fragen
review-said = Was gesagt wurde
review-asked-by = { $name } hat gefragt, { $when }
review-authors = Seit der letzten Veröffentlichung geändert von { $names }
review-verdict-approved = freigegeben
review-verdict-changes = verlangt Änderungen
review-now-published = Veröffentlicht
review-first = Von dieser Vorlage ist noch nichts veröffentlicht.
review-differences = Was sich gegenüber der veröffentlichten Version ändert

gate-title = Was dagegen spricht
gate-check = Kontrollieren
gate-again = Nochmals kontrollieren
gate-loading = Wird kontrolliert …
gate-failed = Die Kontrolle ist nicht gelungen.
gate-clear = Es spricht nichts dagegen.
gate-open = { $warnings ->
    [one] Nichts verbietet es; ein Hinweis.
   *[other] Nichts verbietet es; { $warnings } Hinweise.
}
gate-closed = { $errors ->
    [one] Ein Punkt ist zuerst zu beheben (weitere Hinweise: { $warnings }).
   *[other] { $errors } Punkte sind zuerst zu beheben (weitere Hinweise: { $warnings }).
}
gate-whole = Das ganze Layout
gate-cut = Es kann noch mehr geben. Beheben Sie zuerst dies.
gate-jump = Geht zum Element
gate-severity-error = Verbietet es
gate-severity-warning = Wird gemeldet
gate-severity-off = Wird nicht geprüft
gate-threads-blocking = Offene Diskussionen, die das Veröffentlichen verbieten: { $measured }
gate-translation-missing = Der Text fehlt in dieser Sprache
gate-text-overflows = Der Text braucht mehr Platz, als sein Rahmen hat
gate-text-overflows-longest = Mit langen Werten braucht der Text mehr Platz, als sein Rahmen hat
gate-text-too-long = Der Text ist zu lang, um ganz gesetzt zu werden
gate-contrast-low = Schlecht lesbar: Kontrast { $measured } : 1, mindestens { $wanted } : 1
gate-alt-missing = Kein Alternativtext für Menschen, die es nicht sehen
gate-alt-missing-language = Kein Alternativtext in dieser Sprache
gate-image-low-resolution = Grob im Druck: { $measured } Pixel pro Zoll, mindestens { $wanted }
gate-image-missing = Kein Bild gewählt
gate-image-missing-gone = Das Bild ist nicht mehr da
gate-off-page-all = Liegt neben der Seite
gate-off-page-part = Ragt { $measured } mm über die Seite hinaus
gate-off-page-words = Wörter ragen { $measured } mm über die Seite hinaus
gate-glyph-missing = Keine Schrift hat: { $about }
gate-font-unknown = Unbekannte Schrift: { $about }
gate-field-undeclared = Unbekanntes Feld: { $about }
gate-field-undeclared-none = Kein Feld gewählt
gate-field-unused = Das Feld { $about } wird nirgends verwendet
gate-brand-color = Keine Farbe der Organisation: { $about }
gate-brand-font = Keine Schrift der Organisation: { $about }
gate-brand-logo-missing = Das Logo fehlt
gate-brand-logo-space = { $about } steht zu nahe beim Logo; { $wanted } mm bleiben frei
gate-brand-unlocked = Sollte gesperrt sein
gate-check-threads-blocking = Offene Diskussionen, die das Veröffentlichen verbieten
gate-check-translation-missing = Fehlende Übersetzungen
gate-check-text-overflows = Text, der mehr braucht als seinen Rahmen
gate-check-text-overflows-longest = Text, der mit langen Werten mehr braucht als seinen Rahmen
gate-check-text-too-long = Text, der zu lang ist, um gesetzt zu werden
gate-check-contrast-low = Kontrast unter 4,5 : 1
gate-check-alt-missing = Fehlende Alternativtexte
gate-check-image-low-resolution = Bilder unter 150 Pixeln pro Zoll
gate-check-image-missing = Fehlende Bilder
gate-check-off-page = Elemente ausserhalb der Seite
gate-check-glyph-missing = Buchstaben, die keine Schrift hat
gate-check-font-unknown = Unbekannte Schriften
gate-check-field-undeclared = Unbekannte Felder
gate-check-field-unused = Unbenutzte Felder
gate-check-brand-color = Farben, die nicht jene der Organisation sind
gate-check-brand-font = Schriften, die nicht jene der Organisation sind
gate-check-brand-logo-missing = Fehlendes Logo
gate-check-brand-logo-space = Zu wenig Freiraum um das Logo
gate-check-brand-unlocked = Elemente, die gesperrt sein sollten

rules-title = Prüfung und Freigabe
rules-lead = Gilt ab der nächsten Prüfung.
rules-load-failed = Die Regeln konnten nicht geladen werden.
rules-approvals = Nötige Freigaben
rules-role = Wer freigeben muss
rules-role-any = Wer freigeben darf
rules-four-eyes = Vier Augen: Wer etwas geändert hat, kann nicht allein freigeben
rules-severities = Was kontrolliert wird
rules-severities-hint = Was es verbietet, ist zu beheben, bevor eine Version eingereicht oder veröffentlicht werden kann.
rules-save = Regeln speichern
rules-saved = Gespeichert
rules-failed = Die Regeln wurden nicht gespeichert.
