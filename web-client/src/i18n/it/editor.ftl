save-saved = Salvato
save-saving = Salvataggio …
save-unsaved = Non ancora salvato
save-offline = Offline
save-offline-kept = (modifiche conservate qui)
save-connecting = Connessione …
save-refused = Rifiutato
save-closed = Chiuso
save-saved-more = Tutte le modifiche sono salvate sul server.
save-saving-more = Le Sue ultime modifiche sono in viaggio verso il server.
save-connecting-more = La connessione al server è in corso. Può già lavorare.
save-offline-more = Nessuna connessione dalle { $time }. Le Sue modifiche restano in questo browser e saranno salvate appena il server risponderà.
save-offline-nothing = Nessuna connessione dalle { $time }. Tutto fino a quel momento è salvato; ciò che modifica ora resta in questo browser finché il server non risponde.
refused-title = Il server non accetta queste modifiche
refused-kept = Ciò che era già salvato non è interessato.
refused-edits-title = Una parte di queste modifiche non Le era permessa
refused-edits-intro = Non sono stati modificati solo testi: il server non ha perciò ripreso nessuna di queste modifiche. Non erano permessi:
refused-edits-element = «{ $name }»: posizione, dimensione o aspetto
refused-edits-more = { $count ->
    [one] 1 altro elemento
   *[other] altri { $count } elementi
 }
refused-edits-made = { $count ->
    [one] 1 elemento nuovo
   *[other] { $count } elementi nuovi
 }
refused-edits-deleted = { $count ->
    [one] 1 elemento eliminato
   *[other] { $count } elementi eliminati
 }
refused-edits-looks = { $count ->
    [one] Carattere o colore di parole in 1 testo
   *[other] Carattere o colore di parole in { $count } testi
 }
refused-edits-pages = Pagine
refused-edits-fields = Campi e le loro etichette
refused-edits-styles = Stili
refused-edits-other = Lingue del layout
refused-edits-unnamed = Modifiche su cui questi testi si basavano
refused-edits-texts = { $count ->
    [0] Non ci sono testi che si possano riprendere.
    [one] 1 testo può essere ripreso; assume lo stile di ciò che lo circonda.
   *[other] { $count } testi possono essere ripresi; assumono lo stile di ciò che li circonda.
 }
refused-edits-drop = Scartare tutto
refused-edits-close = Chiudere
refused-edits-again = Riprendere i testi
session-over-title = La Sua sessione è terminata
session-over-kept = Ciò che non era ancora salvato resta in questo browser e sarà inviato appena avrà effettuato di nuovo l’accesso.
sign-in-again = Accedere di nuovo
draft-gone-title = Questa bozza non esiste più
draft-shut-title = Questa bozza non si può aprire
draft-damaged-title = Questa bozza si può solo leggere
draft-damaged-text = Una sua parte è danneggiata sul server. Perché nulla vada perso, nessuno può modificarlo finché i gestori di questo server non lo avranno sbloccato. Consultazione, anteprima e immagini restano possibili.
draft-damaged-waits = Ciò che non ha ancora salvato resta in questo browser e sarà inviato in seguito.
lost-under-hand = Qualcun altro ha appena eliminato ciò che stava modificando.

draft-loading = Apertura della bozza …
draft-waiting-title = Il server non risponde ancora
draft-waiting-text = In questo browser non c’è una copia di questa bozza. La connessione viene ritentata ogni pochi secondi; appena riesce, la bozza si apre da sola.
draft-refused-title = Questa bozza non si può aprire

tools-label = Strumenti
tool-select = Seleziona
tool-text = Testo
tool-rectangle = Rettangolo
tool-ellipse = Ellisse
tool-line = Linea
tool-field = Campo
tool-hand = Sposta la vista
undo = Annulla
redo = Ripeti
undo-nothing = Non ha nulla da annullare qui
redo-nothing = Non ha nulla da ripetere qui
undo-overtaken = Non annullato: nel frattempo qualcun altro ha modificato o eliminato la stessa cosa.
text-full = Questo testo è pieno: contiene al massimo 50’000 caratteri. Il resto è stato tralasciato.
why-view-only = Sola lettura: qui modificano solo le persone con i ruoli Progettazione e Amministrazione.
why-texts-only = Il Suo ruolo modifica qui i testi; il resto spetta ai ruoli Progettazione e Amministrazione.
why-closed = Questa bozza qui è chiusa. Il messaggio in alto dice perché.
why-damaged = Sola lettura: questa bozza è danneggiata e attende i gestori di questo server.
view-only = Sola lettura
texts-only = Solo testi
why-locked = Bloccato. Sblocchi l’elemento nei livelli.
why-three = Servono almeno tre elementi.
why-nothing-chosen = Nulla è selezionato.

people-label = Chi altro è qui
following = Sta seguendo { $name }
following-end = Termina

content-language = Lingua del certificato
content-language-is = { $code }. Lingua del certificato: { $language }
language-missing = { $language } · { $count ->
    [one] manca 1 testo
   *[other] mancano { $count } testi
 }
language-add = Aggiungi { $language }
language-write = Scrivere in { $language }
show-language = Mostra in { $language }

zoom = Zoom
percent = { $percent } %
zoom-is = Zoom: { $percent } %
zoom-fit = Pagina intera
zoom-full = Dimensione reale (100 %)
zoom-selection = Sulla selezione
zoom-in = Ingrandisci
zoom-out = Riduci
marks-show = Mostrare i segni dei campi
marks-hide = Nascondere i segni dei campi

panel-left = Livelli e pagine
panel-right = Proprietà e campi
tab-layers = Livelli
tab-pages = Pagine
tab-design = Aspetto
tab-fields = Campi

canvas-label = Area di lavoro
canvas-keys = Con Tab passa da un elemento all’altro, con le frecce li sposta, con Invio apre un testo o un gruppo, o mette al centro ciò che disegna lo strumento scelto. Il punto interrogativo mostra tutti i tasti.
page-number = Pagina { $number }
element-spoken = { $type }: { $name }
element-group-spoken = { $name }, { $count ->
    [one] 1 elemento
   *[other] { $count } elementi
 }
element-chosen = { $name }, selezionato
element-locked = bloccato
element-hidden = nascosto
type-text = Testo
type-image = Immagine
type-rectangle = Rettangolo
type-ellipse = Ellisse
type-polygon = Poligono
type-line = Linea
type-path = Tracciato
type-qr = Codice QR
type-signature = Firma
type-seal = Sigillo
type-field = Campo
type-group = Gruppo
type-unknown = Sconosciuto
text-editing-label = Testo in { $language }
writing-fields = Campi da inserire
chip-label = Campo { $label }
chip-format = Formato
chip-fallback = Se manca il valore
format-date-long = Lungo
format-date-medium = Medio
format-date-short = Breve
format-date-full = Completo
format-date-month = Mese e anno
format-date-year = Anno
format-date-iso = ISO
format-number-plain = Raggruppato
format-number-ungrouped = Non raggruppato
format-number-0 = Intero
format-number-0-0 = Un decimale
format-number-0-00 = Due decimali
format-number-percent = Percentuale
format-text-plain = Come indicato
format-text-upper = Maiuscole

layers-label = Livelli, dal primo piano
layers-empty = Questa pagina è ancora vuota. Scelga uno strumento in alto e trascini sul foglio.
layer-expand = Apri o chiudi
layer-move = Sposta { $name }
layer-name = Nome del livello
layer-lock = Blocca
layer-unlock = Sblocca
layer-hide = Nascondi
layer-show = Mostra

pages-label = Pagine
page-add = Aggiungi pagina
page-actions = Azioni per { $name }
page-move-up = Sposta prima
page-move-down = Sposta dopo
page-is-first = È la prima pagina.
page-is-last = È l’ultima pagina.
page-is-only = Un certificato ha almeno una pagina.
page-delete = Elimina pagina
section-page = Pagina
page-hint = Selezioni un elemento per modificarlo.
section-format = Formato
page-name = Nome
page-name-placeholder = Senza nome
page-format = Carta
page-custom = Personalizzato
page-orientation = Orientamento
page-portrait = Verticale
page-landscape = Orizzontale
page-background = Colore della carta
page-bleed = Abbondanza

selection-count = { $count ->
    [one] 1 elemento selezionato
   *[other] { $count } elementi selezionati
 }
align-label = Allinea e distribuisci
align-left = Allinea a sinistra
align-centre = Centra orizzontalmente
align-right = Allinea a destra
align-top = Allinea in alto
align-middle = Centra verticalmente
align-bottom = Allinea in basso
distribute-x = Distribuisci orizzontalmente
distribute-y = Distribuisci verticalmente
section-place = Posizione e dimensioni
field-x = Distanza da sinistra
field-y = Distanza dall’alto
field-width = Larghezza
field-width-letter = L
field-height = Altezza
field-height-letter = A
field-rotation = Rotazione
section-look = Aspetto grafico
field-opacity = Opacità
field-radius = Raggio degli angoli
field-fill = Riempimento
field-stroke = Contorno
field-stroke-width = Spessore
field-dash = Tipo di linea
dash-solid = Continua
dash-dashed = Tratteggiata
dash-dotted = Punteggiata

section-type = Tipografia
type-of-words = Parole selezionate
field-style = Stile di testo
style-none = Nessuno
style-make = Crea uno stile da qui
style-update = Cambia così lo stile
style-new-name = Stile { $number }
why-no-style = Qui non c’è uno stile da cambiare.
section-styles = Stili
styles-hint = Scelga un testo e ne faccia uno stile: i testi di uno stile cambiano insieme.
style-name = Nome dello stile
style-delete = Elimina { $name }
color-make = Nuovo colore condiviso
color-new-name = Colore { $number }
color-name = Nome del colore
color-of = Colore di { $name }
color-shared = Colori condivisi
field-family = Carattere
field-weight = Peso
family-brand = Della Sua organizzazione
family-serif = Con grazie
family-sans = Senza grazie
family-script = Corsiva
family-display = Titolazione
family-unknown = Non disponibile
family-replaced = composto in {$family}
weight-100 = Sottilissimo
weight-200 = Extra leggero
weight-300 = Leggero
weight-400 = Normale
weight-500 = Medio
weight-600 = Semigrassetto
weight-700 = Grassetto
weight-800 = Extra grassetto
weight-900 = Nero
field-text-size = Corpo
field-align = Allineamento del testo
text-start = A sinistra
text-center = Centrato
text-end = A destra
text-justify = Giustificato
field-valign = Posizione nel riquadro
text-top = In alto
text-middle = Al centro
text-bottom = In basso
field-line-height = Interlinea
field-spacing = Spaziatura
field-text-color = Colore del testo
field-italic = Corsivo
field-fit = Adatta al riquadro
field-fit-smallest = Corpo minimo
field-fit-largest = Corpo massimo
section-texts = Testi per lingua
text-in-language = Testo in { $language }
text-missing = Manca ancora
section-alt = Testo alternativo
alt-label = Testo alternativo ({ $language })
alt-hint = Letto ad alta voce dove l’elemento non si vede.

fields-title = Campi
fields-hint = Ciò che viene dalla o dal destinatario: nome, data, nota.
field-first = Definisca prima un campo, poi potrà collocarlo sul foglio.
field-new = Nuovo campo
field-label = Etichetta ({ $language })
field-label-placeholder = Nome dell’allieva o allievo
field-label-missing = Inserisca un’etichetta.
field-key-taken = Esiste già un campo con questa chiave.
field-add = Aggiungi
field-insert = Inserisci { $label }
field-type = Tipo
field-type-text = Testo
field-type-date = Data
field-type-number = Numero
field-type-image = Immagine
field-required = Dev’essere compilato
field-required-short = Richiesto
field-sample = Esempio
field-sample-hint = Appare al posto del campo nella bozza.
field-uses = { $count ->
    [0] Mai usato
    [one] Usato 1 volta
   *[other] Usato { $count } volte
 }
field-delete = Elimina
why-field-used = { $count ->
    [one] Il campo è ancora in 1 punto della bozza.
   *[other] Il campo è ancora in { $count } punti della bozza.
 }

status-label = Stato
status-page = Pagina { $number } di { $count }
status-missing = { $count ->
    [one] manca 1 testo in { $language }
   *[other] mancano { $count } testi in { $language }
 }
status-offline = offline dalle { $time }
shortcuts-open = Scorciatoie
shortcuts-title = Scorciatoie da tastiera
keys-tools = Strumenti
keys-edit = Modifica
keys-arrange = Disponi
keys-view = Vista
keys-pointer = Con il mouse
key-copy = Copia
key-cut = Taglia
key-paste = Incolla
key-duplicate = Duplica
key-delete = Elimina
key-select-all = Seleziona tutto
key-open = Apri testo o gruppo; con uno strumento: metti al centro
key-escape = Annulla, sali di un livello
key-nudge = Sposta di 1 mm
key-nudge-far = Sposta di 10 mm
key-nudge-fine = Sposta di 0.1 mm
key-group = Raggruppa
key-ungroup = Separa
key-to-front = In primo piano
key-to-back = In fondo
key-lock = Blocca
key-hide = Nascondi
key-marks = Mostrare o nascondere i segni dei campi
habit-pan = Sposta la vista trascinando
habit-zoom-wheel = Zoom con la rotellina
habit-duplicate-drag = Trascina una copia
habit-keep-ratio = Mantieni proporzioni, asse o 15°
habit-no-snap = Senza aggancio
habit-deep-select = Clic dentro il gruppo
key-space = Spazio
