review-title = Verifica
review-state-draft = Bozza
review-state-in-review = In verifica
review-state-changes-requested = Modifiche richieste
review-state-approved = Approvato
review-state-published = Pubblicato
review-load-failed = Non è stato possibile caricare lo stato della verifica.
review-version = Versione { $number }
review-progress = { $count } approvazioni su { $needed }
review-independent = Manca l’approvazione di chi non l’ha modificata
review-asked = Persone interpellate
review-due-until = Entro il { $date }
review-due-over = Era da decidere entro il { $date }
review-changed = Modificato dopo l’approvazione
review-changed-since-asked = Modificato dopo l’invio
review-changed-since-said = Modificato da allora
review-changed-decide = La bozza è stata modificata da allora. Lei decide sulla versione { $number } come la vede qui, non sullo stato attuale.
review-submit = Far verificare …
review-submit-title = Far verificare
review-submitted = La versione è congelata, chi approva è stato interpellato.
review-submit-now = Far verificare
review-approve-now = Approvare
review-request-changes-now = Richiedere modifiche
review-question = Chi decide
review-who = Sono interpellate
review-who-rule = { $count ->
    [one] Tutte le persone che possono approvare; basta un’approvazione
   *[other] Tutte le persone che possono approvare; servono { $count } approvazioni
}
review-who-rule-role = { $count ->
    [one] Tutte le persone con il ruolo { $role }; basta un’approvazione
   *[other] Tutte le persone con il ruolo { $role }; servono { $count } approvazioni
}
review-who-named = Determinate persone
review-who-missing = { $count ->
    [one] Scelga ancora una persona.
   *[other] Scelga ancora { $count } persone.
}
review-four-eyes = Chi ha modificato questa bozza dopo l’ultima pubblicazione non può approvarla da solo.
review-people-loading = Caricamento delle persone …
review-people-failed = Non è stato possibile caricare le persone.
review-people-none = Nella Sua organizzazione nessuno può approvare.
review-due = Decidere entro
review-due-hint = Chi è interpellato riceve un promemoria il giorno prima.
review-note = Che cosa bisogna sapere
review-note-hint = Facoltativo.
review-unsaved = Attenda che tutto sia salvato.
review-gate-closed = Corregga prima ciò che vi si oppone.
review-failed = L’operazione non è avvenuta.
review-approve = Approvare …
review-approve-title = Approvare la versione { $number }
review-approved-done = Ha approvato la versione { $number }.
review-request-changes = Richiedere modifiche …
review-changes-title = Richiedere modifiche alla versione { $number }
review-changes-done = Ha richiesto modifiche alla versione { $number }.
review-changes-word = Che cosa va modificato
review-word = Una parola in merito (facoltativo)
review-note-needed = Dica che cosa va modificato.
review-bound = La Sua approvazione vale esattamente per questo contenuto ({ $hash }) e per nient’altro.
review-withdraw = Ritirare …
review-withdraw-title = Ritirare la richiesta
review-withdraw-text = Sulla versione { $number } non si decide più e non può essere pubblicata. La versione stessa rimane.
review-withdraw-now = Ritirare
review-reassign = Interpellare altri …
review-reassign-title = Interpellare altri, o cambiare il termine
review-reassign-now = Interpellare
review-said = Che cosa è stato detto
review-asked-by = { $name } ha chiesto, { $when }
review-authors = Modificato dopo l’ultima pubblicazione da { $names }
review-verdict-approved = approvato
review-verdict-changes = chiede modifiche
review-now-published = Pubblicato
review-first = Di questo modello non è ancora pubblicato nulla.
review-differences = Che cosa cambia rispetto alla versione pubblicata

gate-title = Che cosa vi si oppone
gate-check = Controllare
gate-again = Controllare di nuovo
gate-loading = Controllo in corso …
gate-failed = Il controllo non è riuscito.
gate-clear = Nulla vi si oppone.
gate-open = { $warnings ->
    [one] Nulla lo vieta; un’osservazione.
   *[other] Nulla lo vieta; { $warnings } osservazioni.
}
gate-closed = { $errors ->
    [one] Un punto va corretto prima (altre osservazioni: { $warnings }).
   *[other] { $errors } punti vanno corretti prima (altre osservazioni: { $warnings }).
}
gate-whole = Tutto il layout
gate-cut = Può esserci dell’altro. Corregga prima questi punti.
gate-jump = Va all’elemento
gate-severity-error = Lo vieta
gate-severity-warning = Viene segnalato
gate-severity-off = Non viene controllato
gate-threads-blocking = Discussioni aperte che vietano la pubblicazione: { $measured }
gate-translation-missing = Il testo manca in questa lingua
gate-text-overflows = Il testo richiede più spazio di quanto ne abbia il riquadro
gate-text-overflows-longest = Con valori lunghi il testo richiede più spazio di quanto ne abbia il riquadro
gate-text-too-long = Il testo è troppo lungo per essere composto per intero
gate-contrast-low = Difficile da leggere: contrasto { $measured } : 1, almeno { $wanted } : 1
gate-alt-missing = Nessun testo alternativo per chi non lo vede
gate-alt-missing-language = Nessun testo alternativo in questa lingua
gate-image-low-resolution = Grossolana in stampa: { $measured } pixel per pollice, almeno { $wanted }
gate-image-missing = Nessuna immagine scelta
gate-image-missing-gone = L’immagine non c’è più
gate-off-page-all = Si trova fuori dalla pagina
gate-off-page-part = Sporge dalla pagina di { $measured } mm
gate-off-page-words = Delle parole sporgono dalla pagina di { $measured } mm
gate-glyph-missing = Nessun carattere contiene: { $about }
gate-font-unknown = Carattere sconosciuto: { $about }
gate-field-undeclared = Campo sconosciuto: { $about }
gate-field-undeclared-none = Nessun campo scelto
gate-field-unused = Il campo { $about } non è usato da nessuna parte
gate-brand-color = Non è un colore dell’organizzazione: { $about }
gate-brand-font = Non è un carattere dell’organizzazione: { $about }
gate-brand-logo-missing = Manca il logo
gate-brand-logo-space = { $about } è troppo vicino al logo; { $wanted } mm restano liberi
gate-brand-unlocked = Dovrebbe essere bloccato
gate-check-threads-blocking = Discussioni aperte che vietano la pubblicazione
gate-check-translation-missing = Traduzioni mancanti
gate-check-text-overflows = Testo che eccede il suo riquadro
gate-check-text-overflows-longest = Testo che eccede il suo riquadro con valori lunghi
gate-check-text-too-long = Testo troppo lungo per essere composto
gate-check-contrast-low = Contrasto inferiore a 4,5 : 1
gate-check-alt-missing = Testi alternativi mancanti
gate-check-image-low-resolution = Immagini sotto i 150 pixel per pollice
gate-check-image-missing = Immagini mancanti
gate-check-off-page = Elementi fuori dalla pagina
gate-check-glyph-missing = Lettere che nessun carattere contiene
gate-check-font-unknown = Caratteri sconosciuti
gate-check-field-undeclared = Campi sconosciuti
gate-check-field-unused = Campi non usati
gate-check-brand-color = Colori che non sono dell’organizzazione
gate-check-brand-font = Caratteri che non sono dell’organizzazione
gate-check-brand-logo-missing = Logo mancante
gate-check-brand-logo-space = Troppo poco spazio attorno al logo
gate-check-brand-unlocked = Elementi che dovrebbero essere bloccati

rules-title = Verifica e approvazione
rules-lead = Vale a partire dalla prossima verifica.
rules-load-failed = Non è stato possibile caricare le regole.
rules-approvals = Approvazioni necessarie
rules-role = Chi deve approvare
rules-role-any = Chiunque possa approvare
rules-four-eyes = Quattro occhi: chi l’ha modificato non può approvarlo da solo
rules-severities = Che cosa viene controllato
rules-severities-hint = Ciò che lo vieta va corretto prima che una versione possa essere inviata o pubblicata.
rules-save = Salvare le regole
rules-saved = Salvato
rules-failed = Le regole non sono state salvate.
