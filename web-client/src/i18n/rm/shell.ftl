product = Imprimatur
loading = Vegn chargià …
close = Serrar
cancel = Interrumper
try-again = Empruvar anc ina giada
back = Enavos
clear = Svidar
mixed = Different
color-none = Nagina
color-hex = Valur da la colur
color-swatches = Colurs per tscherner

language = Lingua
theme = Apparientscha
theme-system = Sco il sistem
theme-light = Clera
theme-dark = Stgira
account = Conto da { $name }
sign-out = S’annunziar or
main-navigation = Secturs
breadcrumb = Vus essas qua
skip-to-content = Ir al cuntegn
nav-templates = Models

role-admin = Administraziun
role-designer = Concepziun
role-content-editor = Redacziun
role-approver = Approvaziun
role-viewer = Lectura

ago-now = gist ussa
ago-minutes = { $count ->
    [one] avant 1 minuta
   *[other] avant { $count } minutas
 }
ago-hours = { $count ->
    [one] avant 1 ura
   *[other] avant { $count } uras
 }
ago-days = { $count ->
    [one] avant 1 di
   *[other] avant { $count } dis
 }
ago-date = ils { $date }

not-found-title = Questa pagina n’exista betg
not-found-text = Forsa è l’adressa incumpletta, u la pagina è vegnida spustada.
not-found-action = Ir als models
unreachable-title = Il server na respunda betg
unreachable-text = Quai che Vus avais elavurà en quest navigatur resta memorisà qua. Uschespert che la colliaziun è puspè avant maun, va la lavur vinavant.
unreachable-retrying = Mintga pèr secundas vegn empruvà anc ina giada.
broken-title = Sin questa pagina è capità in sbagl
broken-text = Vossas lavurs memorisadas n’èn betg pertutgadas. Chargiai la pagina da nov; sch’il sbagl resta, inditgai p.pl. il text sutvart.
reload = Chargiar la pagina da nov

copy = Copiar
copied = Copià
copy-by-keys = Il text è marcà: copiai el cun la tastatura.
failure = Sbagl
no-connection = Nagina colliaziun
last-known = Vus vesais l’ultim stadi. El vegn actualisà uschespert ch’il server respunda puspè.

organisation = Organisaziun
switch-failed = Il midament a «{ $organisation }» n’è betg reussì.
nav-people = Persunas
nav-sync = Sincronisar
nav-settings = Configurar
impersonation = Agir en num d’autras persunas
impersonation-text = { $impersonator } agescha en num da { $name } ({ $organisation }). Approvar e publitgar èn deactivads.
impersonation-end = Terminar e s’annunziar or
needs-manage = Questa pagina vesan persunas cun la rolla Administraziun. Drizzai Vus a l’administraziun da Vossa organisaziun sche Vus duvrais ella.
not-allowed-title = Questa pagina è resalvada a l’administraziun

duration-seconds = { $count ->
    [one] 1 secunda
   *[other] { $count } secundas
 }
duration-minutes = { $count ->
    [one] 1 minuta
   *[other] { $count } minutas
 }
duration-hours = { $count ->
    [one] 1 ura
   *[other] { $count } uras
 }
duration-days = { $count ->
    [one] 1 di
   *[other] { $count } dis
 }
at-time = { $time }
at-date-time = { $date }, { $time }
