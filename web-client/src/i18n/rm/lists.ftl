list-from-list = Or d’ina glista
list-title = Emetter or d’ina glista
list-lead = Ina datoteca cun bleras persunas vegn legida e controllada lingia per lingia. I vegn emess pir sche Vus confermais quai sutvart.
list-step-file = Model e datoteca
list-step-columns = Quai ch’i stat en la datoteca
list-step-check = Controllar
list-step-issue = Emetter
list-columns-wait = Uschespert ch’ina datoteca è legida, vesais Vus qua sias colonnas e tge che mintgina signifitga.
list-check-waits = I vegn controllà uschespert ch’ina colonna di, per tgi ch’ils certificats èn.
list-issue-waits = I vegn emess uschespert che tut è controllà.
list-from = Or da «{ $name }», versiun { $number }
list-drop = Trair ina datoteca nà qua
list-choose-file = Tscherner ina datoteca
list-limits = CSV, TXT, TSV u XLSX, fin 10 MB e 10’000 lingias, sche Voss server n’ha betg auters limits. La datoteca resta maximal in di sin il server.
list-file-kind = Legidas vegnan datotecas che fineschan cun .csv, .txt, .tsv e .xlsx. Memorisai la glista uschia en Voss program da tabellas.
list-file-empty = En questa datoteca na stat nagut.
list-file-large = Questa datoteca è memia gronda per ina glista.
list-file-several = I po vegnir legì mo ina datoteca a la giada.
list-not-taken = La datoteca n’è betg vegnida legida.
list-not-taken-name = «{ $name }» n’è betg vegnì legì.
list-sending = { $percent } % tramess
list-sending-name = «{ $name }» vegn tramess …
list-reading = Vegn legì …
list-reading-name = «{ $name }» vegn legì …
list-server-said = Il server di:
list-template = «{ $name }», versiun { $number }
list-file = Datoteca
list-size = { $rows ->
    [one] 1 lingia
   *[other] { $figure } lingias
 }, { $columns ->
    [one] 1 colonna
   *[other] { $columns } colonnas
 }
list-kept = Tegnì en salv
list-kept-until = Fin { $when }, sch’i na vegn betg emess avant
list-other-file = Autra datoteca
list-discard = Bittar davent la glista …
list-discard-title = Bittar davent «{ $name }»
list-discard-text = La datoteca vegn stizzada sin il server, e quai che Vus avais tschernì qua va a perder. I na vegn emess nagut.
list-not-discarded = La glista n’è betg vegnida bittada davent.
list-opening = La glista vegn averta …
list-not-opened = La glista n’ha betg pudì vegnir averta.
list-gone-title = Questa glista n’è betg pli qua
list-gone-text = Ella è vegnida emessa, bittada davent u è pli veglia ch’in di. Quai ch’è vegnì emess ord ella stat tar ils certificats; uschiglio chargiai anc ina giada la datoteca.
list-found = Co che la datoteca vegn legida
list-encoding = Segns
list-encoding-utf8 = UTF-8, tut las scrittiras
list-encoding-windows = Windows, Europa dal vest
list-encoding-mac = Mac pli vegl
list-encoding-utf16 = Text Unicode dad Excel
list-encoding-east = Windows, Europa centrala
list-encoding-latin = Latin 9
list-delimiter = Tranter las cellas
list-delimiter-semicolon = Punct-comma ;
list-delimiter-comma = Comma ,
list-delimiter-tab = Tabulatur
list-delimiter-bar = Stritg vertical |
list-sheet = Fegl
list-header = L’emprima lingia numna las colonnas
list-not-read = Uschia na sa lascha la datoteca betg leger.
list-read-again = Leger sco al cumenzament
list-columns = Colonnas da la datoteca
list-column = Colonna
list-column-number = Colonna { $number }
list-samples = Exempels
list-no-samples = vida
list-is = Significaziun
list-is-of = Significaziun da la colonna «{ $column }»
list-targets-own = Persuna e certificat
list-targets-fields = Champs dal model
list-required = Dumandà dal model
list-to-unused = Betg duvrà
list-to-name = Prenum e num
list-to-given-name = Prenum
list-to-family-name = Num da famiglia
list-to-email = Adressa dad e-mail
list-to-external-id = Voss identificatur
list-to-language = Lingua
list-to-valid-from = Valaivel a partir dals
list-to-valid-until = Valaivel fin e cun
list-days = { $text } signifitga
list-lacks-name = Nagina colonna na di, per tgi ch’ils certificats èn. Tscherni ina per «Prenum e num», u duas per «Prenum» e «Num da famiglia».
list-lacks-fields = { $count ->
    [one] Il model dumonda «{ $fields }», e nagina colonna na dat quai.
   *[other] Il model dumonda quests champs, e nagina colonna na dat els: { $fields }.
 }
list-lacks-end = Il model dumonda ina fin da la valaivladad. Inditgai ella sutvart per tuts, u tscherni ina colonna.
list-lacks-picture = Quest model dumonda in maletg («{ $field }»). Ina glista na po betg dar maletgs.
list-for-all = Per tuts
list-for-all-text = Vala per mintga lingia che na di nagut auter.
list-checking = Tut las lingias vegnan controlladas …
list-sum-none = I na resta nagina lingia.
list-sum-ready = { $count ->
    [one] 1 lingia è pronta.
   *[other] Tut las { $figure } lingias èn prontas.
 }
list-sum-faulty = { $count ->
    [one] { $ready } da { $rows } lingias èn prontas, en 1 na constat insatge betg.
   *[other] { $ready } da { $rows } lingias èn prontas, en { $figure } na constat insatge betg.
 }
list-left-out = { $count ->
    [one] 1 lingia è laschada davent.
   *[other] { $figure } lingias èn laschadas davent.
 }
list-take-in = Prender puspè
list-not-checked-title = Las lingias n’han betg pudì vegnir controlladas.
list-mapping-old = Las colonnas na van betg pli a prà cun il model. Forsa è el vegnì publitgà da nov entant.
list-reopen = Avrir da nov
list-faults = Quai che na constat betg
list-faults-text = Curregì la datoteca e chargiai ella anc ina giada, midai survart la significaziun d’ina colonna, u laschai davent questas lingias.
list-leave-faulty = { $count ->
    [one] Laschar davent questa lingia
   *[other] Laschar davent tut las { $figure } lingias
 }
list-faults-all = Mussar tut ils { $count }
list-faults-more = { $count ->
    [one] Era en 1 autra lingia na constat insatge betg.
   *[other] Era en { $figure } autras lingias na constat insatge betg.
 }
list-line = Lingia
list-line-of = Lingia { $line }
list-there = Là stat
list-wrong = Quai che na constat betg
list-whole-row = entira lingia
list-nothing = nagut
list-fault-no-name = Qua manca in num.
list-fault-twice = Questa persuna stat gia pli ensi.
list-fault-missing = Il model dovra questa indicaziun.
list-fault-long = Las indicaziuns da questa lingia èn ensemen memia lungas.
list-fault-number = Quai n’è nagin dumber, u i pudessan esser dus: 1234 u 1.234.
list-fault-digits = In dumber ha maximal 15 cifras.
list-fault-formula = Quai cumenza sco ina furmla; in program da tabellas l’exequiss.
list-fault-error = Il program da tabellas n’ha betg pudì calcular questa cella.
list-fault-field = Ina glista na po betg emplenir quest champ.
list-fault-day = Quest di na datti betg, u el n’è betg scrit sco di.
list-fault-until = Quai n’è nagin di, u el è avant il cumenzament.
list-given = Tgi che ha gia in
list-given-text = { $count ->
    [one] 1 persuna ha gia in certificat valaivel or da quest model. Ella survegn in segund, sche Vus na laschais betg davent sia lingia.
   *[other] { $figure } persunas han gia in certificat valaivel or da quest model. Ellas survegnan in segund, sche Vus na laschais betg davent lur lingias.
 }
list-leave-given = { $count ->
    [one] Laschar davent questa lingia
   *[other] Laschar davent questas { $figure } lingias
 }
list-given-all = Mussar tut las { $count }
list-content = Cuntegn
list-content-same = Il medem
list-content-other = In auter
list-fit = Han tut ils texts plazza?
list-fit-text = Mintga lingia vegn messa en il model. Cun bleras lingias dura quai in pau; Vus pudais lavurar vinavant entant.
list-fit-start = Controllar la plazza
list-fit-stop = Franar
list-fit-go-on = Controllar vinavant
list-tried = { $tried } da { $rows } controlladas
list-fit-stopped = Franà: { $figures }.
list-fit-failed = La plazza n’ha betg pudì vegnir controllada fin a la fin.
list-fits = Tut ils texts han plazza.
list-overflowing = { $count ->
    [one] En 1 lingia è in text memia lung per sia plazza.
   *[other] En { $figure } lingias è in text memia lung per sia plazza.
 }
list-leave-overflowing = { $count ->
    [one] Laschar davent questa lingia
   *[other] Laschar davent questas { $figure } lingias
 }
list-too-long = Memia lung
list-see = Guardar
list-see-of = Guardar: { $name }
list-preview = Prevista
list-preview-before = Endataziun precedenta
list-preview-after = Proxima endataziun
list-preview-first = Quai è l’emprima endataziun.
list-preview-last = Quai è l’ultima endataziun.
list-preview-row = Numer da l’endataziun
list-preview-entry = Endataziun
list-preview-of = da { $rows }
list-preview-alt = Uschia vesa ora la pagina { $page } dal certificat da l’endataziun { $row }.
list-preview-loading = La prevista vegn dissegnada …
list-preview-failed = La prevista n’ha betg pudì vegnir dissegnada.
list-unseen-left-out = Questa endataziun è laschada davent.
list-unseen-faulty = Questa endataziun na sa lascha betg mussar: insatge na constat betg.
list-unseen-faulty-line = La lingia { $line } da la datoteca na sa lascha betg mussar:
list-not-picture = Il model dumonda in maletg.
list-not-name = Nagina colonna na di, per tgi ch’ils certificats èn.
list-not-checked = L’emprim vegn tut controllà.
list-not-faulty = En intginas lingias na constat insatge betg: curregì ellas, u laschai davent ellas.
list-not-any = I na resta nagina lingia.
list-deliver = { $count ->
    [0] Trametter in messadi cun l’adressa dal certificat
    [one] Trametter ad 1 persuna in messadi cun l’adressa da ses certificat
   *[other] Trametter a { $figure } persunas in messadi cun l’adressa da lur certificat
 }
list-deliver-nobody = Per quai dovri ina colonna cun adressas dad e-mail.
list-summary = { $count ->
    [one] 1 certificat or da «{ $title }»
   *[other] { $figure } certificats or da «{ $title }»
 }
list-summary-mails = { $count ->
    [0] nagin messadi
    [one] 1 messadi
   *[other] { $figure } messadis
 }
list-summary-given = { $count ->
    [one] 1 da questas persunas ha gia in.
   *[other] { $figure } da questas persunas han gia in.
 }
list-summary-over = { $count ->
    [one] En 1 certificat è in text memia lung per sia plazza.
   *[other] En { $figure } certificats è in text memia lung per sia plazza.
 }
list-summary-untried = Sche tut ils texts han plazza, n’è anc betg controllà.
list-issue = { $count ->
    [one] Emetter 1 certificat
   *[other] Emetter { $figure } certificats
 }
list-issue-none = Emetter
list-sending-list = L’incumbensa vegn acceptada …
list-sending-list-again = La resposta è ida a perder. I vegn dumandà anc ina giada; ina glista vegn emessa mo ina giada.
list-unsure-text = Forsa è l’incumbensa tuttina acceptada. Empruvai anc ina giada: ina glista vegn emessa mo ina giada.
list-refused = Entant na constat insatge betg en intginas lingias. Ellas vegnan controlladas da nov; guardai survart.
list-going = Vegn emess
list-going-text = Vus pudais bandunar questa pagina; i va vinavant da sasez, e tar ils certificats vesais Vus quant lunsch ch’i è.
list-issued = { $count ->
    [one] 1 certificat è emess
   *[other] { $figure } certificats èn emess
 }
list-ended = { $count ->
    [0] Terminà senza emetter insatge
    [one] Terminà; 1 certificat è emess
   *[other] Terminà; { $figure } certificats èn emess
 }
list-to-certificates = Tar ils certificats
list-next = Chargiar ina glista
list-no-batch = Questa incumbensa na datti betg
batches-plate = En lavur
batches-lead = Quai che vegn emess ensemen. I va vinavant era sche nagin na guarda.
batches-failed = Quai ch’è en lavur n’ha betg pudì vegnir chargià.
batches-ended = Emess ensemen dacurt
batches-column-issued = Emess
batches-column-ended = Terminà
batch-open = Vegn emess
batch-waits = Spetga
batch-paused = Franà
batch-failed = Betg reussì
batch-done = Emess
batch-cancelled = Terminà
batch-asked = { $name }, { $when }
batch-figures = { $issued } da { $all }
batch-progress = Quant da «{ $title }» ch’è emess
batch-lost-text = Il server na respunda gist betg. Là vai vinavant; Vus vesais l’ultim stadi.
batch-waits-text = Il register na respunda betg. Uschespert ch’el respunda puspè, vai vinavant da sasez.
batch-paused-text = Insatgi ha franà quai. Quai ch’è emess vala; il rest suonda, sche Vus cuntinuais.
batch-failed-text = I n’è betg reussì da terminar quai. Quai ch’è emess vala. Empruvai da cuntinuar; sche quai resta, numnai a l’administraziun il model.
batch-cancelled-text = Quai ch’è emess vala. Il rest na vegn betg pli emess.
batch-pause = Franar
batch-resume = Cuntinuar
batch-cancel = Betg emetter il rest …
batch-cancel-title = { $count ->
    [one] Betg pli emetter 1 certificat
   *[other] Betg pli emetter { $figure } certificats
 }
batch-cancel-text = { $issued } da { $all } or da «{ $title }» èn emess e valan. Il rest na vegn mai emess; quai na sa lascha betg annullar.
batch-not-cancelled = Quai n’è betg vegnì terminà.
batch-moved = L’incumbensa è entant terminada u ha in auter stadi. Vus vesais quel en in mument.
batch-report = Rapport
batch-report-of = Rapport davart «{ $title }», telechargiar
batch-no-report = Il rapport n’ha betg pudì vegnir chargià. { $why }
