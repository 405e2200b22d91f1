templates-title = Models
templates-loading = Ils models vegnan chargiads …
template-new = Nov model
templates-search = Tschertgar models
templates-search-placeholder = Tschertgar tenor num
templates-found = { $count ->
    [0] Chattà nagin model
    [one] Chattà 1 model
   *[other] Chattà { $count } models
 }
templates-found-more = Chattà dapli che { $count } models
templates-more = Mussar dapli
templates-empty-title = Anc nagin model
templates-empty-text = In model è il sboz d’in certificat che Vus concepis cuminaivlamain. Cumenzai cun in exempel pront u cun in fegl vid.
templates-empty-view = Uschespert ch’insatgi da Vossa organisaziun creescha in model, cumpara el qua.
templates-none-title = Chattà nagut
templates-none-text = Nagin model n’ha «{ $search }» en il num.
templates-clear-search = Annullar la tschertga
templates-failed = Ils models n’han betg pudì vegnir chargiads.
templates-offline-title = Nagina colliaziun
templates-offline-text = Vus vesais l’ultim stadi. La glista vegn actualisada uschespert ch’il server respunda puspè.
template-edited = Elavurà { $when }
template-by = Creà da { $name }
template-actions = Acziuns per «{ $name }»
template-open = Avrir
template-rename = Renumnar …
template-duplicate = Duplitgar
template-delete = Stizzar …
needs-edit-layout = Crear e midar models pon persunas cun las rollas Concepziun ed Administraziun.

create-title = Nov model
create-start = Cun tge vulais Vus cumenzar?
create-name = Num dal model
create-action = Crear il model
create-blank-portrait = Fegl vid, aut
create-blank-landscape = Fegl vid, traversal
create-blank-portrait-text = A4, 210 × 297 mm
create-blank-landscape-text = A4, 297 × 210 mm
create-starters-failed = Ils exempels n’han betg pudì vegnir chargiads. In fegl vid è a disposiziun.
create-untitled = Senza titel
create-failed = Il model n’è betg vegnì creà.

rename-title = Renumnar il model
rename-action = Renumnar
rename-failed = Il num n’è betg vegnì midà.
name-missing = Inditgai p.pl. in num.
duplicate-name = { $name } (copia)
duplicate-done = «{ $name }» è creà.
duplicate-failed = «{ $name }» n’è betg vegnì duplitgà.
delete-title = Stizzar «{ $name }»
delete-text = Il model e ses sboz svaneschan per tut Vossa organisaziun. Tgi che ha avert el en quest mument na po betg cuntinuar la lavur. Quai na sa lascha betg revocar qua.
delete-action = Stizzar 1 model
delete-done = «{ $name }» è stizzà.
delete-failed = «{ $name }» n’è betg vegnì stizzà.

no-template-title = Quest model n’exista betg
no-template-text = Forsa è el vegnì stizzà, u ch’el tutga ad in’autra organisaziun.
