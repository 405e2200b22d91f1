people-title = Personnes
people-lead = Qui est membre de votre organisation et ce que chaque personne peut faire.
people-workos = Les membres et les rôles se modifient dans WorkOS ; ils apparaissent ici en quelques secondes.
people-local = Ce sont des personnes d’exemple de ce serveur.
people-members = Membres
people-total = { $count ->
    [one] 1 membre
   *[other] { $figure } membres
 }
people-search = Rechercher des membres
people-search-placeholder = Nom ou adresse e-mail
people-clear-search = Annuler la recherche
people-found = { $count ->
    [0] Aucun membre trouvé
    [one] 1 membre trouvé
   *[other] { $figure } membres trouvés
 }
people-found-more = Les { $figure } premiers membres trouvés
people-none-title = Aucun résultat
people-none-text = Personne ne porte « { $search } » dans son nom ou son adresse e-mail.
people-empty-title = Pas encore de membre
people-loading = Chargement des membres …
people-failed = Les membres n’ont pas pu être chargés.
people-more = Afficher la suite
people-column-person = Personne
people-column-roles = Rôles
people-column-language = Langue
people-column-since = Membre depuis
people-no-role = Aucun
domains-title = Domaines
domains-lead = Qui a une adresse e-mail sous un domaine confirmé est attribué à votre organisation.
domains-none = Votre organisation n’a pas de domaine.
domain-verified = Confirmé
domain-pending = Pas encore confirmé
domain-failed = Non confirmé
domain-unknown = Inconnu
domain-contested = Contesté
domain-contested-text = Une autre organisation a également confirmé ce domaine. Jusqu’à ce que ce soit réglé, personne n’est attribué par son biais. Le support de WorkOS peut le régler.
