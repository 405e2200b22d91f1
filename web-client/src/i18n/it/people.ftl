people-title = Persone
people-lead = Chi è membro della Sua organizzazione e che cosa può fare ciascuna persona.
people-workos = Membri e ruoli si modificano in WorkOS; qui appaiono dopo pochi secondi.
people-local = Queste sono persone d’esempio di questo server.
people-members = Membri
people-total = { $count ->
    [one] 1 membro
   *[other] { $figure } membri
 }
people-search = Cercare membri
people-search-placeholder = Nome o indirizzo e-mail
people-clear-search = Annulla la ricerca
people-found = { $count ->
    [0] Nessun membro trovato
    [one] 1 membro trovato
   *[other] { $figure } membri trovati
 }
people-found-more = I primi { $figure } membri trovati
people-none-title = Nessun risultato
people-none-text = Nessuno ha «{ $search }» nel nome o nell’indirizzo e-mail.
people-empty-title = Ancora nessun membro
people-loading = Caricamento dei membri …
people-failed = Non è stato possibile caricare i membri.
people-more = Mostra altri
people-column-person = Persona
people-column-roles = Ruoli
people-column-language = Lingua
people-column-since = Membro dal
people-no-role = Nessuno
domains-title = Domini
domains-lead = Chi ha un indirizzo e-mail di un dominio confermato è attribuito alla Sua organizzazione.
domains-none = La Sua organizzazione non ha domini.
domain-verified = Confermato
domain-pending = Non ancora confermato
domain-failed = Non confermato
domain-unknown = Sconosciuto
domain-contested = Conteso
domain-contested-text = Anche un’altra organizzazione ha confermato questo dominio. Finché non è chiarito, nessuno è attribuito tramite esso. L’assistenza di WorkOS può chiarirlo.
