sync-title = Synchronisation
sync-lead = Comment les personnes et les organisations arrivent de WorkOS et parviennent au registre sous forme de copies.
sync-loading = Chargement de l’état …
sync-failed = L’état n’a pas pu être chargé.
sync-off-title = Il n’y a rien à synchroniser ici
sync-off-text = Sur ce serveur, les personnes ne viennent pas de WorkOS. La personne qui l’exploite le configure avec les réglages qui commencent par WORKOS_.
sync-opening = Connexion …
sync-live = À jour
sync-lost-since = Déconnecté depuis { $time }
sync-lost-title = Pas de connexion au serveur
sync-lost-text = Vous voyez le dernier état connu. Dès que le serveur répond à nouveau, cela reprend tout seul.
sync-said-lost = La connexion au serveur est interrompue. Cela reprend tout seul dès qu’il répond à nouveau.
sync-said-back = La connexion au serveur est rétablie.
sync-said-failing = { $count ->
    [one] 1 entrée a échoué.
   *[other] { $figure } entrées ont échoué.
 }
state-failing = En panne

sync-standing = État de votre organisation
sync-failing-title = { $count ->
    [one] 1 entrée a échoué
   *[other] { $figure } entrées ont échoué
 }
sync-waiting-title = { $count ->
    [one] 1 entrée attend
   *[other] { $figure } entrées attendent
 }
sync-reading-title = Une relecture de WorkOS est en cours
sync-reading-text = Ce qu’elle trouve arrive ici peu à peu.
sync-well-title = Tout est au registre
sync-well-text = Chaque copie est conforme à WorkOS.
sync-nothing-title = Il n’y a encore rien
sync-nothing-text = Relisez tout ci-dessous ou attendez le premier message de WorkOS.
sync-oldest = La modification la plus ancienne attend depuis { $duration }.
sync-kind = Genre
sync-pending = En attente
sync-failed-column = En échec
sync-success = Au registre
sync-kind-user = Personnes
sync-kind-organisation = Organisations
sync-kind-domain = Domaines
sync-kind-settings = Réglages
sync-kind-other = Autres
sync-one-user = Personne
sync-one-organisation = Organisation
sync-one-domain = Domaine
sync-one-settings = Réglages
sync-one-other = Autre

hour-title = La dernière heure
hour-finding = { $count ->
    [0] Rien n’est parvenu au registre
    [one] 1 entrée est parvenue au registre
   *[other] { $figure } entrées sont parvenues au registre
 }
hour-quiet = Rien ne s’est passé durant la dernière heure
hour-whole = 60 minutes
hour-synced = { $figure } transmis
hour-failed = { $figure } en échec
hour-received = { $figure } reçus
hour-as-table = Sous forme de tableau
hour-minute = Minute
hour-column-synced = Transmis
hour-column-failed = En échec
hour-column-received = Reçus
hour-note = Par minute, sur tout le serveur : pas seulement de votre organisation.

things-title = Entrées
things-lead = Ce qui est transmis au registre. Ce qui échoue est retenté automatiquement.
things-show = Quelles entrées sont affichées
things-failed = En échec
things-pending = En attente
things-success = Au registre
things-all = Toutes les entrées
things-with-count = { $state } ({ $figure })
things-retry-all = Tout réessayer
things-retry = Réessayer
things-retry-one = Réessayer : { $name }
things-retried = { $count ->
    [0] Ce qui a échoué est déjà retenté.
    [one] 1 entrée est retentée.
   *[other] { $figure } entrées sont retentées.
 }
things-retry-failed = Rien n’est retenté.
things-outdated = L’état a changé depuis.
things-reload = Actualiser la liste
things-list-failed = Les entrées n’ont pas pu être chargées.
things-loading = Chargement des entrées …
things-more = Afficher la suite
things-none-failed = Rien n’a échoué.
things-none-pending = Rien n’attend.
things-none-success = Il n’y a encore rien au registre.
things-none = Il n’y a pas encore d’entrées.
things-column-name = Entrée
things-column-state = État
things-column-tries = Essais
things-column-when = Quand
things-column-actions = Actions
things-state-failed = En échec
things-state-pending = En attente
things-state-success = Au registre
things-state-trying = Essai en cours …
things-state-left = N’est plus en échec
things-next = prochain essai dans { $duration }
things-next-now = prochain essai sous peu
sync-reason-unreachable = Le registre ne répond pas. Un nouvel essai a lieu automatiquement.
sync-reason-refused = Le registre ne laisse pas entrer ce serveur ou ne lui permet pas cela. La personne qui exploite le registre doit vérifier les droits.
sync-reason-schema = Les tables du registre ne sont pas telles qu’elles doivent être. Ce qui manque figure plus bas, sous Registre.
sync-reason-locked = L’entrée était verrouillée dans le registre à ce moment. Un nouvel essai suffit.
sync-reason-row = Le registre n’accepte pas cette entrée : une valeur est trop longue, non valable ou en double. Corrigez-la dans WorkOS.
sync-reason-failed = Le registre a signalé une erreur que cette page ne connaît pas.

runs-title = Traitements
runs-lead = La relecture reprend de WorkOS tout ce qui concerne votre organisation. La comparaison réécrit dans le registre ce qui y diffère d’ici.
runs-earlier = Traitements précédents
runs-none = Il n’y a encore eu aucun traitement.
runs-more = Afficher tous les traitements
run-backfill = Tout relire
run-reconcile = Comparer avec le registre
run-other = Autre traitement
run-goes-on = Ce traitement est déjà en cours.
run-not-asked = « { $run } » n’a pas commencé.
run-begins = commence sous peu
run-done = { $figure } vérifiés
run-done-of = { $figure } sur environ { $total } vérifiés
run-rate = { $figure } par seconde
run-left = encore environ { $duration }
run-since = Commencé : { $when }.
run-leave = Cela continue si vous quittez cette page.
run-took = durée : { $duration }
run-state-done = Terminé
run-state-failed = En échec
run-said-done = « { $run } » est terminé.
run-said-failed = « { $run } » a échoué.
run-column-what = Traitement
run-column-state = État
run-column-result = Résultat
run-column-time = Quand
tally-created = nouveaux
tally-changed = modifiés
tally-unchanged = inchangés
tally-refused = illisibles
tally-removed = supprimés
tally-missing = manquaient au registre
tally-different = différaient
tally-alone = seulement au registre

webhooks-title = Webhooks
webhooks-lead = Ce que WorkOS annonce de lui-même, pour tout le serveur.
webhooks-received = Dernier
webhooks-never = Jamais encore
webhooks-waiting = À traiter
webhooks-given-up = Abandonnés
webhooks-given-up-text = Ils n’ont pas pu être lus. Une relecture rattrape leur contenu.
webhooks-state-given-up = Messages abandonnés
webhooks-refused = Refusés
webhooks-refused-none = Aucun
webhooks-refused-times = { $count ->
    [one] 1 fois
   *[other] { $figure } fois
 }
webhooks-refused-last = Dernier : { $when }.
webhooks-refused-malformed = sans signature lisible : ils ne venaient sans doute pas de WorkOS.
webhooks-refused-too-old = trop anciens : arrivés en retard ou une seconde fois, ou l’horloge de ce serveur avance.
webhooks-refused-too-new = venus du futur : l’horloge de ce serveur retarde.
webhooks-refused-forged = mal signés : WORKOS_WEBHOOK_SECRET n’est pas juste, ou ils ne venaient pas de WorkOS.
webhooks-refused-other = pour une raison que cette page ne connaît pas.

events-title = Events API
events-lead = Ce qui est repris de WorkOS au cas où un webhook manque. Pour tout le serveur.
events-fetched = Dernière reprise
events-never = Jamais encore
events-last = Dernier événement
events-none = Aucun encore
events-gap = Lacune
events-gap-none = Aucune
events-gap-since = constatée { $when }
events-state-gap = Lacune
events-gap-title = Des événements sont perdus
events-gap-text = WorkOS ne les garde qu’un certain temps, et il est resté muet plus longtemps. « Tout relire » rattrape ce qui manque à votre organisation. Cet avis disparaît quand le serveur a tout relu pour toutes les organisations : imprimatur backfill workos.

keys-title = Clés de vérification
keys-lead = Elles permettent de vérifier qu’une connexion vient vraiment de WorkOS.
keys-ids = Clés
keys-ids-none = Aucune : elles sont reprises à la première connexion.
keys-fetched = Dernière reprise
keys-never = Jamais encore
keys-none-title = Personne ne peut se connecter
keys-none-text = Les clés qui servent à vérifier les connexions ne peuvent pas être reprises. Un nouvel essai a lieu automatiquement.

registry-title = Registre
registry-mysql = Une base de données distincte (MySQL) dans laquelle les copies sont écrites.
registry-own = Un fichier de ce serveur dans lequel les copies sont écrites.
registry-ok = En ordre
registry-differs = Tables différentes
registry-unreachable = Injoignable
registry-unchecked = Pas encore vérifié
registry-checked = Dernière vérification
registry-never = Jamais encore
registry-differences = Voici ce qui manque aux tables. La personne qui exploite le registre l’y exécute :
registry-sql = SQL qui complète les tables
registry-unreachable-title = Le registre est injoignable
registry-unreachable-text = Toutes les modifications sont conservées ici en sécurité et attendent. Dès que le registre répond à nouveau, cela reprend tout seul.
registry-differs-title = Les tables du registre doivent être complétées
registry-differs-text = Jusque-là, rien n’y est écrit et toutes les modifications attendent ici. Le SQL nécessaire figure plus bas, sous Registre.
