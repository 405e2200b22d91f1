sign-in-title = Bienvenue
sign-in-text = Avec quelle identité souhaitez-vous travailler ?
sign-in-local = Connexion sans mot de passe, sur cet ordinateur uniquement : pour faire connaissance et essayer. Chaque personne ne voit que les modèles de son organisation.
sign-in-people = Personnes de { $organisation }
sign-in-none-title = Personne ne peut encore se connecter ici
sign-in-none-text = La connexion locale est désactivée et aucune autre n’est configurée. La personne qui exploite le serveur l’active avec le réglage LOCAL_SIGN_IN.
sign-in-loading = Chargement des personnes …
sign-in-failed = La connexion n’a pas abouti.
signed-out = La session est fermée.
session-ended = Votre session est terminée. Veuillez vous reconnecter.

sign-in-workos-text = Connectez-vous avec le compte de votre organisation.
sign-in-action = Se connecter
sign-in-or = Ou comme personne d’exemple, sans mot de passe :

role-admin-can = Peut tout faire, y compris gérer les personnes et les réglages
role-designer-can = Conçoit les modèles et en modifie tous les éléments
role-content-editor-can = Soigne les textes, pas la mise en page
role-approver-can = Vérifie, approuve et publie
role-viewer-can = Regarde sans modifier
sign-in-verify = Vérifier un certificat, sans compte
