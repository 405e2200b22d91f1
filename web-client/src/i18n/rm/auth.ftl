sign-in-title = Bainvegni
sign-in-text = Sco tgi vulais Vus lavurar?
sign-in-local = Annunzia senza pled-clav, mo sin quest computer: per emprender a enconuscher ed empruvar. Mintga persuna vesa mo ils models da sia organisaziun.
sign-in-people = Persunas da { $organisation }
sign-in-none-title = Qua na po anc nagin s’annunziar
sign-in-none-text = L’annunzia locala è deactivada, ed ina autra n’è betg installada. Tgi che maina il server l’activescha cun la configuraziun LOCAL_SIGN_IN.
sign-in-loading = Las persunas vegnan chargiadas …
sign-in-failed = L’annunzia n’è betg reussida.
signed-out = Vus avais terminà la sesida.
session-ended = Vossa sesida è a fin. Annunziai Vus p.pl. da nov.

sign-in-workos-text = Annunziai Vus cun il conto da Vossa organisaziun.
sign-in-action = S’annunziar
sign-in-or = U sco persuna d’exempel, senza pled-clav:

role-admin-can = Dastga far tut, era administrar persunas e configuraziuns
role-designer-can = Concepescha models e mida tut lien
role-content-editor-can = Tgira ils texts, betg la concepziun
role-approver-can = Controllescha, approvescha e publitgescha
role-viewer-can = Guarda senza midar
sign-in-verify = Controllar in certificat, senza conto
