tool-comment = Commento
hint-comment = Clicchi su ciò che intende o trascini sulle parole · Invio: ciò che è selezionato
keys-discuss = Discutere
key-next-thread = Commento successivo
key-previous-thread = Commento precedente
key-comment-selection = Commenta ciò che è selezionato
key-pins = Mostrare o nascondere i commenti sul foglio
needs-comment = Qui può leggere. Possono commentare le persone con i ruoli Progettazione, Redazione, Approvazione e Amministrazione.
comments-title = Commenti
comments-unread = { $count ->
    [one] 1 non letto
   *[other] { $count } non letti
 }
comments-none = In questo elenco non ci sono commenti.
comments-gone = Questo commento non c’è più.
status-comments = { $count ->
    [one] 1 commento aperto
   *[other] { $count } commenti aperti
 }
status-pins-hidden = Commenti nascosti

comments-shown = Quali commenti
comments-shown-open = Aperti
comments-shown-mine = I miei
comments-shown-resolved = Risolti
comments-this-page = Solo questa pagina
comments-hide-pins = Nascondere i commenti sul foglio
comments-read-all = { $count ->
    [one] Segna come letto 1 non letto
   *[other] Segna come letti tutti i { $count } non letti
 }
comments-loading = Caricamento dei commenti …
comments-failed = I commenti non possono essere mostrati
comments-offline = Nessun collegamento ai commenti. Ciò che scrive qui viene conservato e inviato più tardi.
comments-offline-waiting = Nessun collegamento. { $count ->
    [one] 1 commento è conservato in questo browser e sarà inviato
   *[other] { $count } commenti sono conservati in questo browser e saranno inviati
 } appena sarà ristabilito.
comments-empty-open = Niente di aperto
comments-empty-mine = Niente che La riguardi
comments-empty-resolved = Ancora niente di risolto
comments-empty-text = I commenti stanno dove devono stare: su un elemento, su parole o sulla pagina. Prema C e clicchi su ciò che intende.
comments-answers = { $count ->
    [one] 1 risposta
   *[other] { $count } risposte
 }

comment-number = N. { $number }
comment-new = Nuovo commento
comment-new-label = Il Suo commento
comment-new-placeholder = Che cosa desidera dire al riguardo?
comment-send = Commenta
comment-reply = Rispondi
comment-reply-label = Risposta al commento { $number }
comment-reply-placeholder = Risponda, @ per una persona
comment-hint = Ctrl o Comando e Invio invia. @ e un nome menziona qualcuno. **grassetto**, _corsivo_, `codice`.
comment-nothing = Scriva prima qualcosa.
comment-too-long = { $count ->
    [one] 1 carattere di troppo
   *[other] { $count } caratteri di troppo
 }
comment-people = Persone da menzionare
comment-by = Commento di { $name }
comment-guest = Ospite
comment-somebody = qualcuno
comment-nobody = Persona eliminata
comment-edited = modificato
comment-deleted = Questo commento è stato eliminato.
comment-more = Altro su questo commento
comment-edit = Modifica
comment-save = Salva
comment-delete = Elimina
comment-delete-title = Elimina questo commento
comment-delete-text = Le sue parole spariscono per tutti e non si possono recuperare. Le risposte restano.
comment-react = Reagisci
comment-reactions = Reazioni
comment-reaction = { $emoji } { $count }, { $names }
reaction-agree = D’accordo
reaction-disagree = Non d’accordo
reaction-heart = Mi piace molto
reaction-hooray = Bravo
reaction-laugh = Divertente
reaction-doubt = Ne dubito
reaction-eyes = Lo sto guardando
reaction-done = Fatto
comment-waits = Non ancora inviato
comment-waits-short = Non ancora inviato
comment-refused = Non inviato.
comment-refused-short = Non inviato
comment-discard = Scarta

comment-resolve = Segna come risolto
comment-reopen = Riapri
comment-resolved = risolto
comment-resolved-by = Risolto da { $name }, { $when }
comment-blocking = Blocca l’approvazione
comment-blocking-short = Blocca l’approvazione
comment-block = Blocca l’approvazione
comment-unblock = Non bloccare più l’approvazione
why-not-block = Possono cambiarlo chi l’ha scritto e le persone che approvano.
comment-thread-more = Altro
comment-previous = Commento precedente
comment-next = Commento successivo
comment-log = Che cosa è stato detto
comment-element-deleted = Elemento eliminato
comment-page-deleted = Pagina eliminata
comment-words-changed = Le parole sono cambiate nel frattempo.
comment-words-gone = Queste parole non ci sono più.
comment-unread = non letto
comment-pins = Commenti sul foglio
comment-pin = N. { $number }, { $name }: { $words }
comment-many = { $count } commenti in questo punto
comment-heard = { $author } nel commento { $number }: { $words }
