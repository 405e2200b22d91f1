review-title = Contrôle
review-state-draft = Projet
review-state-in-review = En contrôle
review-state-changes-requested = Modifications demandées
review-state-approved = Approuvé
review-state-published = Publié
review-load-failed = L’état du contrôle n’a pas pu être chargé.
review-version = Version { $number }
review-progress = { $count } approbation(s) sur { $needed }
review-independent = Il manque l’approbation d’une personne qui n’y a rien modifié
review-asked = Personnes consultées
review-due-until = Jusqu’au { $date }
review-due-over = Échéance passée le { $date }
review-changed = Modifié depuis l’approbation
review-changed-since-asked = Modifié depuis l’envoi
review-changed-since-said = Modifié depuis
review-changed-decide = Le projet a été modifié depuis. Vous décidez de la version { $number } telle que vous la voyez ici, non de l’état actuel.
review-submit = Faire contrôler …
review-submit-title = Faire contrôler
review-submitted = La version est figée, les personnes qui approuvent sont consultées.
review-submit-now = Faire contrôler
review-approve-now = Approuver
review-request-changes-now = Demander des modifications
review-question = Qui décide
review-who = Sont consultées
review-who-rule = { $count ->
    [one] Toutes les personnes qui peuvent approuver; une approbation suffit
   *[other] Toutes les personnes qui peuvent approuver; il faut { $count } approbations
}
review-who-rule-role = { $count ->
    [one] Toutes les personnes ayant le rôle { $role }; une approbation suffit
   *[other] Toutes les personnes ayant le rôle { $role }; il faut { $count } approbations
}
review-who-named = Certaines personnes
review-who-missing = { $count ->
    [one] Choisissez encore une personne.
   *[other] Choisissez encore { $count } personnes.
}
review-four-eyes = Qui a modifié ce projet depuis la dernière publication ne peut pas l’approuver à lui seul.
review-people-loading = Chargement des personnes …
review-people-failed = Les personnes n’ont pas pu être chargées.
review-people-none = Personne ne peut approuver dans votre organisation.
review-due = Décider jusqu’au
review-due-hint = Les personnes consultées reçoivent un rappel la veille.
review-note = Ce qu’il faut savoir
review-note-hint = Facultatif.
review-unsaved = Attendez que tout soit enregistré.
review-gate-closed = Corrigez d’abord ce qui s’y oppose.
review-failed = Cela n’a pas été fait.
review-approve = Approuver …
review-approve-title = Approuver la version { $number }
review-approved-done = Vous avez approuvé la version { $number }.
review-request-changes = Demander des modifications …
review-changes-title = Demander des modifications à la version { $number }
review-changes-done = Vous avez demandé des modifications à la version { $number }.
review-changes-word = Ce qu’il faut modifier
review-word = Un mot à ce sujet (facultatif)
review-note-needed = Dites ce qu’il faut modifier.
review-bound = Votre approbation vaut pour ce contenu précis ({ $hash }) et pour rien d’autre.
review-withdraw = Retirer …
review-withdraw-title = Retirer la demande
review-withdraw-text = La version { $number } ne sera plus décidée et ne pourra pas être publiée. La version elle-même demeure.
review-withdraw-now = Retirer
review-reassign = Autres personnes …
review-reassign-title = Consulter d’autres personnes, ou changer l’échéance
review-reassign-now = Consulter
review-said = Ce qui a été dit
review-asked-by = { $name } a demandé, { $when }
review-authors = Modifié depuis la dernière publication par { $names }
review-verdict-approved = approuvé
review-verdict-changes = demande des modifications
review-now-published = Publié
review-first = Rien de ce modèle n’est encore publié.
review-differences = Ce qui change par rapport à la version publiée

gate-title = Ce qui s’y oppose
gate-check = Vérifier
gate-again = Vérifier à nouveau
gate-loading = Vérification …
gate-failed = La vérification n’a pas abouti.
gate-clear = Rien ne s’y oppose.
gate-open = { $warnings ->
    [one] Rien ne l’interdit; une remarque.
   *[other] Rien ne l’interdit; { $warnings } remarques.
}
gate-closed = { $errors ->
    [one] Un point est à corriger d’abord (autres remarques: { $warnings }).
   *[other] { $errors } points sont à corriger d’abord (autres remarques: { $warnings }).
}
gate-whole = Toute la mise en page
gate-cut = Il peut y en avoir d’autres. Corrigez d’abord ceux-ci.
gate-jump = Va à l’élément
gate-severity-error = L’interdit
gate-severity-warning = Est signalé
gate-severity-off = N’est pas vérifié
gate-threads-blocking = Discussions ouvertes qui interdisent la publication: { $measured }
gate-translation-missing = Le texte manque dans cette langue
gate-text-overflows = Le texte demande plus de place que son cadre n’en a
gate-text-overflows-longest = Avec de longues valeurs, le texte demande plus de place que son cadre n’en a
gate-text-too-long = Le texte est trop long pour être composé en entier
gate-contrast-low = Difficile à lire: contraste { $measured } : 1, au moins { $wanted } : 1
gate-alt-missing = Pas de texte de remplacement pour qui ne le voit pas
gate-alt-missing-language = Pas de texte de remplacement dans cette langue
gate-image-low-resolution = Grossier à l’impression: { $measured } pixels par pouce, au moins { $wanted }
gate-image-missing = Aucune image choisie
gate-image-missing-gone = L’image n’est plus là
gate-off-page-all = Se trouve à côté de la page
gate-off-page-part = Dépasse de la page de { $measured } mm
gate-off-page-words = Des mots dépassent de la page de { $measured } mm
gate-glyph-missing = Aucune police ne contient: { $about }
gate-font-unknown = Police inconnue: { $about }
gate-field-undeclared = Champ inconnu: { $about }
gate-field-undeclared-none = Aucun champ choisi
gate-field-unused = Le champ { $about } n’est utilisé nulle part
gate-brand-color = N’est pas une couleur de l’organisation: { $about }
gate-brand-font = N’est pas une police de l’organisation: { $about }
gate-brand-logo-missing = Le logo manque
gate-brand-logo-space = { $about } est trop près du logo; { $wanted } mm restent libres
gate-brand-unlocked = Devrait être verrouillé
gate-check-threads-blocking = Discussions ouvertes qui interdisent la publication
gate-check-translation-missing = Traductions manquantes
gate-check-text-overflows = Texte qui dépasse son cadre
gate-check-text-overflows-longest = Texte qui dépasse son cadre avec de longues valeurs
gate-check-text-too-long = Texte trop long pour être composé
gate-check-contrast-low = Contraste inférieur à 4,5 : 1
gate-check-alt-missing = Textes de remplacement manquants
gate-check-image-low-resolution = Images de moins de 150 pixels par pouce
gate-check-image-missing = Images manquantes
gate-check-off-page = Éléments hors de la page
gate-check-glyph-missing = Lettres qu’aucune police ne contient
gate-check-font-unknown = Polices inconnues
gate-check-field-undeclared = Champs inconnus
gate-check-field-unused = Champs inutilisés
gate-check-brand-color = Couleurs qui ne sont pas celles de l’organisation
gate-check-brand-font = Polices qui ne sont pas celles de l’organisation
gate-check-brand-logo-missing = Logo manquant
gate-check-brand-logo-space = Trop peu d’espace autour du logo
gate-check-brand-unlocked = Éléments qui devraient être verrouillés

rules-title = Contrôle et approbation
rules-lead = Vaut dès le prochain contrôle.
rules-load-failed = Les règles n’ont pas pu être chargées.
rules-approvals = Approbations nécessaires
rules-role = Qui doit approuver
rules-role-any = Toute personne qui peut approuver
rules-four-eyes = Quatre yeux: qui l’a modifié ne peut pas l’approuver à lui seul
rules-severities = Ce qui est vérifié
rules-severities-hint = Ce qui l’interdit est à corriger avant qu’une version puisse être soumise ou publiée.
rules-save = Enregistrer les règles
rules-saved = Enregistré
rules-failed = Les règles n’ont pas été enregistrées.
