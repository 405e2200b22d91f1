templates-title = Modèles
templates-loading = Chargement des modèles …
template-new = Nouveau modèle
templates-search = Rechercher des modèles
templates-search-placeholder = Rechercher par nom
templates-found = { $count ->
    [0] Aucun modèle trouvé
    [one] 1 modèle trouvé
   *[other] { $count } modèles trouvés
 }
templates-found-more = Plus de { $count } modèles trouvés
templates-more = Afficher la suite
templates-empty-title = Pas encore de modèle
templates-empty-text = Un modèle est le projet d’un certificat que vous concevez ensemble. Commencez par un exemple prêt à l’emploi ou par une feuille vierge.
templates-empty-view = Dès qu’une personne de votre organisation crée un modèle, il apparaît ici.
templates-none-title = Aucun résultat
templates-none-text = Aucun modèle ne porte « { $search } » dans son nom.
templates-clear-search = Annuler la recherche
templates-failed = Les modèles n’ont pas pu être chargés.
templates-offline-title = Pas de connexion
templates-offline-text = Vous voyez le dernier état connu. La liste sera mise à jour dès que le serveur répondra.
template-edited = Modifié { $when }
template-by = Créé par { $name }
template-actions = Actions pour « { $name } »
template-open = Ouvrir
template-rename = Renommer …
template-duplicate = Dupliquer
template-delete = Supprimer …
needs-edit-layout = La création et la modification de modèles sont réservées aux rôles Conception et Administration.

create-title = Nouveau modèle
create-start = Par quoi souhaitez-vous commencer ?
create-name = Nom du modèle
create-action = Créer le modèle
create-blank-portrait = Feuille vierge, portrait
create-blank-landscape = Feuille vierge, paysage
create-blank-portrait-text = A4, 210 × 297 mm
create-blank-landscape-text = A4, 297 × 210 mm
create-starters-failed = Les exemples n’ont pas pu être chargés. Une feuille vierge est disponible.
create-untitled = Sans titre
create-failed = Le modèle n’a pas été créé.

rename-title = Renommer le modèle
rename-action = Renommer
rename-failed = Le nom n’a pas été modifié.
name-missing = Veuillez saisir un nom.
duplicate-name = { $name } (copie)
duplicate-done = « { $name } » est créé.
duplicate-failed = « { $name } » n’a pas été dupliqué.
delete-title = Supprimer « { $name } »
delete-text = Le modèle et son projet disparaissent pour toute votre organisation. Qui l’a ouvert en ce moment ne pourra plus y travailler. Cette action ne peut pas être annulée ici.
delete-action = Supprimer 1 modèle
delete-done = « { $name } » est supprimé.
delete-failed = « { $name } » n’a pas été supprimé.

no-template-title = Ce modèle n’existe pas
no-template-text = Il a peut-être été supprimé, ou il appartient à une autre organisation.
