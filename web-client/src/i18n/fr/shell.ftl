product = Imprimatur
loading = Chargement …
close = Fermer
cancel = Annuler
try-again = Réessayer
back = Retour
clear = Effacer
mixed = Variable
color-none = Aucune
color-hex = Valeur de la couleur
color-swatches = Couleurs proposées

language = Langue
theme = Apparence
theme-system = Comme le système
theme-light = Claire
theme-dark = Sombre
account = Compte de { $name }
sign-out = Se déconnecter
main-navigation = Rubriques
breadcrumb = Vous êtes ici
skip-to-content = Aller au contenu
nav-templates = Modèles

role-admin = Administration
role-designer = Conception
role-content-editor = Rédaction
role-approver = Approbation
role-viewer = Lecture

ago-now = à l’instant
ago-minutes = { $count ->
    [one] il y a 1 minute
   *[other] il y a { $count } minutes
 }
ago-hours = { $count ->
    [one] il y a 1 heure
   *[other] il y a { $count } heures
 }
ago-days = { $count ->
    [one] il y a 1 jour
   *[other] il y a { $count } jours
 }
ago-date = le { $date }

not-found-title = Cette page n’existe pas
not-found-text = L’adresse est peut-être incomplète, ou la page a été déplacée.
not-found-action = Aller aux modèles
unreachable-title = Le serveur ne répond pas
unreachable-text = Ce que vous avez modifié dans ce navigateur y reste enregistré. Le travail reprend dès que la connexion est rétablie.
unreachable-retrying = Une nouvelle tentative a lieu toutes les quelques secondes.
broken-title = Cette page a rencontré une erreur
broken-text = Vos travaux enregistrés ne sont pas touchés. Rechargez la page ; si l’erreur persiste, veuillez citer le texte ci-dessous.
reload = Recharger la page

copy = Copier
copied = Copié
copy-by-keys = Le texte est sélectionné : copiez-le avec le clavier.
failure = Erreur
no-connection = Pas de connexion
last-known = Vous voyez le dernier état connu. Il est actualisé dès que le serveur répond à nouveau.

organisation = Organisation
switch-failed = Le passage à « { $organisation } » n’a pas abouti.
nav-people = Personnes
nav-sync = Synchro
nav-settings = Réglages
impersonation = Action au nom d’une autre personne
impersonation-text = { $impersonator } agit au nom de { $name } ({ $organisation }). L’approbation et la publication sont désactivées.
impersonation-end = Terminer et se déconnecter
needs-manage = Cette page est visible pour les personnes ayant le rôle Administration. Adressez-vous à l’administration de votre organisation si vous en avez besoin.
not-allowed-title = Cette page est réservée à l’administration

duration-seconds = { $count ->
    [one] 1 seconde
   *[other] { $count } secondes
 }
duration-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
 }
duration-hours = { $count ->
    [one] 1 heure
   *[other] { $count } heures
 }
duration-days = { $count ->
    [one] 1 jour
   *[other] { $count } jours
 }
at-time = { $time }
at-date-time = { $date }, { $time }
