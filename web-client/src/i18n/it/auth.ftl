sign-in-title = Benvenuti
sign-in-text = Con quale identità desidera lavorare?
sign-in-local = Accesso senza password, solo su questo computer: per conoscere e provare. Ogni persona vede soltanto i modelli della propria organizzazione.
sign-in-people = Persone di { $organisation }
sign-in-none-title = Qui nessuno può ancora accedere
sign-in-none-text = L’accesso locale è disattivato e non ne è configurato un altro. Chi gestisce il server lo attiva con l’impostazione LOCAL_SIGN_IN.
sign-in-loading = Caricamento delle persone …
sign-in-failed = L’accesso non è riuscito.
signed-out = La sessione è chiusa.
session-ended = La Sua sessione è terminata. Acceda di nuovo.

sign-in-workos-text = Acceda con l’account della Sua organizzazione.
sign-in-action = Accedi
sign-in-or = Oppure come persona d’esempio, senza password:

role-admin-can = Può fare tutto, anche gestire persone e impostazioni
role-designer-can = Progetta i modelli e ne modifica ogni elemento
role-content-editor-can = Cura i testi, non la grafica
role-approver-can = Verifica, approva e pubblica
role-viewer-can = Guarda senza modificare
sign-in-verify = Verificare un certificato, senza conto
