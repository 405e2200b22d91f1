save-saved = Enregistré
save-saving = Enregistrement …
save-unsaved = Pas encore enregistré
save-offline = Hors ligne
save-offline-kept = (modifications gardées ici)
save-connecting = Connexion …
save-refused = Refusé
save-closed = Fermé
save-saved-more = Toutes les modifications sont enregistrées sur le serveur.
save-saving-more = Vos dernières modifications sont en route vers le serveur.
save-connecting-more = La connexion au serveur s’établit. Vous pouvez déjà travailler.
save-offline-more = Pas de connexion depuis { $time }. Vos modifications restent dans ce navigateur et seront enregistrées dès que le serveur répondra.
save-offline-nothing = Pas de connexion depuis { $time }. Tout ce qui précède est enregistré ; ce que vous modifiez maintenant reste dans ce navigateur jusqu’à ce que le serveur réponde.
refused-title = Le serveur n’accepte pas ces modifications
refused-kept = Ce qui a été enregistré auparavant n’est pas touché.
refused-edits-title = Une partie de ces modifications ne vous était pas permise
refused-edits-intro = Il n’y avait pas que des textes parmi ces modifications : le serveur n’en a donc repris aucune. N’étaient pas permis :
refused-edits-element = « { $name } » : position, taille ou apparence
refused-edits-more = { $count ->
    [one] 1 autre élément
   *[other] { $count } autres éléments
 }
refused-edits-made = { $count ->
    [one] 1 nouvel élément
   *[other] { $count } nouveaux éléments
 }
refused-edits-deleted = { $count ->
    [one] 1 élément supprimé
   *[other] { $count } éléments supprimés
 }
refused-edits-looks = { $count ->
    [one] Police ou couleur de mots dans 1 texte
   *[other] Police ou couleur de mots dans { $count } textes
 }
refused-edits-pages = Pages
refused-edits-fields = Champs et leurs libellés
refused-edits-styles = Styles
refused-edits-other = Langues de la mise en page
refused-edits-unnamed = Des modifications dont ces textes dépendaient
refused-edits-texts = { $count ->
    [0] Aucun texte ne peut en être repris.
    [one] 1 texte peut être repris ; il prend le style de ce qui l’entoure.
   *[other] { $count } textes peuvent être repris ; ils prennent le style de ce qui les entoure.
 }
refused-edits-drop = Tout abandonner
refused-edits-close = Fermer
refused-edits-again = Reprendre les textes
session-over-title = Votre connexion a pris fin
session-over-kept = Ce qui n’était pas encore enregistré reste dans ce navigateur et sera envoyé dès votre prochaine connexion.
sign-in-again = Se reconnecter
draft-gone-title = Ce projet n’existe plus
draft-shut-title = Ce projet ne peut pas être ouvert
draft-damaged-title = Ce projet est en lecture seule
draft-damaged-text = Une partie en est endommagée sur le serveur. Pour que rien ne se perde, personne ne peut le modifier tant que les exploitants de ce serveur ne l’ont pas libéré. Consultation, aperçu et images restent possibles.
draft-damaged-waits = Ce que vous n’avez pas encore enregistré reste dans ce navigateur et sera envoyé ensuite.
lost-under-hand = Quelqu’un d’autre vient de supprimer ce que vous modifiiez.

draft-loading = Ouverture du projet …
draft-waiting-title = Le serveur ne répond pas encore
draft-waiting-text = Ce navigateur n’a pas de copie de ce projet. La connexion est tentée toutes les quelques secondes ; dès qu’elle est établie, le projet s’ouvre de lui-même.
draft-refused-title = Ce projet ne peut pas être ouvert

tools-label = Outils
tool-select = Sélectionner
tool-text = Texte
tool-rectangle = Rectangle
tool-ellipse = Ellipse
tool-line = Ligne
tool-field = Champ
tool-hand = Déplacer la vue
undo = Annuler
redo = Rétablir
undo-nothing = Vous n’avez rien à annuler ici
redo-nothing = Vous n’avez rien à rétablir ici
undo-overtaken = Pas annulé : quelqu’un d’autre a modifié ou supprimé la même chose entre-temps.
text-full = Ce texte est plein : il contient au plus 50 000 caractères. Le reste a été omis.
why-view-only = Lecture seule : seuls les rôles Conception et Administration modifient le projet.
why-texts-only = Votre rôle modifie ici les textes ; le reste relève des rôles Conception et Administration.
why-closed = Ce projet est fermé ici. Le message ci-dessus dit pourquoi.
why-damaged = Lecture seule : ce projet est endommagé et attend les exploitants de ce serveur.
view-only = Lecture seule
texts-only = Textes seulement
why-locked = Verrouillé. Déverrouillez l’élément dans les calques.
why-three = Il faut au moins trois éléments.
why-nothing-chosen = Rien n’est sélectionné.

people-label = Autres personnes présentes
following = Vous suivez { $name }
following-end = Arrêter

content-language = Langue du certificat
content-language-is = { $code }. Langue du certificat : { $language }
language-missing = { $language } · { $count ->
    [one] 1 texte manque
   *[other] { $count } textes manquent
 }
language-add = Ajouter { $language }
language-write = Écrire en { $language }
show-language = Afficher en { $language }

zoom = Zoom
percent = { $percent } %
zoom-is = Zoom : { $percent } %
zoom-fit = Page entière
zoom-full = Taille réelle (100 %)
zoom-selection = Sur la sélection
zoom-in = Agrandir
zoom-out = Réduire
marks-show = Afficher les repères des champs
marks-hide = Masquer les repères des champs

panel-left = Calques et pages
panel-right = Propriétés et champs
tab-layers = Calques
tab-pages = Pages
tab-design = Conception
tab-fields = Champs

canvas-label = Plan de travail
canvas-keys = Tab parcourt les éléments, les flèches les déplacent, Entrée ouvre un texte ou un groupe, ou place au milieu ce que dessine l’outil choisi. Le point d’interrogation montre toutes les touches.
page-number = Page { $number }
element-spoken = { $type } : { $name }
element-group-spoken = { $name }, { $count ->
    [one] 1 élément
   *[other] { $count } éléments
 }
element-chosen = { $name }, sélectionné
element-locked = verrouillé
element-hidden = masqué
type-text = Texte
type-image = Image
type-rectangle = Rectangle
type-ellipse = Ellipse
type-polygon = Polygone
type-line = Ligne
type-path = Tracé
type-qr = Code QR
type-signature = Signature
type-seal = Sceau
type-field = Champ
type-group = Groupe
type-unknown = Inconnu
text-editing-label = Texte en { $language }
writing-fields = Champs à insérer
chip-label = Champ { $label }
chip-format = Format
chip-fallback = En l’absence de valeur
format-date-long = Long
format-date-medium = Moyen
format-date-short = Court
format-date-full = Complet
format-date-month = Mois et année
format-date-year = Année
format-date-iso = ISO
format-number-plain = Groupé
format-number-ungrouped = Non groupé
format-number-0 = Entier
format-number-0-0 = Une décimale
format-number-0-00 = Deux décimales
format-number-percent = Pourcentage
format-text-plain = Tel quel
format-text-upper = Majuscules

layers-label = Calques, le premier plan en haut
layers-empty = Cette page est encore vide. Choisissez un outil en haut et tracez sur la feuille.
layer-expand = Déplier ou replier
layer-move = Déplacer { $name }
layer-name = Nom du calque
layer-lock = Verrouiller
layer-unlock = Déverrouiller
layer-hide = Masquer
layer-show = Afficher

pages-label = Pages
page-add = Ajouter une page
page-actions = Actions pour { $name }
page-move-up = Avancer
page-move-down = Reculer
page-is-first = C’est la première page.
page-is-last = C’est la dernière page.
page-is-only = Un certificat a au moins une page.
page-delete = Supprimer la page
section-page = Page
page-hint = Sélectionnez un élément pour le modifier.
section-format = Format
page-name = Nom
page-name-placeholder = Sans nom
page-format = Papier
page-custom = Sur mesure
page-orientation = Orientation
page-portrait = Portrait
page-landscape = Paysage
page-background = Couleur du papier
page-bleed = Fond perdu

selection-count = { $count ->
    [one] 1 élément sélectionné
   *[other] { $count } éléments sélectionnés
 }
align-label = Aligner et répartir
align-left = Aligner à gauche
align-centre = Centrer horizontalement
align-right = Aligner à droite
align-top = Aligner en haut
align-middle = Centrer verticalement
align-bottom = Aligner en bas
distribute-x = Répartir horizontalement
distribute-y = Répartir verticalement
section-place = Position et taille
field-x = Distance à gauche
field-y = Distance en haut
field-width = Largeur
field-width-letter = L
field-height = Hauteur
field-height-letter = H
field-rotation = Rotation
section-look = Apparence
field-opacity = Opacité
field-radius = Rayon des angles
field-fill = Remplissage
field-stroke = Contour
field-stroke-width = Épaisseur
field-dash = Style de ligne
dash-solid = Continue
dash-dashed = Tirets
dash-dotted = Pointillés

section-type = Typographie
type-of-words = Mots sélectionnés
field-style = Style de texte
style-none = Aucun
style-make = En faire un style
style-update = Modifier ainsi le style
style-new-name = Style { $number }
why-no-style = Il n’y a ici aucun style à modifier.
section-styles = Styles
styles-hint = Choisissez un texte et faites-en un style : les textes d’un même style changent ensemble.
style-name = Nom du style
style-delete = Supprimer { $name }
color-make = Nouvelle couleur partagée
color-new-name = Couleur { $number }
color-name = Nom de la couleur
color-of = Couleur de { $name }
color-shared = Couleurs partagées
field-family = Police
field-weight = Graisse
family-brand = De votre organisation
family-serif = Avec empattements
family-sans = Sans empattements
family-script = Cursive
family-display = Titrage
family-unknown = Non disponible
family-replaced = composé en {$family}
weight-100 = Extra-fin
weight-200 = Très léger
weight-300 = Léger
weight-400 = Normal
weight-500 = Moyen
weight-600 = Demi-gras
weight-700 = Gras
weight-800 = Extra-gras
weight-900 = Noir
field-text-size = Corps
field-align = Alignement du texte
text-start = Aligné à gauche
text-center = Centré
text-end = Aligné à droite
text-justify = Justifié
field-valign = Position dans le cadre
text-top = En haut
text-middle = Au milieu
text-bottom = En bas
field-line-height = Interligne
field-spacing = Interlettrage
field-text-color = Couleur du texte
field-italic = Italique
field-fit = Ajuster la taille au cadre
field-fit-smallest = Corps minimal
field-fit-largest = Corps maximal
section-texts = Textes par langue
text-in-language = Texte en { $language }
text-missing = Manque encore
section-alt = Texte alternatif
alt-label = Texte alternatif ({ $language })
alt-hint = Lu à voix haute là où l’élément n’est pas visible.

fields-title = Champs
fields-hint = Ce qui vient de la ou du destinataire : nom, date, note.
field-first = Déclarez d’abord un champ, puis placez-le sur la feuille.
field-new = Nouveau champ
field-label = Libellé ({ $language })
field-label-placeholder = Nom de l’élève
field-label-missing = Veuillez saisir un libellé.
field-key-taken = Un champ avec cette clé existe déjà.
field-add = Ajouter
field-insert = Insérer { $label }
field-type = Type
field-type-text = Texte
field-type-date = Date
field-type-number = Nombre
field-type-image = Image
field-required = Doit être rempli
field-required-short = Requis
field-sample = Exemple
field-sample-hint = Affiché à la place du champ dans le projet.
field-uses = { $count ->
    [0] Pas utilisé
    [one] Utilisé 1 fois
   *[other] Utilisé { $count } fois
 }
field-delete = Supprimer
why-field-used = { $count ->
    [one] Le champ figure encore à 1 endroit du projet.
   *[other] Le champ figure encore à { $count } endroits du projet.
 }

status-label = État
status-page = Page { $number } sur { $count }
status-missing = { $count ->
    [one] 1 texte manque en { $language }
   *[other] { $count } textes manquent en { $language }
 }
status-offline = hors ligne depuis { $time }
shortcuts-open = Raccourcis
shortcuts-title = Raccourcis clavier
keys-tools = Outils
keys-edit = Modifier
keys-arrange = Disposer
keys-view = Affichage
keys-pointer = À la souris
key-copy = Copier
key-cut = Couper
key-paste = Coller
key-duplicate = Dupliquer
key-delete = Supprimer
key-select-all = Tout sélectionner
key-open = Ouvrir un texte ou un groupe ; avec un outil : placer au milieu
key-escape = Annuler, remonter d’un niveau
key-nudge = Déplacer de 1 mm
key-nudge-far = Déplacer de 10 mm
key-nudge-fine = Déplacer de 0,1 mm
key-group = Grouper
key-ungroup = Dissocier
key-to-front = Au premier plan
key-to-back = À l’arrière-plan
key-lock = Verrouiller
key-hide = Masquer
key-marks = Afficher ou masquer les repères des champs
habit-pan = Déplacer la vue en glissant
habit-zoom-wheel = Zoomer avec la molette
habit-duplicate-drag = Glisser une copie
habit-keep-ratio = Garder proportions, axe ou 15°
habit-no-snap = Sans magnétisme
habit-deep-select = Clic dans un groupe
key-space = Espace
