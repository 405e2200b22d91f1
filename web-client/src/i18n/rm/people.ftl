people-title = Persunas
people-lead = Tgi ch’è commember da Vossa organisaziun e tge che mintga persuna dastga far.
people-workos = Commembers e rollas vegnan midads en WorkOS; qua cumparan els suenter paucas secundas.
people-local = Quai èn persunas d’exempel da quest server.
people-members = Commembers
people-total = { $count ->
    [one] 1 commember
   *[other] { $figure } commembers
 }
people-search = Tschertgar commembers
people-search-placeholder = Num u adressa d’e-mail
people-clear-search = Annullar la tschertga
people-found = { $count ->
    [0] Chattà nagin commember
    [one] Chattà 1 commember
   *[other] Chattà { $figure } commembers
 }
people-found-more = Ils emprims { $figure } commembers chattads
people-none-title = Chattà nagin
people-none-text = Nagin n’ha «{ $search }» en il num u en l’adressa d’e-mail.
people-empty-title = Anc nagin commember
people-loading = Ils commembers vegnan chargiads …
people-failed = Ils commembers n’han betg pudì vegnir chargiads.
people-more = Mussar dapli
people-column-person = Persuna
people-column-roles = Rollas
people-column-language = Lingua
people-column-since = Commember dapi
people-no-role = Nagina
domains-title = Domenas
domains-lead = Tgi che ha ina adressa d’e-mail sut ina domena confermada vegn attribuì a Vossa organisaziun.
domains-none = Vossa organisaziun n’ha nagina domena.
domain-verified = Confermada
domain-pending = Anc betg confermada
domain-failed = Betg confermada
domain-unknown = Nunenconuschent
domain-contested = Contestada
domain-contested-text = In’autra organisaziun ha er confermà questa domena. Fin che quai è sclerì na vegn nagin attribuì tras ella. Il support da WorkOS po sclerir quai.
