tool-comment = Commentari
hint-comment = Cliccai sin quai che Vus manegiais u targai sur pleds · Enter: quai ch’è tschernì
keys-discuss = Discutar
key-next-thread = Proxim commentari
key-previous-thread = Commentari precedent
key-comment-selection = Commentar quai ch’è tschernì
key-pins = Mussar u zuppentar ils commentaris sin il fegl
needs-comment = Vus pudais leger qua. Commentar pon persunas cun las rollas Concepziun, Redacziun, Approvaziun ed Administraziun.
comments-title = Commentaris
comments-unread = { $count ->
    [one] 1 betg legì
   *[other] { $count } betg legids
 }
comments-none = En questa glista n’è nagin commentari.
comments-gone = Quest commentari n’exista betg pli.
status-comments = { $count ->
    [one] 1 commentari avert
   *[other] { $count } commentaris averts
 }
status-pins-hidden = Commentaris zuppentads

comments-shown = Tge commentaris
comments-shown-open = Averts
comments-shown-mine = Mes
comments-shown-resolved = Liquidads
comments-this-page = Mo questa pagina
comments-hide-pins = Zuppentar ils commentaris sin il fegl
comments-read-all = { $count ->
    [one] Marcar 1 betg legì sco legì
   *[other] Marcar tut ils { $count } betg legids sco legids
 }
comments-loading = Ils commentaris vegnan chargiads …
comments-failed = Ils commentaris na pon betg vegnir mussads
comments-offline = Nagina connexiun als commentaris. Quai che Vus scrivais qua vegn tegnì en salv e tramess pli tard.
comments-offline-waiting = Nagina connexiun. { $count ->
    [one] 1 commentari vegn tegnì en salv en quest navigatur e tramess
   *[other] { $count } commentaris vegnan tegnids en salv en quest navigatur e tramess
 } uschespert ch’ella è enavos.
comments-empty-open = Nagut avert
comments-empty-mine = Nagut che pertutga Vus
comments-empty-resolved = Anc nagut liquidà
comments-empty-text = Ils commentaris stattan là nua ch’els tutgan: vi d’in element, vi da pleds u sin la pagina. Smatgai C e cliccai sin quai che Vus manegiais.
comments-answers = { $count ->
    [one] 1 resposta
   *[other] { $count } respostas
 }

comment-number = Nr. { $number }
comment-new = Nov commentari
comment-new-label = Voss commentari
comment-new-placeholder = Tge vulais Vus dir latiers?
comment-send = Commentar
comment-reply = Respunder
comment-reply-label = Resposta al commentari { $number }
comment-reply-placeholder = Respunder, @ per ina persuna
comment-hint = Ctrl u Command ed Enter trametta. @ ed in num menziunescha insatgi. **grass**, _cursiv_, `code`.
comment-nothing = Scrivai l’emprim insatge.
comment-too-long = { $count ->
    [one] 1 segn memia
   *[other] { $count } segns memia
 }
comment-people = Persunas da menziunar
comment-by = Commentari da { $name }
comment-guest = Giast
comment-somebody = insatgi
comment-nobody = Persuna stizzada
comment-edited = midà
comment-deleted = Quest commentari è vegnì stizzà.
comment-more = Dapli davart quest commentari
comment-edit = Midar
comment-save = Memorisar
comment-delete = Stizzar
comment-delete-title = Stizzar quest commentari
comment-delete-text = Ses pleds èn davent per tuts e na pon betg vegnir prendids enavos. Las respostas restan.
comment-react = Reagir
comment-reactions = Reacziuns
comment-reaction = { $emoji } { $count }, { $names }
reaction-agree = D’accord
reaction-disagree = Betg d’accord
reaction-heart = Plascha fitg a mai
reaction-hooray = Bravo
reaction-laugh = Divertent
reaction-doubt = Jau dubitesch
reaction-eyes = Jau guard quai
reaction-done = Fatg
comment-waits = Anc betg tramess
comment-waits-short = Anc betg tramess
comment-refused = Betg tramess.
comment-refused-short = Betg tramess
comment-discard = Bittar davent

comment-resolve = Marcar sco liquidà
comment-reopen = Puspè avrir
comment-resolved = liquidà
comment-resolved-by = Liquidà da { $name }, { $when }
comment-blocking = Blochescha l’approvaziun
comment-blocking-short = Blochescha l’approvaziun
comment-block = Laschar bloccar l’approvaziun
comment-unblock = Betg pli laschar bloccar l’approvaziun
why-not-block = Midar quai pon la persuna che al ha scrit e persunas che approveschan.
comment-thread-more = Dapli
comment-previous = Commentari precedent
comment-next = Proxim commentari
comment-log = Tge ch’è vegnì ditg
comment-element-deleted = Element stizzà
comment-page-deleted = Pagina stizzada
comment-words-changed = Ils pleds èn vegnids midads dapi alura.
comment-words-gone = Quests pleds n’èn betg pli là.
comment-unread = betg legì
comment-pins = Commentaris sin il fegl
comment-pin = Nr. { $number }, { $name }: { $words }
comment-many = { $count } commentaris en quest lieu
comment-heard = { $author } en il commentari { $number }: { $words }
