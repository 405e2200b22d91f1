people-title = Personen
people-lead = Wer Mitglied Ihrer Organisation ist und was jede Person darf.
people-workos = Mitglieder und Rollen werden in WorkOS geändert; hier erscheinen sie nach wenigen Sekunden.
people-local = Dies sind Beispielpersonen dieses Servers.
people-members = Mitglieder
people-total = { $count ->
    [one] 1 Mitglied
   *[other] { $figure } Mitglieder
 }
people-search = Mitglieder suchen
people-search-placeholder = Name oder E-Mail-Adresse
people-clear-search = Suche aufheben
people-found = { $count ->
    [0] Niemand gefunden
    [one] 1 Mitglied gefunden
   *[other] { $figure } Mitglieder gefunden
 }
people-found-more = Die ersten { $figure } gefundenen Mitglieder
people-none-title = Niemand gefunden
people-none-text = Niemand trägt «{ $search }» im Namen oder in der E-Mail-Adresse.
people-empty-title = Noch kein Mitglied
people-loading = Mitglieder werden geladen …
people-failed = Die Mitglieder konnten nicht geladen werden.
people-more = Weitere anzeigen
people-column-person = Person
people-column-roles = Rollen
people-column-language = Sprache
people-column-since = Mitglied seit
people-no-role = Keine
domains-title = Domains
domains-lead = Wer eine E-Mail-Adresse unter einer bestätigten Domain hat, wird Ihrer Organisation zugeordnet.
domains-none = Ihre Organisation hat keine Domain.
domain-verified = Bestätigt
domain-pending = Noch nicht bestätigt
domain-failed = Nicht bestätigt
domain-unknown = Unbekannt
domain-contested = Umstritten
domain-contested-text = Eine andere Organisation hat diese Domain ebenfalls bestätigt. Bis das geklärt ist, wird über sie niemand zugeordnet. Der Support von WorkOS kann es klären.
