templates-title = Modelli
templates-loading = Caricamento dei modelli …
template-new = Nuovo modello
templates-search = Cercare modelli
templates-search-placeholder = Cercare per nome
templates-found = { $count ->
    [0] Nessun modello trovato
    [one] 1 modello trovato
   *[other] { $count } modelli trovati
 }
templates-found-more = Più di { $count } modelli trovati
templates-more = Mostra altri
templates-empty-title = Ancora nessun modello
templates-empty-text = Un modello è il progetto di un certificato, creato insieme. Cominci da un esempio pronto o da un foglio vuoto.
templates-empty-view = Non appena qualcuno della Sua organizzazione crea un modello, appare qui.
templates-none-title = Nessun risultato
templates-none-text = Nessun modello contiene «{ $search }» nel nome.
templates-clear-search = Annulla la ricerca
templates-failed = Non è stato possibile caricare i modelli.
templates-offline-title = Nessuna connessione
templates-offline-text = Vede l’ultimo stato noto. L’elenco sarà aggiornato non appena il server risponderà.
template-edited = Modificato { $when }
template-by = Creato da { $name }
template-actions = Azioni per «{ $name }»
template-open = Apri
template-rename = Rinomina …
template-duplicate = Duplica
template-delete = Elimina …
needs-edit-layout = Creare e modificare modelli è riservato ai ruoli Progettazione e Amministrazione.

create-title = Nuovo modello
create-start = Da che cosa desidera cominciare?
create-name = Nome del modello
create-action = Crea il modello
create-blank-portrait = Foglio vuoto, verticale
create-blank-landscape = Foglio vuoto, orizzontale
create-blank-portrait-text = A4, 210 × 297 mm
create-blank-landscape-text = A4, 297 × 210 mm
create-starters-failed = Non è stato possibile caricare gli esempi. È disponibile un foglio vuoto.
create-untitled = Senza titolo
create-failed = Il modello non è stato creato.

rename-title = Rinomina il modello
rename-action = Rinomina
rename-failed = Il nome non è stato modificato.
name-missing = Inserisca un nome.
duplicate-name = { $name } (copia)
duplicate-done = «{ $name }» è stato creato.
duplicate-failed = «{ $name }» non è stato duplicato.
delete-title = Elimina «{ $name }»
delete-text = Il modello e la sua bozza spariscono per tutta la Sua organizzazione. Chi li ha aperti in questo momento non potrà continuare a lavorarci. Qui l’operazione non può essere annullata.
delete-action = Elimina 1 modello
delete-done = «{ $name }» è stato eliminato.
delete-failed = «{ $name }» non è stato eliminato.

no-template-title = Questo modello non esiste
no-template-text = Forse è stato eliminato o appartiene a un’altra organizzazione.
