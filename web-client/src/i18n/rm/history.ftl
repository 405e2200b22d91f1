history-title = Istorgia
history-versions = Versiuns
history-loading = L’istorgia vegn chargiada …
history-failed = L’istorgia n’ha betg pudì vegnir chargiada
history-empty-title = Anc naginas versiuns
history-empty-text = Durant la lavur nascha mintga pèr minutas sez in stadi intermediar. Quai che duai restar, fixais Vus sco versiun.
history-nothing-title = Anc nagut da cumparegliar
history-nothing-text = Uschespert ch’i dat in stadi intermediar u ina versiun, vesais Vus qua tge ch’è sa midà dapi lura.
history-today = Oz
history-more = Mussar pli veglias
history-version = Versiun { $number }
history-somebody = Insatgi che n’è betg pli qua
history-nobody = Senza novas contribuziuns
history-before-restore = avant la restauraziun
history-other-side = cumparegl
history-kept-only = Mo versiuns e stadis cun num
history-freeze = Fixar ina versiun
history-freeze-text = Il sboz, sco ch’el è memorisà ussa, vegn fixà per adina: cun tut ils texts, maletgs e scrittiras.
history-freeze-action = Fixar
history-name = Dar in num
history-name-text = Quai che ha in num resta. Senza num vegnan vegls stadis intermediars sclerids cun il temp.
history-name-label = Num (facultativ)
history-name-action = Memorisar
history-name-failed = Quai n’è betg vegnì memorisà
history-unsaved = Vossas ultimas midadas n’èn anc betg memorisadas. Quai dura mo in mument.
history-read-only = Quest sboz na po actualmain betg vegnir midà.
history-mode = Represchentaziun
history-mode-one = Mo questa versiun
history-mode-side = In sper l’auter
history-mode-over = In sur l’auter
history-mode-blink = Alternond
history-language = Lingua dals maletgs
history-now = Ussa
history-against = Cumpareglià cun: { $other }
history-against-now = Puspè cumparegliar cun il sboz actual
history-compare-with = Cumparegliar autras cun questa
history-is-other = Cun questa versiun vegn gia cumpareglià. Tschernì in’autra a sanestra.
history-mix = Quant ch’ins vesa dal stadi pli nov
history-mix-value = { $share } pertschient
history-blink-stop = Fermar
history-blink-go = Alternar
history-blink-turn = Volver
history-picture = { $title }, pagina { $number }
history-picture-loading = La pagina vegn chargiada …
history-picture-failed = La pagina n’ha betg pudì vegnir chargiada
history-no-page = Questa pagina na datti betg qua.
history-slider = Istorgia dals { $day }
history-about = Davart { $title }
history-made = { $moment }, { $people }
history-restore = Restaurar
history-restore-title = Restaurar «{ $title }»?
history-restore-text = Il sboz daventa puspè per tuts sco ch’el era lezza giada. Vus pudais suenter revocar quai; per tut ils auters vegn fatg ordavant in stadi intermediar.
history-restore-action = Restaurar
history-restore-failed = Quai n’è betg vegnì restaurà
history-restored = «{ $title }» è restaurada.
history-restored-nothing = Il sboz è gia sco ch’el era lezza giada.
history-undo = Revocar
history-copied = L’element stat ussa era en il sboz.
history-changes-loading = Las differenzas vegnan tschertgadas …
history-changes-failed = Las differenzas n’han betg pudì vegnir chattadas
history-changes = { $count ->
    [0] Nagina differenza
    [one] 1 differenza
   *[other] { $count } differenzas
 }
history-changes-more = e { $count } autras
history-show = Mussar «{ $name }» en il sboz
history-copy = Copiar «{ $name }» en il sboz
history-how-added = nov
history-how-removed = allontanà
history-how-moved = spustà
history-how-changed = midà
history-thing-layout = Document
history-thing-page = Pagina
history-thing-field = Champ
history-thing-style = Stil
history-all-languages = (tut las linguas)
history-yes = gea
history-no = na
history-property = { $key ->
    [align] Orientaziun
    [alt] Text alternativ
    [asset] Maletg
    [at] Posiziun
    [background] Fund
    [bleed] Taglià
    [box] Part
    [color] Colur
    [content] Cuntegn
    [d] Furma
    [design] Sigil
    [fallback] Text da reserva
    [family] Scrittira
    [field] Champ
    [fill] Emplenida
    [fit] Adattaziun
    [format] Format
    [ground] Sutfund
    [hidden] zuppà
    [inner] Radius intern
    [italic] cursiv
    [label] Inscripziun
    [languages] Linguas
    [level] Correctura d’errurs
    [lineHeight] Autezza da la lingia
    [locked] bloccà
    [name] Num
    [opacity] Opacitad
    [order] Successiun
    [page] Pagina
    [parent] Gruppa
    [radius] Radius dals chantuns
    [required] Obligatoric
    [role] Funcziun
    [rotation] Rotaziun
    [sample] Exempel
    [sides] Chantuns
    [signer] Suttascrivent
    [size] Grondezza
    [spacing] Spaziar
    [stroke] Lingia
    [strokeDash] Muster da strits
    [strokeWidth] Grossezza da la lingia
    [style] Stil
    [textSize] Grondezza da la scrittira
    [textStyle] Formataziun
    [texts] Text
    [type] Gener
    [valign] Orientaziun verticala
    [value] Valur da la colur
    [weight] Fermezza da la scrittira
   *[other] { $key }
 }

