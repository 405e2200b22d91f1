save-saved = Memorisà
save-saving = Vegn memorisà …
save-unsaved = Anc betg memorisà
save-offline = Offline
save-offline-kept = (midadas restan qua)
save-connecting = Vegn collià …
save-refused = Refusà
save-closed = Serrà
save-saved-more = Tut las midadas èn memorisadas sin il server.
save-saving-more = Vossas ultimas midadas èn sin via tar il server.
save-connecting-more = La colliaziun cun il server vegn stabilida. Vus pudais gia lavurar.
save-offline-more = Nagina colliaziun dapi las { $time }. Vossas midadas restan en quest navigatur e vegnan memorisadas uschespert ch’il server respunda puspè.
save-offline-nothing = Nagina colliaziun dapi las { $time }. Tut è memorisà fin là; quai che Vus midais ussa resta en quest navigatur fin ch’il server respunda puspè.
refused-title = Il server n’accepta betg questas midadas
refused-kept = Quai ch’era gia memorisà n’è betg pertutgà.
refused-edits-title = Ina part da questas midadas n’era betg lubida a Vus
refused-edits-intro = Qua è vegnì midà dapli che texts. Perquai n’ha il server surpiglià naginas da questas midadas. Betg lubì eran:
refused-edits-element = «{ $name }»: posiziun, grondezza u aspect
refused-edits-more = { $count ->
    [one] 1 auter element
   *[other] auters { $count } elements
 }
refused-edits-made = { $count ->
    [one] 1 nov element
   *[other] { $count } novs elements
 }
refused-edits-deleted = { $count ->
    [one] 1 element stizzà
   *[other] { $count } elements stizzads
 }
refused-edits-looks = { $count ->
    [one] Scrittira u colur da pleds en 1 text
   *[other] Scrittira u colur da pleds en { $count } texts
 }
refused-edits-pages = Paginas
refused-edits-fields = Champs e lur inscripziuns
refused-edits-styles = Stils
refused-edits-other = Linguas dal layout
refused-edits-unnamed = Midadas sin las qualas quests texts sa basavan
refused-edits-texts = { $count ->
    [0] I na dat qua nagins texts che sa laschan surpigliar.
    [one] 1 text sa lascha surpigliar danovamain; el survegn il stil da ses conturn.
   *[other] { $count } texts sa laschan surpigliar danovamain; els survegnan il stil da lur conturn.
 }
refused-edits-drop = Bittar davent tut
refused-edits-close = Serrar
refused-edits-again = Surpigliar ils texts danovamain
session-over-title = Vossa annunzia è a fin
session-over-kept = Quai che n’era anc betg memorisà resta en quest navigatur e vegn tramess uschespert che Vus As annunziais puspè.
sign-in-again = S’annunziar da nov
draft-gone-title = Quest sboz n’exista betg pli
draft-shut-title = Quest sboz na sa lascha betg avrir
draft-damaged-title = Quest sboz po mo vegnir legì
draft-damaged-text = Ina part da quel è donnegiada sin il server. Per che nagut na giaja a perder, na po nagin midar el, fin ch’ils gestiunaris da quest server han deliberà el. Guardar, prevista e maletgs restan pussaivels.
draft-damaged-waits = Quai che Vus n’avais anc betg memorisà resta en quest navigatur e vegn tramess suenter.
lost-under-hand = Insatgi auter ha gist stizzà quai che Vus elavuravas.

draft-loading = Il sboz vegn avert …
draft-waiting-title = Il server na respunda anc betg
draft-waiting-text = En quest navigatur n’è nagina copia da quest sboz. La colliaziun vegn empruvada mintga pèr secundas; uschespert ch’ella gartegia, s’avra il sboz da sasez.
draft-refused-title = Quest sboz na sa lascha betg avrir

tools-label = Utensils
tool-select = Tscherner
tool-text = Text
tool-rectangle = Rectangul
tool-ellipse = Ellipsa
tool-line = Lingia
tool-field = Champ
tool-hand = Spustar la vista
undo = Revocar
redo = Repeter
undo-nothing = Vus n’avais nagut da revocar qua
redo-nothing = Vus n’avais nagut da repeter qua
undo-overtaken = Betg revocà: insatgi auter ha midà u stizzà il medem en il fratemp.
text-full = Quest text è plain: el cumpiglia maximalmain 50’000 caracters. Il rest è vegnì laschà davent.
why-view-only = Mo per leger: qua pon midar persunas cun las rollas Concepziun ed Administraziun.
why-texts-only = Vossa rolla mida qua ils texts; il rest è chaussa da las rollas Concepziun ed Administraziun.
why-closed = Quest sboz è serrà qua. Il messadi survart di pertge.
why-damaged = Mo per leger: quest sboz è donnegià e spetga ils gestiunaris da quest server.
view-only = Mo per leger
texts-only = Mo texts
why-locked = Bloccà. Debloccai l’element en ils nivels.
why-three = Per quai dovri almain trais elements.
why-nothing-chosen = Nagut è tschernì.

people-label = Tgi ch’è anc qua
following = Vus suandais { $name }
following-end = Finir

content-language = Lingua dal certificat
content-language-is = { $code }. Lingua dal certificat: { $language }
language-missing = { $language } · { $count ->
    [one] 1 text manca
   *[other] { $count } texts mancan
 }
language-add = Agiuntar { $language }
language-write = Scriver en { $language }
show-language = Mussar en { $language }

zoom = Zoom
percent = { $percent } %
zoom-is = Zoom: { $percent } %
zoom-fit = Entira pagina
zoom-full = Grondezza reala (100 %)
zoom-selection = Sin la tscherna
zoom-in = Engrondir
zoom-out = Empitschnir
marks-show = Mussar ils segns dals champs
marks-hide = Zuppentar ils segns dals champs

panel-left = Nivels e paginas
panel-right = Caracteristicas e champs
tab-layers = Nivels
tab-pages = Paginas
tab-design = Design
tab-fields = Champs

canvas-label = Surfatscha da lavur
canvas-keys = Cun la tasta da tabulatur giais Vus tras ils elements, cun las frizzas spustais Vus els, cun Enter avris Vus in text u ina gruppa u mettais Vus en il mez quai che l’utensil tschernì dissegna. Il segn da dumonda mussa tut las tastas.
page-number = Pagina { $number }
element-spoken = { $type }: { $name }
element-group-spoken = { $name }, { $count ->
    [one] 1 element
   *[other] { $count } elements
 }
element-chosen = { $name }, tschernì
element-locked = bloccà
element-hidden = zuppà
type-text = Text
type-image = Maletg
type-rectangle = Rectangul
type-ellipse = Ellipsa
type-polygon = Poligon
type-line = Lingia
type-path = Senda
type-qr = Code QR
type-signature = Suttascripziun
type-seal = Sigil
type-field = Champ
type-group = Gruppa
type-unknown = Nunenconuschent
text-editing-label = Text en { $language }
writing-fields = Champs per inserir
chip-label = Champ { $label }
chip-format = Format
chip-fallback = Sch’ina valur manca
format-date-long = Lung
format-date-medium = Mesaun
format-date-short = Curt
format-date-full = Cumplet
format-date-month = Mais ed onn
format-date-year = Onn
format-date-iso = ISO
format-number-plain = Gruppà
format-number-ungrouped = Betg gruppà
format-number-0 = Entir
format-number-0-0 = Ina decimala
format-number-0-00 = Duas decimalas
format-number-percent = Pertschient
format-text-plain = Sco inditgà
format-text-upper = Maiusclas

layers-label = Nivels, il davos davant sisum
layers-empty = Sin questa pagina n’è anc nagut. Tscherni in utensil survart e tirai sin il fegl.
layer-expand = Avrir u serrar
layer-move = Spustar { $name }
layer-name = Num dal nivel
layer-lock = Bloccar
layer-unlock = Debloccar
layer-hide = Zuppar
layer-show = Mussar

pages-label = Paginas
page-add = Agiuntar ina pagina
page-actions = Acziuns per { $name }
page-move-up = Spustar enavant
page-move-down = Spustar enavos
page-is-first = Quai è l’emprima pagina.
page-is-last = Quai è l’ultima pagina.
page-is-only = In certificat ha almain ina pagina.
page-delete = Stizzar la pagina
section-page = Pagina
page-hint = Tscherni in element per l’elavurar.
section-format = Format
page-name = Num
page-name-placeholder = Senza num
page-format = Palpiri
page-custom = Atgna mesira
page-orientation = Orientaziun
page-portrait = Format aut
page-landscape = Format traversal
page-background = Colur dal palpiri
page-bleed = Tagl

selection-count = { $count ->
    [one] 1 element tschernì
   *[other] { $count } elements tschernids
 }
align-label = Drizzar e reparter
align-left = Drizzar a sanestra
align-centre = Centrar orizontalmain
align-right = Drizzar a dretga
align-top = Drizzar sisum
align-middle = Centrar verticalmain
align-bottom = Drizzar giudim
distribute-x = Reparter orizontalmain
distribute-y = Reparter verticalmain
section-place = Posiziun e grondezza
field-x = Distanza da sanestra
field-y = Distanza da sisum
field-width = Ladezza
field-width-letter = L
field-height = Autezza
field-height-letter = A
field-rotation = Rotaziun
section-look = Apparientscha
field-opacity = Opacitad
field-radius = Radius dals chantuns
field-fill = Emplenida
field-stroke = Contura
field-stroke-width = Grossezza
field-dash = Stil da la lingia
dash-solid = Cuntinuanta
dash-dashed = Strichada
dash-dotted = Punctada

section-type = Scrittira
type-of-words = Pleds tschernids
field-style = Stil da text
style-none = Nagin
style-make = Far in stil da quai
style-update = Midar uschia il stil
style-new-name = Stil { $number }
why-no-style = Qua na datti nagin stil per midar.
section-styles = Stils
styles-hint = Tscherni in text e faschai londeror in stil: texts dal medem stil sa midan ensemen.
style-name = Num dal stil
style-delete = Stizzar { $name }
color-make = Nova colur cuminaivla
color-new-name = Colur { $number }
color-name = Num da la colur
color-of = Colur da { $name }
color-shared = Colurs cuminaivlas
field-family = Scrittira
field-weight = Grossezza
family-brand = Da Vossa organisaziun
family-serif = Cun serifas
family-sans = Senza serifas
family-script = Scrittira
family-display = Titels
family-unknown = Betg avant maun
family-replaced = mess en {$family}
weight-100 = Fitg fin
weight-200 = Fitg lev
weight-300 = Lev
weight-400 = Normal
weight-500 = Mesaun
weight-600 = Mesgrass
weight-700 = Grass
weight-800 = Extragrass
weight-900 = Nair
field-text-size = Grondezza
field-align = Alignament dal text
text-start = A sanestra
text-center = Centrà
text-end = A dretga
text-justify = En bloc
field-valign = Posiziun en la curnisch
text-top = Sisum
text-middle = Amez
text-bottom = Giudim
field-line-height = Distanza da las lingias
field-spacing = Distanza dals bustabs
field-text-color = Colur dal text
field-italic = Cursiv
field-fit = Adattar a la curnisch
field-fit-smallest = Grondezza minimala
field-fit-largest = Grondezza maximala
section-texts = Texts tenor lingua
text-in-language = Text en { $language }
text-missing = Manca anc
section-alt = Text alternativ
alt-label = Text alternativ ({ $language })
alt-hint = Vegn prelegì là nua ch’ins na vesa betg l’element.

fields-title = Champs
fields-hint = Quai che vegn da la retschavidra u dal retschavider: num, data, nota.
field-first = Defini l’emprim in champ, alura pudais Vus metter el sin il fegl.
field-new = Nov champ
field-label = Denominaziun ({ $language })
field-label-placeholder = Num da la scolara u dal scolar
field-label-missing = Inditgai p.pl. ina denominaziun.
field-key-taken = In champ cun questa clav exista gia.
field-add = Agiuntar
field-insert = Inserir { $label }
field-type = Tip
field-type-text = Text
field-type-date = Data
field-type-number = Dumber
field-type-image = Maletg
field-required = Sto esser emplenì
field-required-short = Oblig.
field-sample = Exempel
field-sample-hint = Stat en il sboz en il lieu dal champ.
field-uses = { $count ->
    [0] Mai duvrà
    [one] Duvrà 1 giada
   *[other] Duvrà { $count } giadas
 }
field-delete = Stizzar
why-field-used = { $count ->
    [one] Il champ stat anc en 1 lieu dal sboz.
   *[other] Il champ stat anc en { $count } lieus dal sboz.
 }

status-label = Stadi
status-page = Pagina { $number } da { $count }
status-missing = { $count ->
    [one] 1 text manca en { $language }
   *[other] { $count } texts mancan en { $language }
 }
status-offline = offline dapi las { $time }
shortcuts-open = Scursanidas
shortcuts-title = Scursanidas da tastatura
keys-tools = Utensils
keys-edit = Elavurar
keys-arrange = Ordinar
keys-view = Vista
keys-pointer = Cun la mieur
key-copy = Copiar
key-cut = Tagliar ora
key-paste = Encollar
key-duplicate = Duplitgar
key-delete = Stizzar
key-select-all = Tscherner tut
key-open = Avrir in text u ina gruppa; cun in utensil: metter en il mez
key-escape = Interrumper, ir si in stgalim
key-nudge = Spustar per 1 mm
key-nudge-far = Spustar per 10 mm
key-nudge-fine = Spustar per 0.1 mm
key-group = Gruppar
key-ungroup = Schliar la gruppa
key-to-front = Tut davant
key-to-back = Tut davos
key-lock = Bloccar
key-hide = Zuppar
key-marks = Mussar u zuppentar ils segns dals champs
habit-pan = Spustar la vista cun tirar
habit-zoom-wheel = Zoomar cun la roda
habit-duplicate-drag = Tirar ina copia
habit-keep-ratio = Tegnair la proporziun, l’axa u 15°
habit-no-snap = Senza tatgar
habit-deep-select = Clic en la gruppa
key-space = Spazi
