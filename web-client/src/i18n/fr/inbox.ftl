inbox-title = Boîte de réception
inbox-bell = { $count ->
    [0] Boîte de réception
    [one] Boîte de réception, 1 non lu
   *[other] Boîte de réception, { $count } non lus
 }
inbox-new = Du nouveau dans la boîte de réception
inbox-all-read = Tout marquer comme lu
inbox-nothing-unread = Vous avez tout lu.
inbox-settings = Régler les notifications
inbox-loading = Chargement de la boîte de réception …
inbox-failed = La boîte de réception n’a pas pu être chargée.
inbox-empty-title = Rien de nouveau
inbox-empty-text = Quand quelqu’un vous mentionne, vous répond ou vous demande une relecture, cela s’affiche ici.
inbox-more = Afficher les plus anciens
inbox-unread = Non lu :
inbox-somebody = Quelqu’un
inbox-mention = { $name } vous a mentionné·e
inbox-reply = { $name } a répondu
inbox-resolved = { $name } a résolu une discussion
inbox-review-asked = { $name } vous demande une relecture
inbox-review-due = Une relecture arrive bientôt à échéance
inbox-review-decided = { $name } s’est prononcé·e sur votre demande
inbox-name-asked = Un autre nom est demandé dans un certificat
inbox-where = { $template }, discussion { $number }

notify-title = Notifications
notify-lead = S’applique aussitôt et à vous seul·e, dans cette organisation. Ce que vous n’avez pas lu d’ici là vous parvient par e-mail.
notify-kind = Ce qui se passe
notify-inbox = Boîte de réception
notify-mail = E-mail
notify-mention = Quelqu’un vous mentionne
notify-reply = Une réponse dans une discussion à laquelle vous participez
notify-resolved = Une telle discussion est résolue
notify-review-asked = On vous demande une relecture
notify-review-due = Une relecture arrive bientôt à échéance
notify-review-decided = Une décision sur votre demande
notify-name-asked = Un autre nom est demandé dans un certificat
notify-pace = Les e-mails arrivent
notify-soon = groupés, peu après un événement
notify-daily = groupés, une fois par jour au plus
notify-load-failed = Les notifications n’ont pas pu être chargées.
notify-failed = Ceci n’a pas été enregistré.
