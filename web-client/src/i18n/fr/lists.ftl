list-from-list = À partir d’une liste
list-title = Délivrer à partir d’une liste
list-lead = Un fichier contenant de nombreuses personnes est lu et contrôlé ligne par ligne. Rien n’est délivré avant votre confirmation ci-dessous.
list-step-file = Modèle et fichier
list-step-columns = Contenu du fichier
list-step-check = Contrôle
list-step-issue = Délivrance
list-columns-wait = Dès qu’un fichier est lu, vous voyez ici ses colonnes et ce que chacune signifie.
list-check-waits = Le contrôle commence dès qu’une colonne indique à qui sont destinés les certificats.
list-issue-waits = La délivrance est possible dès que tout est contrôlé.
list-from = À partir de « { $name } », version { $number }
list-drop = Glissez un fichier ici
list-choose-file = Choisir un fichier
list-limits = CSV, TXT, TSV ou XLSX, jusqu’à 10 Mo et 10’000 lignes, sauf si votre serveur a d’autres limites. Le fichier reste un jour au plus sur le serveur.
list-file-kind = Les fichiers lus se terminent par .csv, .txt, .tsv ou .xlsx. Enregistrez la liste ainsi dans votre tableur.
list-file-empty = Ce fichier est vide.
list-file-large = Ce fichier est trop grand pour une liste.
list-file-several = Un seul fichier peut être lu à la fois.
list-not-taken = Le fichier n’a pas été lu.
list-not-taken-name = « { $name } » n’a pas été lu.
list-sending = { $percent } % envoyés
list-sending-name = Envoi de « { $name } » …
list-reading = Lecture …
list-reading-name = Lecture de « { $name } » …
list-server-said = Le serveur dit :
list-template = « { $name } », version { $number }
list-file = Fichier
list-size = { $rows ->
    [one] 1 ligne
   *[other] { $figure } lignes
 }, { $columns ->
    [one] 1 colonne
   *[other] { $columns } colonnes
 }
list-kept = Conservé
list-kept-until = Jusqu’à { $when }, sauf délivrance auparavant
list-other-file = Autre fichier
list-discard = Abandonner la liste …
list-discard-title = Abandonner « { $name } »
list-discard-text = Le fichier est effacé du serveur et vos choix sur cette page sont perdus. Rien n’est délivré.
list-not-discarded = La liste n’a pas été abandonnée.
list-opening = Ouverture de la liste …
list-not-opened = La liste n’a pas pu être ouverte.
list-gone-title = Cette liste n’est plus là
list-gone-text = Elle a été délivrée, abandonnée ou date de plus d’un jour. Ce qui en a été délivré figure parmi les certificats ; sinon, chargez le fichier encore une fois.
list-found = Comment le fichier est lu
list-encoding = Caractères
list-encoding-utf8 = UTF-8, toutes les écritures
list-encoding-windows = Windows, Europe occidentale
list-encoding-mac = Ancien Mac
list-encoding-utf16 = Texte Unicode d’Excel
list-encoding-east = Windows, Europe centrale
list-encoding-latin = Latin 9
list-delimiter = Entre les cellules
list-delimiter-semicolon = Point-virgule ;
list-delimiter-comma = Virgule ,
list-delimiter-tab = Tabulation
list-delimiter-bar = Barre verticale |
list-sheet = Feuille
list-header = La première ligne nomme les colonnes
list-not-read = Le fichier ne peut pas être lu ainsi.
list-read-again = Lire comme au début
list-columns = Colonnes du fichier
list-column = Colonne
list-column-number = Colonne { $number }
list-samples = Exemples
list-no-samples = vide
list-is = Signification
list-is-of = Signification de la colonne « { $column } »
list-targets-own = Personne et certificat
list-targets-fields = Champs du modèle
list-required = Demandé par le modèle
list-to-unused = Non utilisée
list-to-name = Prénom et nom
list-to-given-name = Prénom
list-to-family-name = Nom de famille
list-to-email = Adresse e-mail
list-to-external-id = Votre identifiant
list-to-language = Langue
list-to-valid-from = Valable dès le
list-to-valid-until = Valable jusqu’au (inclus)
list-days = { $text } signifie
list-lacks-name = Aucune colonne n’indique à qui sont destinés les certificats. Choisissez-en une pour « Prénom et nom », ou deux pour « Prénom » et « Nom de famille ».
list-lacks-fields = { $count ->
    [one] Le modèle demande « { $fields } », et aucune colonne ne l’indique.
   *[other] Le modèle demande ces champs, et aucune colonne ne les indique : { $fields }.
 }
list-lacks-end = Le modèle demande une fin de validité. Indiquez-la ci-dessous pour tous, ou choisissez une colonne.
list-lacks-picture = Ce modèle demande une image (« { $field } »). Une liste ne peut pas fournir d’images.
list-for-all = Pour tous
list-for-all-text = S’applique à chaque ligne qui n’indique rien d’autre.
list-checking = Contrôle de toutes les lignes …
list-sum-none = Il ne reste aucune ligne.
list-sum-ready = { $count ->
    [one] 1 ligne est prête.
   *[other] Les { $figure } lignes sont prêtes.
 }
list-sum-faulty = { $count ->
    [one] { $ready } lignes sur { $rows } sont prêtes ; 1 contient une erreur.
   *[other] { $ready } lignes sur { $rows } sont prêtes ; { $figure } contiennent une erreur.
 }
list-left-out = { $count ->
    [one] 1 ligne est laissée de côté.
   *[other] { $figure } lignes sont laissées de côté.
 }
list-take-in = Reprendre
list-not-checked-title = Les lignes n’ont pas pu être contrôlées.
list-mapping-old = Les colonnes ne correspondent plus au modèle. Il a peut-être été publié à nouveau entre-temps.
list-reopen = Rouvrir
list-faults = Ce qui ne va pas
list-faults-text = Corrigez le fichier et chargez-le encore une fois, changez plus haut la signification d’une colonne, ou laissez ces lignes de côté.
list-leave-faulty = { $count ->
    [one] Laisser cette ligne de côté
   *[other] Laisser les { $figure } lignes de côté
 }
list-faults-all = Afficher les { $count }
list-faults-more = { $count ->
    [one] 1 autre ligne contient une erreur.
   *[other] { $figure } autres lignes contiennent une erreur.
 }
list-line = Ligne
list-line-of = Ligne { $line }
list-there = Contenu
list-wrong = Ce qui ne va pas
list-whole-row = toute la ligne
list-nothing = rien
list-fault-no-name = Il manque un nom.
list-fault-twice = Cette personne figure déjà plus haut.
list-fault-missing = Le modèle a besoin de cette indication.
list-fault-long = Les indications de cette ligne sont trop longues au total.
list-fault-number = Ce n’est pas un nombre, ou il pourrait y en avoir deux : 1234 ou 1.234.
list-fault-digits = Un nombre compte au plus 15 chiffres.
list-fault-formula = Cela commence comme une formule ; un tableur l’exécuterait.
list-fault-error = Le tableur n’a pas pu calculer cette cellule.
list-fault-field = Une liste ne peut pas remplir ce champ.
list-fault-day = Ce jour n’existe pas, ou il n’est pas écrit comme une date.
list-fault-until = Ce n’est pas un jour, ou il précède le début.
list-given = Qui en a déjà un
list-given-text = { $count ->
    [one] 1 personne a déjà un certificat valable de ce modèle. Elle en recevra un second si vous ne laissez pas sa ligne de côté.
   *[other] { $figure } personnes ont déjà un certificat valable de ce modèle. Elles en recevront un second si vous ne laissez pas leurs lignes de côté.
 }
list-leave-given = { $count ->
    [one] Laisser cette ligne de côté
   *[other] Laisser ces { $figure } lignes de côté
 }
list-given-all = Afficher les { $count }
list-content = Contenu
list-content-same = Le même
list-content-other = Un autre
list-fit = Tous les textes ont-ils assez de place ?
list-fit-text = Chaque ligne est composée dans le modèle. Cela prend un moment s’il y en a beaucoup ; vous pouvez continuer à travailler.
list-fit-start = Contrôler la place
list-fit-stop = Arrêter
list-fit-go-on = Continuer le contrôle
list-tried = { $tried } sur { $rows } contrôlées
list-fit-stopped = Arrêté : { $figures }.
list-fit-failed = La place n’a pas pu être contrôlée jusqu’au bout.
list-fits = Tous les textes ont assez de place.
list-overflowing = { $count ->
    [one] Dans 1 ligne, un texte est trop long pour sa place.
   *[other] Dans { $figure } lignes, un texte est trop long pour sa place.
 }
list-leave-overflowing = { $count ->
    [one] Laisser cette ligne de côté
   *[other] Laisser ces { $figure } lignes de côté
 }
list-too-long = Trop long
list-see = Voir
list-see-of = Voir : { $name }
list-preview = Aperçu
list-preview-before = Entrée précédente
list-preview-after = Entrée suivante
list-preview-first = C’est la première entrée.
list-preview-last = C’est la dernière entrée.
list-preview-row = Numéro de l’entrée
list-preview-entry = Entrée
list-preview-of = sur { $rows }
list-preview-alt = Voici la page { $page } du certificat de l’entrée { $row }.
list-preview-loading = Préparation de l’aperçu …
list-preview-failed = L’aperçu n’a pas pu être préparé.
list-unseen-left-out = Cette entrée est laissée de côté.
list-unseen-faulty = Cette entrée ne peut pas être affichée : elle contient une erreur.
list-unseen-faulty-line = La ligne { $line } du fichier ne peut pas être affichée :
list-not-picture = Le modèle demande une image.
list-not-name = Aucune colonne n’indique à qui sont destinés les certificats.
list-not-checked = Tout est d’abord contrôlé.
list-not-faulty = Certaines lignes contiennent une erreur : corrigez-les ou laissez-les de côté.
list-not-any = Il ne reste aucune ligne.
list-deliver = { $count ->
    [0] Envoyer un message avec l’adresse du certificat
    [one] Envoyer à 1 personne un message avec l’adresse de son certificat
   *[other] Envoyer à { $figure } personnes un message avec l’adresse de leur certificat
 }
list-deliver-nobody = Il faut pour cela une colonne avec des adresses e-mail.
list-summary = { $count ->
    [one] 1 certificat à partir de « { $title } »
   *[other] { $figure } certificats à partir de « { $title } »
 }
list-summary-mails = { $count ->
    [0] aucun message
    [one] 1 message
   *[other] { $figure } messages
 }
list-summary-given = { $count ->
    [one] 1 de ces personnes en a déjà un.
   *[other] { $figure } de ces personnes en ont déjà un.
 }
list-summary-over = { $count ->
    [one] Dans 1 certificat, un texte est trop long pour sa place.
   *[other] Dans { $figure } certificats, un texte est trop long pour sa place.
 }
list-summary-untried = La place des textes n’est pas encore contrôlée.
list-issue = { $count ->
    [one] Délivrer 1 certificat
   *[other] Délivrer { $figure } certificats
 }
list-issue-none = Délivrer
list-sending-list = Votre demande est en cours d’enregistrement …
list-sending-list-again = La réponse s’est perdue. La demande est répétée ; une liste n’est délivrée qu’une fois.
list-unsure-text = La demande est peut-être enregistrée malgré tout. Réessayez : une liste n’est délivrée qu’une fois.
list-refused = Certaines lignes contiennent maintenant une erreur. Elles sont contrôlées à nouveau ; voyez plus haut.
list-going = Délivrance en cours
list-going-text = Vous pouvez quitter cette page ; tout continue de soi-même, et la page des certificats montre où cela en est.
list-issued = { $count ->
    [one] 1 certificat est délivré
   *[other] { $figure } certificats sont délivrés
 }
list-ended = { $count ->
    [0] Terminé sans que rien ne soit délivré
    [one] Terminé ; 1 certificat est délivré
   *[other] Terminé ; { $figure } certificats sont délivrés
 }
list-to-certificates = Vers les certificats
list-next = Charger une liste
list-no-batch = Cette demande n’existe pas
batches-plate = En cours
batches-lead = Ce qui est délivré ensemble. Tout continue, même si personne ne regarde.
batches-failed = Ce qui est en cours n’a pas pu être chargé.
batches-ended = Délivrés ensemble récemment
batches-column-issued = Délivrés
batches-column-ended = Terminé
batch-open = En cours de délivrance
batch-waits = En attente
batch-paused = Suspendu
batch-failed = Échoué
batch-done = Délivré
batch-cancelled = Terminé
batch-asked = { $name }, { $when }
batch-figures = { $issued } sur { $all }
batch-progress = Part délivrée de « { $title } »
batch-lost-text = Le serveur ne répond pas pour le moment. Tout continue là-bas ; vous voyez le dernier état connu.
batch-waits-text = Le registre ne répond pas. Dès qu’il répondra, tout continuera de soi-même.
batch-paused-text = Quelqu’un a suspendu la délivrance. Ce qui est délivré est valable ; le reste suivra quand vous continuerez.
batch-failed-text = La délivrance n’a pas pu être menée à terme. Ce qui est délivré est valable. Essayez de continuer ; si cela persiste, indiquez le modèle à l’administration.
batch-cancelled-text = Ce qui est délivré est valable. Le reste ne sera plus délivré.
batch-pause = Suspendre
batch-resume = Continuer
batch-cancel = Ne pas délivrer le reste …
batch-cancel-title = { $count ->
    [one] Ne plus délivrer 1 certificat
   *[other] Ne plus délivrer { $figure } certificats
 }
batch-cancel-text = { $issued } sur { $all } de « { $title } » sont délivrés et valables. Le reste ne sera jamais délivré ; cela ne peut pas être annulé.
batch-not-cancelled = La délivrance n’a pas été arrêtée.
batch-moved = La délivrance est terminée entre-temps, ou son état a changé. Vous le verrez dans un instant.
batch-report = Rapport
batch-report-of = Rapport sur « { $title } », télécharger
batch-no-report = Le rapport n’a pas pu être chargé. { $why }
