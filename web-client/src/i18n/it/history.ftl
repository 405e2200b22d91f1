history-title = Cronologia
history-versions = Versioni
history-loading = Caricamento della cronologia …
history-failed = Non è stato possibile caricare la cronologia
history-empty-title = Ancora nessuna versione
history-empty-text = Mentre si lavora, ogni pochi minuti si crea da sé uno stato intermedio. Ciò che deve restare, lo conserva come versione.
history-nothing-title = Ancora niente da confrontare
history-nothing-text = Non appena ci sarà uno stato intermedio o una versione, vedrà qui che cosa è cambiato da allora.
history-today = Oggi
history-more = Mostra le più vecchie
history-version = Versione { $number }
history-somebody = Una persona che non c’è più
history-nobody = Senza nuovi contributi
history-before-restore = prima del ripristino
history-other-side = confronto
history-kept-only = Solo versioni e stati con nome
history-freeze = Conservare una versione
history-freeze-text = La bozza come è salvata ora viene conservata per sempre: con tutti i testi, le immagini e i caratteri.
history-freeze-action = Conservare
history-name = Dare un nome
history-name-text = Ciò che ha un nome resta. Senza nome, i vecchi stati intermedi vengono sfoltiti col tempo.
history-name-label = Nome (facoltativo)
history-name-action = Salvare
history-name-failed = Non è stato salvato
history-unsaved = Le Sue ultime modifiche non sono ancora salvate. Ci vuole solo un momento.
history-read-only = Al momento questa bozza non può essere modificata.
history-mode = Visualizzazione
history-mode-one = Solo questa versione
history-mode-side = Affiancate
history-mode-over = Sovrapposte
history-mode-blink = A turno
history-language = Lingua delle immagini
history-now = Adesso
history-against = Confronto con: { $other }
history-against-now = Confrontare di nuovo con la bozza attuale
history-compare-with = Confrontare altre con questa
history-is-other = Il confronto avviene già con questa versione. Ne scelga un’altra a sinistra.
history-mix = Quanto si vede dello stato più recente
history-mix-value = { $share } per cento
history-blink-stop = Fermare
history-blink-go = Alternare
history-blink-turn = Voltare
history-picture = { $title }, pagina { $number }
history-picture-loading = Caricamento della pagina …
history-picture-failed = Non è stato possibile caricare la pagina
history-no-page = Questa pagina qui non esiste.
history-slider = Cronologia del { $day }
history-about = Su { $title }
history-made = { $moment }, { $people }
history-restore = Ripristinare
history-restore-title = Ripristinare «{ $title }»?
history-restore-text = La bozza torna per tutti com’era allora. Dopo potrà annullare; per tutti gli altri viene prima creato uno stato intermedio.
history-restore-action = Ripristinare
history-restore-failed = Non è stato ripristinato
history-restored = «{ $title }» è ripristinata.
history-restored-nothing = La bozza è già com’era allora.
history-undo = Annullare
history-copied = L’elemento ora si trova anche nella bozza.
history-changes-loading = Ricerca delle differenze …
history-changes-failed = Non è stato possibile trovare le differenze
history-changes = { $count ->
    [0] Nessuna differenza
    [one] 1 differenza
   *[other] { $count } differenze
 }
history-changes-more = e altre { $count }
history-show = Mostrare «{ $name }» nella bozza
history-copy = Copiare «{ $name }» nella bozza
history-how-added = nuovo
history-how-removed = tolto
history-how-moved = spostato
history-how-changed = modificato
history-thing-layout = Documento
history-thing-page = Pagina
history-thing-field = Campo
history-thing-style = Stile
history-all-languages = (tutte le lingue)
history-yes = sì
history-no = no
history-property = { $key ->
    [align] Allineamento
    [alt] Testo alternativo
    [asset] Immagine
    [at] Posizione
    [background] Sfondo
    [bleed] Abbondanza
    [box] Riquadro
    [color] Colore
    [content] Contenuto
    [d] Forma
    [design] Sigillo
    [fallback] Testo sostitutivo
    [family] Carattere
    [field] Campo
    [fill] Riempimento
    [fit] Adattamento
    [format] Formato
    [ground] Fondo
    [hidden] nascosto
    [inner] Raggio interno
    [italic] corsivo
    [label] Etichetta
    [languages] Lingue
    [level] Correzione degli errori
    [lineHeight] Interlinea
    [locked] bloccato
    [name] Nome
    [opacity] Opacità
    [order] Ordine
    [page] Pagina
    [parent] Gruppo
    [radius] Raggio degli angoli
    [required] Obbligatorio
    [role] Funzione
    [rotation] Rotazione
    [sample] Esempio
    [sides] Vertici
    [signer] Chi firma
    [size] Dimensioni
    [spacing] Spaziatura
    [stroke] Contorno
    [strokeDash] Tratteggio
    [strokeWidth] Spessore del contorno
    [style] Stile
    [textSize] Corpo del testo
    [textStyle] Formattazione
    [texts] Testo
    [type] Tipo
    [valign] Allineamento verticale
    [value] Valore del colore
    [weight] Peso
   *[other] { $key }
 }

