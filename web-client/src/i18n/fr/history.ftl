history-title = Historique
history-versions = Versions
history-loading = Chargement de l’historique …
history-failed = L’historique n’a pas pu être chargé
history-empty-title = Pas encore de version
history-empty-text = Pendant que l’on travaille, un état intermédiaire se crée de lui-même toutes les quelques minutes. Ce qui doit rester, vous le conservez comme version.
history-nothing-title = Rien à comparer pour l’instant
history-nothing-text = Dès qu’il y aura un état intermédiaire ou une version, vous verrez ici ce qui a changé depuis.
history-today = Aujourd’hui
history-more = Afficher les plus anciennes
history-version = Version { $number }
history-somebody = Une personne qui n’est plus là
history-nobody = Sans nouvelle contribution
history-before-restore = avant restauration
history-other-side = comparée
history-kept-only = Seulement les versions et états nommés
history-freeze = Conserver une version
history-freeze-text = Le projet tel qu’il est enregistré maintenant est conservé définitivement : avec tous ses textes, images et polices.
history-freeze-action = Conserver
history-name = Nommer
history-name-text = Ce qui porte un nom reste. Sans nom, les anciens états intermédiaires sont peu à peu supprimés.
history-name-label = Nom (facultatif)
history-name-action = Enregistrer
history-name-failed = Cela n’a pas été enregistré
history-unsaved = Vos dernières modifications ne sont pas encore enregistrées. Cela ne prend qu’un instant.
history-read-only = Ce projet ne peut pas être modifié pour le moment.
history-mode = Affichage
history-mode-one = Cette version seule
history-mode-side = Côte à côte
history-mode-over = Superposées
history-mode-blink = En alternance
history-language = Langue des images
history-now = Maintenant
history-against = Comparée avec : { $other }
history-against-now = Comparer de nouveau avec le projet actuel
history-compare-with = Comparer d’autres avec elle
history-is-other = On compare déjà avec cette version. Choisissez-en une autre à gauche.
history-mix = Part visible de l’état le plus récent
history-mix-value = { $share } pour cent
history-blink-stop = Arrêter
history-blink-go = Alterner
history-blink-turn = Tourner
history-picture = { $title }, page { $number }
history-picture-loading = Chargement de la page …
history-picture-failed = La page n’a pas pu être chargée
history-no-page = Cette page n’existe pas ici.
history-slider = Historique du { $day }
history-about = À propos de { $title }
history-made = { $moment }, { $people }
history-restore = Restaurer
history-restore-title = Restaurer « { $title } » ?
history-restore-text = Le projet redevient pour tout le monde ce qu’il était alors. Vous pourrez l’annuler ensuite ; pour les autres, un état intermédiaire est créé auparavant.
history-restore-action = Restaurer
history-restore-failed = La restauration n’a pas eu lieu
history-restored = « { $title } » est restaurée.
history-restored-nothing = Le projet est déjà tel qu’il était alors.
history-undo = Annuler
history-copied = L’élément se trouve maintenant aussi dans le projet.
history-changes-loading = Recherche des différences …
history-changes-failed = Les différences n’ont pas pu être trouvées
history-changes = { $count ->
    [0] Aucune différence
    [one] 1 différence
   *[other] { $count } différences
 }
history-changes-more = et { $count } autres
history-show = Montrer « { $name } » dans le projet
history-copy = Copier « { $name } » dans le projet
history-how-added = nouveau
history-how-removed = supprimé
history-how-moved = déplacé
history-how-changed = modifié
history-thing-layout = Document
history-thing-page = Page
history-thing-field = Champ
history-thing-style = Style
history-all-languages = (toutes les langues)
history-yes = oui
history-no = non
history-property = { $key ->
    [align] Alignement
    [alt] Texte alternatif
    [asset] Image
    [at] Position
    [background] Fond
    [bleed] Fond perdu
    [box] Cadrage
    [color] Couleur
    [content] Contenu
    [d] Forme
    [design] Sceau
    [fallback] Texte de remplacement
    [family] Police
    [field] Champ
    [fill] Remplissage
    [fit] Ajustement
    [format] Format
    [ground] Fond du code
    [hidden] masqué
    [inner] Rayon intérieur
    [italic] italique
    [label] Libellé
    [languages] Langues
    [level] Correction d’erreurs
    [lineHeight] Interligne
    [locked] verrouillé
    [name] Nom
    [opacity] Opacité
    [order] Ordre
    [page] Page
    [parent] Groupe
    [radius] Rayon des coins
    [required] Obligatoire
    [role] Fonction
    [rotation] Rotation
    [sample] Exemple
    [sides] Sommets
    [signer] Signataire
    [size] Taille
    [spacing] Interlettrage
    [stroke] Contour
    [strokeDash] Pointillé
    [strokeWidth] Épaisseur du contour
    [style] Style
    [textSize] Corps du texte
    [textStyle] Mise en forme
    [texts] Texte
    [type] Type
    [valign] Alignement vertical
    [value] Valeur de la couleur
    [weight] Graisse
   *[other] { $key }
 }

