product = Imprimatur
loading = Caricamento …
close = Chiudi
cancel = Annulla
try-again = Riprova
back = Indietro
clear = Svuota
mixed = Diversi
color-none = Nessuno
color-hex = Valore del colore
color-swatches = Colori proposti

language = Lingua
theme = Aspetto
theme-system = Come il sistema
theme-light = Chiaro
theme-dark = Scuro
account = Account di { $name }
sign-out = Esci
main-navigation = Sezioni
breadcrumb = Lei si trova qui
skip-to-content = Vai al contenuto
nav-templates = Modelli

role-admin = Amministrazione
role-designer = Progettazione
role-content-editor = Redazione
role-approver = Approvazione
role-viewer = Lettura

ago-now = proprio ora
ago-minutes = { $count ->
    [one] 1 minuto fa
   *[other] { $count } minuti fa
 }
ago-hours = { $count ->
    [one] 1 ora fa
   *[other] { $count } ore fa
 }
ago-days = { $count ->
    [one] 1 giorno fa
   *[other] { $count } giorni fa
 }
ago-date = il { $date }

not-found-title = Questa pagina non esiste
not-found-text = Forse l’indirizzo è incompleto o la pagina è stata spostata.
not-found-action = Vai ai modelli
unreachable-title = Il server non risponde
unreachable-text = Quanto ha modificato in questo browser resta salvato qui. Il lavoro riprende non appena torna la connessione.
unreachable-retrying = Un nuovo tentativo avviene ogni pochi secondi.
broken-title = Questa pagina ha riscontrato un errore
broken-text = I Suoi lavori salvati non sono toccati. Ricarichi la pagina; se l’errore rimane, riporti il testo qui sotto.
reload = Ricarica la pagina

copy = Copia
copied = Copiato
copy-by-keys = Il testo è selezionato: lo copi con la tastiera.
failure = Errore
no-connection = Nessuna connessione
last-known = Vede l’ultimo stato noto. Sarà aggiornato non appena il server risponderà.

organisation = Organizzazione
switch-failed = Il passaggio a «{ $organisation }» non è riuscito.
nav-people = Persone
nav-sync = Allineamento
nav-settings = Impostazioni
impersonation = Azione a nome di un’altra persona
impersonation-text = { $impersonator } agisce a nome di { $name } ({ $organisation }). L’approvazione e la pubblicazione sono disattivate.
impersonation-end = Termina ed esci
needs-manage = Questa pagina è visibile alle persone con il ruolo Amministrazione. Si rivolga all’amministrazione della Sua organizzazione se ne ha bisogno.
not-allowed-title = Questa pagina è riservata all’amministrazione

duration-seconds = { $count ->
    [one] 1 secondo
   *[other] { $count } secondi
 }
duration-minutes = { $count ->
    [one] 1 minuto
   *[other] { $count } minuti
 }
duration-hours = { $count ->
    [one] 1 ora
   *[other] { $count } ore
 }
duration-days = { $count ->
    [one] 1 giorno
   *[other] { $count } giorni
 }
at-time = { $time }
at-date-time = { $date }, { $time }
