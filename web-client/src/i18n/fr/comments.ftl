tool-comment = Commentaire
hint-comment = Cliquez sur ce dont il s’agit ou faites glisser sur des mots · Entrée : ce qui est sélectionné
keys-discuss = Discuter
key-next-thread = Commentaire suivant
key-previous-thread = Commentaire précédent
key-comment-selection = Commenter ce qui est sélectionné
key-pins = Afficher ou masquer les commentaires sur la feuille
needs-comment = Vous pouvez lire ici. Les personnes ayant les rôles Conception, Rédaction, Approbation et Administration peuvent commenter.
comments-title = Commentaires
comments-unread = { $count ->
    [one] 1 non lu
   *[other] { $count } non lus
 }
comments-none = Il n’y a aucun commentaire dans cette liste.
comments-gone = Ce commentaire n’existe plus.
status-comments = { $count ->
    [one] 1 commentaire ouvert
   *[other] { $count } commentaires ouverts
 }
status-pins-hidden = Commentaires masqués

comments-shown = Quels commentaires
comments-shown-open = Ouverts
comments-shown-mine = Les miens
comments-shown-resolved = Réglés
comments-this-page = Cette page seulement
comments-hide-pins = Masquer les commentaires sur la feuille
comments-read-all = { $count ->
    [one] Marquer 1 non lu comme lu
   *[other] Marquer les { $count } non lus comme lus
 }
comments-loading = Chargement des commentaires …
comments-failed = Les commentaires ne peuvent pas être affichés
comments-offline = Pas de liaison avec les commentaires. Ce que vous écrivez ici est conservé et envoyé plus tard.
comments-offline-waiting = Pas de liaison. { $count ->
    [one] 1 commentaire est conservé dans ce navigateur et sera envoyé
   *[other] { $count } commentaires sont conservés dans ce navigateur et seront envoyés
 } dès qu’elle sera rétablie.
comments-empty-open = Rien d’ouvert
comments-empty-mine = Rien qui vous concerne
comments-empty-resolved = Rien de réglé pour l’instant
comments-empty-text = Les commentaires se trouvent là où est leur place : sur un élément, sur des mots ou sur la page. Appuyez sur C et cliquez sur ce dont il s’agit.
comments-answers = { $count ->
    [one] 1 réponse
   *[other] { $count } réponses
 }

comment-number = Nº { $number }
comment-new = Nouveau commentaire
comment-new-label = Votre commentaire
comment-new-placeholder = Que souhaitez-vous en dire ?
comment-send = Commenter
comment-reply = Répondre
comment-reply-label = Réponse au commentaire { $number }
comment-reply-placeholder = Répondre, @ pour une personne
comment-hint = Ctrl ou Commande et Entrée envoie. @ suivi d’un nom mentionne quelqu’un. **gras**, _italique_, `code`.
comment-nothing = Écrivez d’abord quelque chose.
comment-too-long = { $count ->
    [one] 1 caractère de trop
   *[other] { $count } caractères de trop
 }
comment-people = Personnes à mentionner
comment-by = Commentaire de { $name }
comment-guest = Invité·e
comment-somebody = quelqu’un
comment-nobody = Personne supprimée
comment-edited = modifié
comment-deleted = Ce commentaire a été supprimé.
comment-more = Plus sur ce commentaire
comment-edit = Modifier
comment-save = Enregistrer
comment-delete = Supprimer
comment-delete-title = Supprimer ce commentaire
comment-delete-text = Ses mots disparaissent pour tout le monde et ne peuvent pas être récupérés. Les réponses restent.
comment-react = Réagir
comment-reactions = Réactions
comment-reaction = { $emoji } { $count }, { $names }
reaction-agree = D’accord
reaction-disagree = Pas d’accord
reaction-heart = J’aime beaucoup
reaction-hooray = Bravo
reaction-laugh = Amusant
reaction-doubt = J’en doute
reaction-eyes = Je regarde
reaction-done = C’est fait
comment-waits = Pas encore envoyé
comment-waits-short = Pas encore envoyé
comment-refused = Non envoyé.
comment-refused-short = Non envoyé
comment-discard = Abandonner

comment-resolve = Marquer comme réglé
comment-reopen = Rouvrir
comment-resolved = réglé
comment-resolved-by = Réglé par { $name }, { $when }
comment-blocking = Bloque l’approbation
comment-blocking-short = Bloque l’approbation
comment-block = Faire bloquer l’approbation
comment-unblock = Ne plus bloquer l’approbation
why-not-block = La personne qui l’a écrit et celles qui approuvent peuvent changer cela.
comment-thread-more = Plus
comment-previous = Commentaire précédent
comment-next = Commentaire suivant
comment-log = Ce qui a été dit
comment-element-deleted = Élément supprimé
comment-page-deleted = Page supprimée
comment-words-changed = Les mots ont changé depuis.
comment-words-gone = Ces mots ne sont plus là.
comment-unread = non lu
comment-pins = Commentaires sur la feuille
comment-pin = Nº { $number }, { $name } : { $words }
comment-many = { $count } commentaires à cet endroit
comment-heard = { $author } dans le commentaire { $number } : { $words }
