inbox-title = Posta in arrivo
inbox-bell = { $count ->
    [0] Posta in arrivo
    [one] Posta in arrivo, 1 non letto
   *[other] Posta in arrivo, { $count } non letti
 }
inbox-new = Novità nella posta in arrivo
inbox-all-read = Segna tutto come letto
inbox-nothing-unread = Ha letto tutto.
inbox-settings = Impostare le notifiche
inbox-loading = Caricamento della posta in arrivo …
inbox-failed = La posta in arrivo non ha potuto essere caricata.
inbox-empty-title = Niente di nuovo
inbox-empty-text = Quando qualcuno La menziona, Le risponde o Le chiede una verifica, appare qui.
inbox-more = Mostra i precedenti
inbox-unread = Non letto:
inbox-somebody = Qualcuno
inbox-mention = { $name } L’ha menzionata
inbox-reply = { $name } ha risposto
inbox-resolved = { $name } ha risolto una discussione
inbox-review-asked = { $name } Le chiede una verifica
inbox-review-due = Una verifica scade presto
inbox-review-decided = { $name } ha deciso sulla Sua richiesta
inbox-name-asked = In un certificato viene chiesto un altro nome
inbox-where = { $template }, discussione { $number }

notify-title = Notifiche
notify-lead = Vale subito e solo per Lei, in questa organizzazione. Ciò che non ha letto fino ad allora Le arriva per e-mail.
notify-kind = Che cosa succede
notify-inbox = Posta in arrivo
notify-mail = E-mail
notify-mention = Qualcuno La menziona
notify-reply = Una risposta in una discussione a cui partecipa
notify-resolved = Una tale discussione è risolta
notify-review-asked = Le viene chiesta una verifica
notify-review-due = Una verifica scade presto
notify-review-decided = È stato deciso sulla Sua richiesta
notify-name-asked = In un certificato viene chiesto un altro nome
notify-pace = Le e-mail arrivano
notify-soon = raccolte, poco dopo che succede qualcosa
notify-daily = raccolte, al massimo una volta al giorno
notify-load-failed = Le notifiche non hanno potuto essere caricate.
notify-failed = Questo non è stato salvato.
