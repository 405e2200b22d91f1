list-from-list = Da un elenco
list-title = Rilasciare da un elenco
list-lead = Un file con molte persone viene letto e verificato riga per riga. Nulla è rilasciato prima della Sua conferma qui sotto.
list-step-file = Modello e file
list-step-columns = Contenuto del file
list-step-check = Verifica
list-step-issue = Rilascio
list-columns-wait = Appena un file è letto, qui vede le sue colonne e che cosa significa ciascuna.
list-check-waits = La verifica inizia appena una colonna indica per chi sono i certificati.
list-issue-waits = Il rilascio è possibile appena tutto è verificato.
list-from = Da «{ $name }», versione { $number }
list-drop = Trascini qui un file
list-choose-file = Scegliere un file
list-limits = CSV, TXT, TSV o XLSX, fino a 10 MB e 10’000 righe, salvo altri limiti del Suo server. Il file resta al massimo un giorno sul server.
list-file-kind = Si leggono i file che terminano con .csv, .txt, .tsv e .xlsx. Salvi l’elenco così nel Suo foglio di calcolo.
list-file-empty = Questo file è vuoto.
list-file-large = Questo file è troppo grande per un elenco.
list-file-several = Si può leggere un solo file alla volta.
list-not-taken = Il file non è stato letto.
list-not-taken-name = «{ $name }» non è stato letto.
list-sending = { $percent } % inviato
list-sending-name = Invio di «{ $name }» …
list-reading = Lettura …
list-reading-name = Lettura di «{ $name }» …
list-server-said = Il server dice:
list-template = «{ $name }», versione { $number }
list-file = File
list-size = { $rows ->
    [one] 1 riga
   *[other] { $figure } righe
 }, { $columns ->
    [one] 1 colonna
   *[other] { $columns } colonne
 }
list-kept = Conservato
list-kept-until = Fino a { $when }, se non è rilasciato prima
list-other-file = Altro file
list-discard = Scartare l’elenco …
list-discard-title = Scartare «{ $name }»
list-discard-text = Il file è cancellato dal server e le scelte fatte qui vanno perse. Nulla è rilasciato.
list-not-discarded = L’elenco non è stato scartato.
list-opening = Apertura dell’elenco …
list-not-opened = Non è stato possibile aprire l’elenco.
list-gone-title = Questo elenco non c’è più
list-gone-text = È stato rilasciato, scartato o ha più di un giorno. Ciò che ne è stato rilasciato figura tra i certificati; altrimenti carichi di nuovo il file.
list-found = Come si legge il file
list-encoding = Caratteri
list-encoding-utf8 = UTF-8, tutte le scritture
list-encoding-windows = Windows, Europa occidentale
list-encoding-mac = Mac meno recente
list-encoding-utf16 = Testo Unicode da Excel
list-encoding-east = Windows, Europa centrale
list-encoding-latin = Latino 9
list-delimiter = Tra le celle
list-delimiter-semicolon = Punto e virgola ;
list-delimiter-comma = Virgola ,
list-delimiter-tab = Tabulatore
list-delimiter-bar = Barra verticale |
list-sheet = Foglio
list-header = La prima riga denomina le colonne
list-not-read = Il file non si può leggere così.
list-read-again = Leggere come all’inizio
list-columns = Colonne del file
list-column = Colonna
list-column-number = Colonna { $number }
list-samples = Esempi
list-no-samples = vuota
list-is = Significato
list-is-of = Significato della colonna «{ $column }»
list-targets-own = Persona e certificato
list-targets-fields = Campi del modello
list-required = Richiesto dal modello
list-to-unused = Non usata
list-to-name = Nome e cognome
list-to-given-name = Nome
list-to-family-name = Cognome
list-to-email = Indirizzo e-mail
list-to-external-id = Il Suo identificativo
list-to-language = Lingua
list-to-valid-from = Valido dal
list-to-valid-until = Valido fino al (incluso)
list-days = { $text } significa
list-lacks-name = Nessuna colonna indica per chi sono i certificati. Ne scelga una per «Nome e cognome», o due per «Nome» e «Cognome».
list-lacks-fields = { $count ->
    [one] Il modello richiede «{ $fields }», e nessuna colonna lo indica.
   *[other] Il modello richiede questi campi, e nessuna colonna li indica: { $fields }.
 }
list-lacks-end = Il modello richiede una fine della validità. La indichi qui sotto per tutti, o scelga una colonna.
list-lacks-picture = Questo modello richiede un’immagine («{ $field }»). Un elenco non può fornire immagini.
list-for-all = Per tutti
list-for-all-text = Vale per ogni riga che non indica altro.
list-checking = Verifica di tutte le righe …
list-sum-none = Non resta alcuna riga.
list-sum-ready = { $count ->
    [one] 1 riga è pronta.
   *[other] Tutte le { $figure } righe sono pronte.
 }
list-sum-faulty = { $count ->
    [one] { $ready } righe su { $rows } sono pronte; in 1 qualcosa non va.
   *[other] { $ready } righe su { $rows } sono pronte; in { $figure } qualcosa non va.
 }
list-left-out = { $count ->
    [one] 1 riga è tralasciata.
   *[other] { $figure } righe sono tralasciate.
 }
list-take-in = Riprendere
list-not-checked-title = Non è stato possibile verificare le righe.
list-mapping-old = Le colonne non corrispondono più al modello. Forse nel frattempo è stato pubblicato di nuovo.
list-reopen = Riaprire
list-faults = Che cosa non va
list-faults-text = Corregga il file e lo carichi di nuovo, cambi qui sopra il significato di una colonna, o tralasci queste righe.
list-leave-faulty = { $count ->
    [one] Tralasciare questa riga
   *[other] Tralasciare tutte le { $figure } righe
 }
list-faults-all = Mostrare tutti i { $count }
list-faults-more = { $count ->
    [one] Anche in 1 altra riga qualcosa non va.
   *[other] Anche in altre { $figure } righe qualcosa non va.
 }
list-line = Riga
list-line-of = Riga { $line }
list-there = Contenuto
list-wrong = Che cosa non va
list-whole-row = tutta la riga
list-nothing = nulla
list-fault-no-name = Qui manca un nome.
list-fault-twice = Questa persona figura già più in alto.
list-fault-missing = Il modello richiede questa indicazione.
list-fault-long = Le indicazioni di questa riga sono troppo lunghe nel complesso.
list-fault-number = Non è un numero, o potrebbero essere due: 1234 o 1.234.
list-fault-digits = Un numero ha al massimo 15 cifre.
list-fault-formula = Inizia come una formula; un foglio di calcolo la eseguirebbe.
list-fault-error = Il foglio di calcolo non ha potuto calcolare questa cella.
list-fault-field = Un elenco non può riempire questo campo.
list-fault-day = Questo giorno non esiste, o non è scritto come una data.
list-fault-until = Non è un giorno, o precede l’inizio.
list-given = Chi ne ha già uno
list-given-text = { $count ->
    [one] 1 persona ha già un certificato valido di questo modello. Ne riceve un secondo se non tralascia la sua riga.
   *[other] { $figure } persone hanno già un certificato valido di questo modello. Ne ricevono un secondo se non tralascia le loro righe.
 }
list-leave-given = { $count ->
    [one] Tralasciare questa riga
   *[other] Tralasciare queste { $figure } righe
 }
list-given-all = Mostrare tutte e { $count }
list-content = Contenuto
list-content-same = Lo stesso
list-content-other = Un altro
list-fit = Tutti i testi hanno spazio?
list-fit-text = Ogni riga viene composta nel modello. Con molte righe ci vuole un po’; nel frattempo può continuare a lavorare.
list-fit-start = Verificare lo spazio
list-fit-stop = Fermare
list-fit-go-on = Continuare la verifica
list-tried = { $tried } su { $rows } verificate
list-fit-stopped = Fermato: { $figures }.
list-fit-failed = Non è stato possibile verificare lo spazio fino in fondo.
list-fits = Tutti i testi hanno spazio.
list-overflowing = { $count ->
    [one] In 1 riga un testo è troppo lungo per il suo spazio.
   *[other] In { $figure } righe un testo è troppo lungo per il suo spazio.
 }
list-leave-overflowing = { $count ->
    [one] Tralasciare questa riga
   *[other] Tralasciare queste { $figure } righe
 }
list-too-long = Troppo lungo
list-see = Vedere
list-see-of = Vedere: { $name }
list-preview = Anteprima
list-preview-before = Voce precedente
list-preview-after = Voce seguente
list-preview-first = Questa è la prima voce.
list-preview-last = Questa è l’ultima voce.
list-preview-row = Numero della voce
list-preview-entry = Voce
list-preview-of = su { $rows }
list-preview-alt = Ecco la pagina { $page } del certificato della voce { $row }.
list-preview-loading = Preparazione dell’anteprima …
list-preview-failed = Non è stato possibile preparare l’anteprima.
list-unseen-left-out = Questa voce è tralasciata.
list-unseen-faulty = Questa voce non si può mostrare: qualcosa non va.
list-unseen-faulty-line = La riga { $line } del file non si può mostrare:
list-not-picture = Il modello richiede un’immagine.
list-not-name = Nessuna colonna indica per chi sono i certificati.
list-not-checked = Prima si verifica tutto.
list-not-faulty = In alcune righe qualcosa non va: le corregga o le tralasci.
list-not-any = Non resta alcuna riga.
list-deliver = { $count ->
    [0] Inviare un messaggio con l’indirizzo del certificato
    [one] Inviare a 1 persona un messaggio con l’indirizzo del suo certificato
   *[other] Inviare a { $figure } persone un messaggio con l’indirizzo del loro certificato
 }
list-deliver-nobody = Serve una colonna con indirizzi e-mail.
list-summary = { $count ->
    [one] 1 certificato da «{ $title }»
   *[other] { $figure } certificati da «{ $title }»
 }
list-summary-mails = { $count ->
    [0] nessun messaggio
    [one] 1 messaggio
   *[other] { $figure } messaggi
 }
list-summary-given = { $count ->
    [one] 1 di queste persone ne ha già uno.
   *[other] { $figure } di queste persone ne hanno già uno.
 }
list-summary-over = { $count ->
    [one] In 1 certificato un testo è troppo lungo per il suo spazio.
   *[other] In { $figure } certificati un testo è troppo lungo per il suo spazio.
 }
list-summary-untried = Lo spazio dei testi non è ancora verificato.
list-issue = { $count ->
    [one] Rilasciare 1 certificato
   *[other] Rilasciare { $figure } certificati
 }
list-issue-none = Rilasciare
list-sending-list = La Sua richiesta viene registrata …
list-sending-list-again = La risposta è andata persa. La richiesta viene ripetuta; un elenco è rilasciato una volta sola.
list-unsure-text = Forse la richiesta è stata registrata comunque. Riprovi: un elenco è rilasciato una volta sola.
list-refused = Ora in alcune righe qualcosa non va. Vengono verificate di nuovo; veda sopra.
list-going = Rilascio in corso
list-going-text = Può lasciare questa pagina; tutto prosegue da sé, e tra i certificati vede a che punto è.
list-issued = { $count ->
    [one] 1 certificato è rilasciato
   *[other] { $figure } certificati sono rilasciati
 }
list-ended = { $count ->
    [0] Terminato senza rilasciare nulla
    [one] Terminato; 1 certificato è rilasciato
   *[other] Terminato; { $figure } certificati sono rilasciati
 }
list-to-certificates = Ai certificati
list-next = Caricare un elenco
list-no-batch = Questa richiesta non esiste
batches-plate = In corso
batches-lead = Ciò che viene rilasciato insieme. Prosegue anche se nessuno guarda.
batches-failed = Non è stato possibile caricare ciò che è in corso.
batches-ended = Rilasciati insieme di recente
batches-column-issued = Rilasciati
batches-column-ended = Terminato
batch-open = In corso di rilascio
batch-waits = In attesa
batch-paused = In pausa
batch-failed = Fallito
batch-done = Rilasciato
batch-cancelled = Terminato
batch-asked = { $name }, { $when }
batch-figures = { $issued } su { $all }
batch-progress = Quanto di «{ $title }» è rilasciato
batch-lost-text = Il server al momento non risponde. Là tutto prosegue; vede l’ultimo stato noto.
batch-waits-text = Il registro non risponde. Appena risponderà, tutto proseguirà da sé.
batch-paused-text = Qualcuno ha messo in pausa il rilascio. Ciò che è rilasciato vale; il resto segue quando continua.
batch-failed-text = Non è stato possibile portarlo a termine. Ciò che è rilasciato vale. Provi a continuare; se il problema persiste, indichi il modello all’amministrazione.
batch-cancelled-text = Ciò che è rilasciato vale. Il resto non sarà più rilasciato.
batch-pause = Mettere in pausa
batch-resume = Continuare
batch-cancel = Non rilasciare il resto …
batch-cancel-title = { $count ->
    [one] Non rilasciare più 1 certificato
   *[other] Non rilasciare più { $figure } certificati
 }
batch-cancel-text = { $issued } su { $all } da «{ $title }» sono rilasciati e validi. Il resto non sarà mai rilasciato; l’operazione non può essere annullata.
batch-not-cancelled = Il rilascio non è stato fermato.
batch-moved = Nel frattempo il rilascio è terminato o il suo stato è cambiato. Lo vedrà tra un momento.
batch-report = Rapporto
batch-report-of = Rapporto su «{ $title }», scaricare
batch-no-report = Non è stato possibile caricare il rapporto. { $why }
