review-title = Controlla
review-state-draft = Sboz
review-state-in-review = En controlla
review-state-changes-requested = Midadas pretendidas
review-state-approved = Approvà
review-state-published = Publitgà
review-load-failed = Il stadi da la controlla n’ha betg pudì vegnir chargià.
review-version = Versiun { $number }
review-progress = { $count } da { $needed } approvaziuns
review-independent = Igl manca anc l’approvaziun d’insatgi che n’ha midà nagut
review-asked = Tgi che è dumandà
review-due-until = Fin ils { $date }
review-due-over = Scadì ils { $date }
review-changed = Midà dapi l’approvaziun
review-changed-since-asked = Midà dapi l’inoltraziun
review-changed-since-said = Midà dapi lura
review-changed-decide = Il sboz è vegnì midà dapi lura. Vus decidais davart la versiun { $number } sco che Vus la vesais qua, betg davart il stadi actual.
review-submit = Laschar controllar …
review-submit-title = Laschar controllar
review-submitted = La versiun è schelada, las persunas che approveschan èn dumandadas.
review-submit-now = Laschar controllar
review-approve-now = Approvar
review-request-changes-now = Pretender midadas
review-question = Tgi decida
review-who = Dumandads èn
review-who-rule = { $count ->
    [one] Tuts che dastgan approvar; ina approvaziun basta
   *[other] Tuts che dastgan approvar; i dovra { $count } approvaziuns
}
review-who-rule-role = { $count ->
    [one] Tuts cun la rolla { $role }; ina approvaziun basta
   *[other] Tuts cun la rolla { $role }; i dovra { $count } approvaziuns
}
review-who-named = Tschertas persunas
review-who-missing = { $count ->
    [one] Tschernì anc ina persuna.
   *[other] Tschernì anc { $count } persunas.
}
review-four-eyes = Tgi che ha midà quest sboz dapi l’ultima publicaziun na po betg approvar el sulet.
review-people-loading = Las persunas vegnan chargiadas …
review-people-failed = Las persunas n’han betg pudì vegnir chargiadas.
review-people-none = En Vossa organisaziun na dastga nagin approvar.
review-due = Decider fin
review-due-hint = Tgi che è dumandà vegn regurdà il di avant.
review-note = Tge ch’els duessan savair
review-note-hint = Facultativ.
review-unsaved = Spetgai fin che tut è memorisà.
review-gate-closed = Curregì l’emprim quai che s’oppona.
review-failed = Quai n’è betg capità.
review-approve = Approvar …
review-approve-title = Approvar la versiun { $number }
review-approved-done = Vus avais approvà la versiun { $number }.
review-request-changes = Pretender midadas …
review-changes-title = Pretender midadas vi da la versiun { $number }
review-changes-done = Vus avais pretendì midadas vi da la versiun { $number }.
review-changes-word = Tge ch’è da midar
review-word = In pled latiers (facultativ)
review-note-needed = Schai tge ch’è da midar.
review-bound = Vossa approvaziun vala exact per quest cuntegn ({ $hash }) e per nagut auter.
review-withdraw = Retrair …
review-withdraw-title = Retrair la dumonda
review-withdraw-text = Davart la versiun { $number } na vegn alura betg pli decidì, ed ella na po betg vegnir publitgada. La versiun sezza resta.
review-withdraw-now = Retrair
review-reassign = Dumandar auters …
review-reassign-title = Dumandar auters, u fin in auter di
review-reassign-now = Dumandar
review-said = Tge ch’è vegnì ditg
review-asked-by = { $name } ha dumandà, { $when }
review-authors = Midà dapi l’ultima publicaziun da { $names }
review-verdict-approved = approvà
review-verdict-changes = pretenda midadas
review-now-published = Publitgà
review-first = Da quest model n’è anc nagut publitgà.
review-differences = Tge che mida cumpareglià cun la versiun publitgada

gate-title = Tge che s’oppona
gate-check = Controllar
gate-again = Controllar anc ina giada
gate-loading = Vegn controllà …
gate-failed = La controlla n’è betg reussida.
gate-clear = Nagut na s’oppona.
gate-open = { $warnings ->
    [one] Nagut na scumonda quai; ina remartga.
   *[other] Nagut na scumonda quai; { $warnings } remartgas.
}
gate-closed = { $errors ->
    [one] In punct è l’emprim da curreger (ulteriuras remartgas: { $warnings }).
   *[other] { $errors } puncts èn l’emprim da curreger (ulteriuras remartgas: { $warnings }).
}
gate-whole = L’entir layout
gate-cut = I po dar anc dapli. Curregì l’emprim quests puncts.
gate-jump = Va tar l’element
gate-severity-error = Scumonda quai
gate-severity-warning = Vegn annunzià
gate-severity-off = Na vegn betg controllà
gate-threads-blocking = Discussiuns avertas che scumondan la publicaziun: { $measured }
gate-translation-missing = Il text manca en questa lingua
gate-text-overflows = Il text dovra dapli plaz che ses rom
gate-text-overflows-longest = Cun valurs lungas dovra il text dapli plaz che ses rom
gate-text-too-long = Il text è memia lung per vegnir mess entir
gate-contrast-low = Grev da leger: contrast { $measured } : 1, almain { $wanted } : 1
gate-alt-missing = Nagin text alternativ per persunas che na vesan betg quai
gate-alt-missing-language = Nagin text alternativ en questa lingua
gate-image-low-resolution = Grov en la stampa: { $measured } pixels per pulesch, almain { $wanted }
gate-image-missing = Nagin maletg tschernì
gate-image-missing-gone = Il maletg n’è betg pli qua
gate-off-page-all = Giascha sper la pagina
gate-off-page-part = Sporscha { $measured } mm ord la pagina
gate-off-page-words = Pleds sporschan { $measured } mm ord la pagina
gate-glyph-missing = Nagina scrittira n’ha: { $about }
gate-font-unknown = Scrittira nunenconuschenta: { $about }
gate-field-undeclared = Champ nunenconuschent: { $about }
gate-field-undeclared-none = Nagin champ tschernì
gate-field-unused = Il champ { $about } na vegn duvrà nagliur
gate-brand-color = Nagina colur da l’organisaziun: { $about }
gate-brand-font = Nagina scrittira da l’organisaziun: { $about }
gate-brand-logo-missing = Il logo manca
gate-brand-logo-space = { $about } è memia datiers dal logo; { $wanted } mm restan libers
gate-brand-unlocked = Duess esser bloccà
gate-check-threads-blocking = Discussiuns avertas che scumondan la publicaziun
gate-check-translation-missing = Translaziuns che mancan
gate-check-text-overflows = Text che dovra dapli che ses rom
gate-check-text-overflows-longest = Text che dovra dapli che ses rom cun valurs lungas
gate-check-text-too-long = Text ch’è memia lung per vegnir mess
gate-check-contrast-low = Contrast sut 4,5 : 1
gate-check-alt-missing = Texts alternativs che mancan
gate-check-image-low-resolution = Maletgs sut 150 pixels per pulesch
gate-check-image-missing = Maletgs che mancan
gate-check-off-page = Elements ordaifer la pagina
gate-check-glyph-missing = Bustabs che nagina scrittira n’ha
gate-check-font-unknown = Scrittiras nunenconuschentas
gate-check-field-undeclared = Champs nunenconuschents
gate-check-field-unused = Champs betg duvrads
gate-check-brand-color = Colurs che n’èn betg quellas da l’organisaziun
gate-check-brand-font = Scrittiras che n’èn betg quellas da l’organisaziun
gate-check-brand-logo-missing = Logo che manca
gate-check-brand-logo-space = Memia pauc spazi enturn il logo
gate-check-brand-unlocked = Elements che duessan esser bloccads

rules-title = Controlla ed approvaziun
rules-lead = Vala a partir da la proxima controlla.
rules-load-failed = Las reglas n’han betg pudì vegnir chargiadas.
rules-approvals = Approvaziuns necessarias
rules-role = Tgi che sto approvar
rules-role-any = Tgi che dastga approvar
rules-four-eyes = Quatter egls: tgi che ha midà n’al po betg approvar sulet
rules-severities = Tge che vegn controllà
rules-severities-hint = Quai che scumonda è da curreger avant ch’ina versiun possia vegnir inoltrada u publitgada.
rules-save = Memorisar las reglas
rules-saved = Memorisà
rules-failed = Las reglas n’èn betg vegnidas memorisadas.
