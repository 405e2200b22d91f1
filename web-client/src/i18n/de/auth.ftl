sign-in-title = Willkommen
sign-in-text = Als wer möchten Sie arbeiten?
sign-in-local = Anmeldung ohne Passwort, nur auf diesem Rechner: für den Einstieg und zum Ausprobieren. Jede Person sieht allein die Vorlagen ihrer Organisation.
sign-in-people = Personen von { $organisation }
sign-in-none-title = Hier kann sich noch niemand anmelden
sign-in-none-text = Die lokale Anmeldung ist ausgeschaltet, und eine andere ist nicht eingerichtet. Wer den Server betreibt, schaltet sie mit der Einstellung LOCAL_SIGN_IN ein.
sign-in-loading = Personen werden geladen …
sign-in-failed = Die Anmeldung ist nicht gelungen.
signed-out = Sie sind abgemeldet.
session-ended = Ihre Sitzung ist zu Ende. Bitte melden Sie sich erneut an.

sign-in-workos-text = Melden Sie sich mit dem Konto Ihrer Organisation an.
sign-in-action = Anmelden
sign-in-or = Oder als Beispielperson, ohne Passwort:

role-admin-can = Darf alles, auch Personen und Einstellungen verwalten
role-designer-can = Entwirft Vorlagen und ändert alles darin
role-content-editor-can = Pflegt die Texte, nicht die Gestaltung
role-approver-can = Prüft, gibt frei und veröffentlicht
role-viewer-can = Sieht mit, ohne zu ändern
sign-in-verify = Ein Zertifikat prüfen, ohne Konto
