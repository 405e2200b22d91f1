sync-title = Allineamento
sync-lead = Come persone e organizzazioni arrivano da WorkOS e giungono come copie nel registro.
sync-loading = Caricamento dello stato …
sync-failed = Non è stato possibile caricare lo stato.
sync-off-title = Qui non c’è nulla da allineare
sync-off-text = Su questo server le persone non provengono da WorkOS. Chi lo gestisce lo configura con le impostazioni che iniziano con WORKOS_.
sync-opening = Connessione …
sync-live = Aggiornato
sync-lost-since = Disconnesso dalle { $time }
sync-lost-title = Nessuna connessione al server
sync-lost-text = Vede l’ultimo stato noto. Non appena il server risponde di nuovo, si riprende da soli.
sync-said-lost = La connessione al server è interrotta. Riprende da sola non appena risponde di nuovo.
sync-said-back = La connessione al server è ristabilita.
sync-said-failing = { $count ->
    [one] 1 voce non è riuscita.
   *[other] { $figure } voci non sono riuscite.
 }
state-failing = Guasto

sync-standing = Stato della Sua organizzazione
sync-failing-title = { $count ->
    [one] 1 voce non è riuscita
   *[other] { $figure } voci non sono riuscite
 }
sync-waiting-title = { $count ->
    [one] 1 voce è in attesa
   *[other] { $figure } voci sono in attesa
 }
sync-reading-title = È in corso una nuova lettura da WorkOS
sync-reading-text = Ciò che trova arriva qui poco a poco.
sync-well-title = Tutto è nel registro
sync-well-text = Ogni copia è come in WorkOS.
sync-nothing-title = Non c’è ancora nulla
sync-nothing-text = Rilegga tutto qui sotto o attenda il primo messaggio di WorkOS.
sync-oldest = La modifica più vecchia attende da { $duration }.
sync-kind = Genere
sync-pending = In attesa
sync-failed-column = Falliti
sync-success = Nel registro
sync-kind-user = Persone
sync-kind-organisation = Organizzazioni
sync-kind-domain = Domini
sync-kind-settings = Impostazioni
sync-kind-other = Altro
sync-one-user = Persona
sync-one-organisation = Organizzazione
sync-one-domain = Dominio
sync-one-settings = Impostazioni
sync-one-other = Altro

hour-title = L’ultima ora
hour-finding = { $count ->
    [0] Nulla è giunto nel registro
    [one] 1 voce è giunta nel registro
   *[other] { $figure } voci sono giunte nel registro
 }
hour-quiet = Nell’ultima ora non è successo nulla
hour-whole = 60 minuti
hour-synced = { $figure } trasmessi
hour-failed = { $figure } falliti
hour-received = { $figure } ricevuti
hour-as-table = Come tabella
hour-minute = Minuto
hour-column-synced = Trasmessi
hour-column-failed = Falliti
hour-column-received = Ricevuti
hour-note = Al minuto, su tutto il server: non solo della Sua organizzazione.

things-title = Voci
things-lead = Ciò che viene trasmesso al registro. Ciò che fallisce è ritentato automaticamente.
things-show = Quali voci sono mostrate
things-failed = Fallite
things-pending = In attesa
things-success = Nel registro
things-all = Tutte le voci
things-with-count = { $state } ({ $figure })
things-retry-all = Riprova tutte
things-retry = Riprova
things-retry-one = Riprova: { $name }
things-retried = { $count ->
    [0] Ciò che è fallito viene già ritentato.
    [one] 1 voce viene ritentata.
   *[other] { $figure } voci vengono ritentate.
 }
things-retry-failed = Non viene ritentato nulla.
things-outdated = Nel frattempo lo stato è cambiato.
things-reload = Aggiorna l’elenco
things-list-failed = Non è stato possibile caricare le voci.
things-loading = Caricamento delle voci …
things-more = Mostra altre
things-none-failed = Nulla è fallito.
things-none-pending = Nulla è in attesa.
things-none-success = Nel registro non c’è ancora nulla.
things-none = Non ci sono ancora voci.
things-column-name = Voce
things-column-state = Stato
things-column-tries = Tentativi
things-column-when = Quando
things-column-actions = Azioni
things-state-failed = Fallita
things-state-pending = In attesa
things-state-success = Nel registro
things-state-trying = Tentativo in corso …
things-state-left = Non più fallita
things-next = prossimo tentativo tra { $duration }
things-next-now = prossimo tentativo tra poco
sync-reason-unreachable = Il registro non risponde. Si ritenta automaticamente.
sync-reason-refused = Il registro non lascia entrare questo server o non gli permette di farlo. Chi gestisce il registro deve verificare i diritti.
sync-reason-schema = Le tabelle del registro non sono come devono essere. Ciò che manca è indicato più sotto, alla voce Registro.
sync-reason-locked = La voce in quel momento era bloccata nel registro. Basta un nuovo tentativo.
sync-reason-row = Il registro non accetta questa voce: un valore è troppo lungo, non valido o doppio. Lo corregga in WorkOS.
sync-reason-failed = Il registro ha segnalato un errore che questa pagina non conosce.

runs-title = Elaborazioni
runs-lead = La rilettura riprende da WorkOS tutto ciò che riguarda la Sua organizzazione. Il confronto riscrive nel registro ciò che là è diverso da qui.
runs-earlier = Elaborazioni precedenti
runs-none = Non c’è ancora stata alcuna elaborazione.
runs-more = Mostra tutte le elaborazioni
run-backfill = Rileggi tutto
run-reconcile = Confronta con il registro
run-other = Altra elaborazione
run-goes-on = Questa elaborazione è già in corso.
run-not-asked = «{ $run }» non è iniziata.
run-begins = inizia tra poco
run-done = { $figure } verificati
run-done-of = { $figure } di circa { $total } verificati
run-rate = { $figure } al secondo
run-left = ancora circa { $duration }
run-since = Inizio: { $when }.
run-leave = Continua anche se lascia questa pagina.
run-took = durata: { $duration }
run-state-done = Terminata
run-state-failed = Fallita
run-said-done = «{ $run }» è terminata.
run-said-failed = «{ $run }» è fallita.
run-column-what = Elaborazione
run-column-state = Stato
run-column-result = Risultato
run-column-time = Quando
tally-created = nuovi
tally-changed = modificati
tally-unchanged = invariati
tally-refused = illeggibili
tally-removed = rimossi
tally-missing = mancavano nel registro
tally-different = erano diversi
tally-alone = solo nel registro

webhooks-title = Webhook
webhooks-lead = Ciò che WorkOS comunica da sé, per tutto il server.
webhooks-received = Ultimo
webhooks-never = Ancora mai
webhooks-waiting = Da elaborare
webhooks-given-up = Abbandonati
webhooks-given-up-text = Non è stato possibile leggerli. Una rilettura recupera il loro contenuto.
webhooks-state-given-up = Messaggi abbandonati
webhooks-refused = Rifiutati
webhooks-refused-none = Nessuno
webhooks-refused-times = { $count ->
    [one] 1 volta
   *[other] { $figure } volte
 }
webhooks-refused-last = Ultimo: { $when }.
webhooks-refused-malformed = senza firma leggibile: probabilmente non venivano da WorkOS.
webhooks-refused-too-old = troppo vecchi: giunti in ritardo o una seconda volta, o l’orologio di questo server è avanti.
webhooks-refused-too-new = dal futuro: l’orologio di questo server è indietro.
webhooks-refused-forged = firmati in modo errato: WORKOS_WEBHOOK_SECRET non è giusto, o non venivano da WorkOS.
webhooks-refused-other = per un motivo che questa pagina non conosce.

events-title = Events API
events-lead = Ciò che viene ripreso da WorkOS se manca un webhook. Per tutto il server.
events-fetched = Ultima ripresa
events-never = Ancora mai
events-last = Ultimo evento
events-none = Ancora nessuno
events-gap = Lacuna
events-gap-none = Nessuna
events-gap-since = constatata { $when }
events-state-gap = Lacuna
events-gap-title = Alcuni eventi sono andati persi
events-gap-text = WorkOS li conserva solo per un certo tempo, ed è rimasto irraggiungibile più a lungo. «Rileggi tutto» recupera ciò che manca alla Sua organizzazione. Questo avviso sparisce quando il server ha riletto tutto per tutte le organizzazioni: imprimatur backfill workos.

keys-title = Chiavi di verifica
keys-lead = Servono a verificare che un accesso venga davvero da WorkOS.
keys-ids = Chiavi
keys-ids-none = Nessuna: vengono riprese al primo accesso.
keys-fetched = Ultima ripresa
keys-never = Ancora mai
keys-none-title = Nessuno può accedere
keys-none-text = Le chiavi con cui si verificano gli accessi non possono essere riprese. Si ritenta automaticamente.

registry-title = Registro
registry-mysql = Una banca dati propria (MySQL) in cui vengono scritte le copie.
registry-own = Un file di questo server in cui vengono scritte le copie.
registry-ok = In ordine
registry-differs = Tabelle diverse
registry-unreachable = Non raggiungibile
registry-unchecked = Non ancora verificato
registry-checked = Ultima verifica
registry-never = Ancora mai
registry-differences = Ecco ciò che manca alle tabelle. Chi gestisce il registro lo esegue là:
registry-sql = SQL che completa le tabelle
registry-unreachable-title = Il registro non è raggiungibile
registry-unreachable-text = Tutte le modifiche sono conservate qui al sicuro e attendono. Non appena il registro risponde di nuovo, si riprende da soli.
registry-differs-title = Le tabelle del registro vanno completate
registry-differs-text = Fino ad allora non vi si scrive nulla e tutte le modifiche attendono qui. Il codice SQL necessario è indicato più sotto, alla voce Registro.
