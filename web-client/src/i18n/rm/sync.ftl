sync-title = Sincronisaziun
sync-lead = Co che persunas ed organisaziuns arrivan da WorkOS e vegnan sco copias en il register.
sync-loading = Il stadi vegn chargià …
sync-failed = Il stadi n’ha betg pudì vegnir chargià.
sync-off-title = Qua na datti nagut da sincronisar
sync-off-text = Sin quest server na vegnan las persunas betg da WorkOS. Tgi che maina el installescha quai cun las configuraziuns che cumenzan cun WORKOS_.
sync-opening = Vegn collià …
sync-live = Actual
sync-lost-since = Separà dapi las { $time }
sync-lost-title = Nagina colliaziun cun il server
sync-lost-text = Vus vesais l’ultim stadi. Uschespert ch’il server respunda puspè, va quai vinavant da sasez.
sync-said-lost = La colliaziun cun il server è interrutta. Quai va vinavant da sasez uschespert ch’el respunda puspè.
sync-said-back = La colliaziun cun il server è puspè avant maun.
sync-said-failing = { $count ->
    [one] 1 endataziun n’è betg reussida.
   *[other] { $figure } endataziuns n’èn betg reussidas.
 }
state-failing = Disturbà

sync-standing = Stadi da Vossa organisaziun
sync-failing-title = { $count ->
    [one] 1 endataziun n’è betg reussida
   *[other] { $figure } endataziuns n’èn betg reussidas
 }
sync-waiting-title = { $count ->
    [one] 1 endataziun spetga
   *[other] { $figure } endataziuns spetgan
 }
sync-reading-title = Ina nova lectura da WorkOS è en lavur
sync-reading-text = Quai ch’ella chatta arriva qua pass per pass.
sync-well-title = Tut è en il register
sync-well-text = Mintga copia è sco quai ch’i stat en WorkOS.
sync-nothing-title = Anc n’è nagut qua
sync-nothing-text = Legiai tut da nov qua sutvart u spetgai l’emprim messadi da WorkOS.
sync-oldest = La pli veglia midada spetga gia { $duration }.
sync-kind = Gener
sync-pending = Spetga
sync-failed-column = Betg reussì
sync-success = En il register
sync-kind-user = Persunas
sync-kind-organisation = Organisaziuns
sync-kind-domain = Domenas
sync-kind-settings = Configuraziuns
sync-kind-other = Auter
sync-one-user = Persuna
sync-one-organisation = Organisaziun
sync-one-domain = Domena
sync-one-settings = Configuraziuns
sync-one-other = Auter

hour-title = L’ultima ura
hour-finding = { $count ->
    [0] Nagut n’è vegnì en il register
    [one] 1 endataziun è vegnida en il register
   *[other] { $figure } endataziuns èn vegnidas en il register
 }
hour-quiet = En l’ultima ura n’è capità nagut
hour-whole = 60 minutas
hour-synced = { $figure } purtads
hour-failed = { $figure } betg reussids
hour-received = { $figure } retschavids
hour-as-table = Sco tabella
hour-minute = Minuta
hour-column-synced = Purtads
hour-column-failed = Betg reussids
hour-column-received = Retschavids
hour-note = Per minuta, sin l’entir server: betg mo da Vossa organisaziun.

things-title = Endataziuns
things-lead = Quai che vegn purtà en il register. Quai che na reussescha betg vegn empruvà adina puspè da sasez.
things-show = Tge endataziuns che vegnan mussadas
things-failed = Betg reussidas
things-pending = En spetga
things-success = En il register
things-all = Tut las endataziuns
things-with-count = { $state } ({ $figure })
things-retry-all = Empruvar tut anc ina giada
things-retry = Empruvar anc ina giada
things-retry-one = Empruvar anc ina giada: { $name }
things-retried = { $count ->
    [0] Quai che n’è betg reussì vegn gia empruvà anc ina giada.
    [one] 1 endataziun vegn empruvada anc ina giada.
   *[other] { $figure } endataziuns vegnan empruvadas anc ina giada.
 }
things-retry-failed = Nagut na vegn empruvà anc ina giada.
things-outdated = Il stadi è sa midà dapi lura.
things-reload = Actualisar la glista
things-list-failed = Las endataziuns n’han betg pudì vegnir chargiadas.
things-loading = Las endataziuns vegnan chargiadas …
things-more = Mussar dapli
things-none-failed = Tut è reussì.
things-none-pending = Nagut na spetga.
things-none-success = Anc n’è nagut en il register.
things-none = I na dat anc naginas endataziuns.
things-column-name = Endataziun
things-column-state = Stadi
things-column-tries = Emprovas
things-column-when = Cura
things-column-actions = Acziuns
things-state-failed = Betg reussì
things-state-pending = Spetga
things-state-success = En il register
things-state-trying = Vegn empruvà …
things-state-left = Na fa betg pli sbagls
things-next = proxima emprova en { $duration }
things-next-now = proxima emprova prest
sync-reason-unreachable = Il register na respunda betg. I vegn empruvà puspè da sasez.
sync-reason-refused = Il register na lascha betg entrar quest server u na permetta betg quai ad el. Tgi che maina il register sto controllar ils dretgs.
sync-reason-schema = Las tabellas dal register n’èn betg sco ch’ellas ston esser. Quai che manca stat sutvart tar il register.
sync-reason-locked = L’endataziun era gist bloccada en il register. In’ulteriura emprova gida.
sync-reason-row = Il register n’accepta betg questa endataziun: Ina valur è memia lunga, nunvalaivla u dubla. Curregi ella en WorkOS.
sync-reason-failed = Il register ha annunzià in sbagl che questa pagina n’enconuscha betg.

runs-title = Lavurs
runs-lead = Leger da nov va per tut quai che pertutga Vossa organisaziun tar WorkOS. La cumparegliaziun scriva da nov en il register quai che là è auter che qua.
runs-earlier = Lavurs precedentas
runs-none = I n’ha anc dà nagina lavur.
runs-more = Mussar tut las lavurs
run-backfill = Leger tut da nov
run-reconcile = Cumparegliar cun il register
run-other = Autra lavur
run-goes-on = Questa lavur è gia en elavuraziun.
run-not-asked = «{ $run }» n’ha betg cumenzà.
run-begins = cumenza prest
run-done = { $figure } controllads
run-done-of = { $figure } da var { $total } controllads
run-rate = { $figure } per secunda
run-left = anc var { $duration }
run-since = Cumenzà { $when }.
run-leave = Quai va vinavant sche Vus bandunais questa pagina.
run-took = ha durà { $duration }
run-state-done = Finì
run-state-failed = Betg reussì
run-said-done = «{ $run }» è finì.
run-said-failed = «{ $run }» n’è betg reussì.
run-column-what = Lavur
run-column-state = Stadi
run-column-result = Resultat
run-column-time = Cura
tally-created = novs
tally-changed = midads
tally-unchanged = nunmidads
tally-refused = betg legibels
tally-removed = allontanads
tally-missing = mancavan en il register
tally-different = eran auters
tally-alone = mo en il register

webhooks-title = Webhooks
webhooks-lead = Quai che WorkOS annunzia da sasez, per l’entir server.
webhooks-received = L’ultim
webhooks-never = Anc mai
webhooks-waiting = Betg elavurads
webhooks-given-up = Abandunads
webhooks-given-up-text = Els na sa laschavan betg leger. Leger da nov va per quai che steva lien.
webhooks-state-given-up = Messadis abandunads
webhooks-refused = Refusads
webhooks-refused-none = Nagins
webhooks-refused-times = { $count ->
    [one] 1 giada
   *[other] { $figure } giadas
 }
webhooks-refused-last = L’ultim { $when }.
webhooks-refused-malformed = senza suttascripziun legibla: Els na vegnivan probablamain betg da WorkOS.
webhooks-refused-too-old = memia vegls: Els èn vegnids memia tard u la segunda giada, u l’ura da quest server va ordavant.
webhooks-refused-too-new = or dal futur: L’ura da quest server va en retard.
webhooks-refused-forged = suttascrits fallà: WORKOS_WEBHOOK_SECRET n’è betg correct, u els na vegnivan betg da WorkOS.
webhooks-refused-other = per in motiv che questa pagina n’enconuscha betg.

events-title = Events API
events-lead = Quai che vegn prendì da WorkOS sch’in webhook manca. Per l’entir server.
events-fetched = Prendì l’ultima giada
events-never = Anc mai
events-last = Ultim eveniment
events-none = Anc nagin
events-gap = Largia
events-gap-none = Nagina
events-gap-since = remartgada { $when }
events-state-gap = Largia
events-gap-title = Tscherts eveniments èn pers
events-gap-text = WorkOS als tegna mo in tschert temp, ed uschè ditg n’era el betg d’udir. «Leger tut da nov» va per quai che manca a Vossa organisaziun. Quest avis svanescha cur ch’il server ha legì tut da nov per tut las organisaziuns: imprimatur backfill workos.

keys-title = Clavs da controlla
keys-lead = Cun ellas vegn controllà sch’ina annunzia vegn propi da WorkOS.
keys-ids = Clavs
keys-ids-none = Naginas: Ellas vegnan prendidas cun l’emprima annunzia.
keys-fetched = Prendì l’ultima giada
keys-never = Anc mai
keys-none-title = Nagin na po s’annunziar
keys-none-text = Las clavs per controllar las annunzias na sa laschan betg prender. I vegn empruvà puspè da sasez.

registry-title = Register
registry-mysql = Ina atgna banca da datas (MySQL) en la quala copias vegnan scrittas.
registry-own = Ina datoteca da quest server en la quala copias vegnan scrittas.
registry-ok = En urden
registry-differs = Tabellas differentas
registry-unreachable = Betg cuntanschibel
registry-unchecked = Anc betg controllà
registry-checked = Controllà l’ultima giada
registry-never = Anc mai
registry-differences = Quai manca a las tabellas. Tgi che maina il register exequescha quai là:
registry-sql = SQL che cumplettescha las tabellas
registry-unreachable-title = Il register n’è betg cuntanschibel
registry-unreachable-text = Tut las midadas èn memorisadas qua segir e spetgan. Uschespert ch’il register respunda puspè, va quai vinavant da sasez.
registry-differs-title = Las tabellas dal register ston vegnir cumplettadas
registry-differs-text = Fin lura na vegn scrit là nagut, e tut las midadas spetgan qua. Il SQL necessari stat sutvart tar il register.
