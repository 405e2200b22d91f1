product = Imprimatur
loading = Loading …
close = Close
cancel = Cancel
try-again = Try again
back = Back
clear = Clear
mixed = Mixed
color-none = None
color-hex = Colour value
color-swatches = Colours to choose from

language = Language
theme = Appearance
theme-system = As the system
theme-light = Light
theme-dark = Dark
account = Account of { $name }
sign-out = Sign out
main-navigation = Sections
breadcrumb = You are here
skip-to-content = Skip to the content
nav-templates = Templates

role-admin = Administration
role-designer = Design
role-content-editor = Editing
role-approver = Approval
role-viewer = Reading

ago-now = just now
ago-minutes = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
 }
ago-hours = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
 }
ago-days = { $count ->
    [one] 1 day ago
   *[other] { $count } days ago
 }
ago-date = on { $date }

not-found-title = There is no such page
not-found-text = The address may be incomplete, or the page has moved.
not-found-action = Go to the templates
unreachable-title = The server does not answer
unreachable-text = What you edited in this browser is kept here. Work goes on as soon as the connection is back.
unreachable-retrying = It is tried again every few seconds.
broken-title = This page met an error
broken-text = Your saved work is not affected. Reload the page; if the error stays, please quote the words below.
reload = Reload the page

copy = Copy
copied = Copied
copy-by-keys = The text is marked: copy it with the keyboard.
failure = Failure
no-connection = No connection
last-known = You see how things last were. This is refreshed as soon as the server answers again.

organisation = Organisation
switch-failed = Going over to “{ $organisation }” did not work.
nav-people = People
nav-sync = Sync
nav-settings = Settings
impersonation = Acting in somebody else’s name
impersonation-text = { $impersonator } acts in the name of { $name } ({ $organisation }). Approving and publishing are off.
impersonation-end = Stop and sign out
needs-manage = People with the role Administration see this page. Ask the administration of your organisation if you need it.
not-allowed-title = This page is for the administration

duration-seconds = { $count ->
    [one] 1 second
   *[other] { $count } seconds
 }
duration-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
 }
duration-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
 }
duration-days = { $count ->
    [one] 1 day
   *[other] { $count } days
 }
at-time = { $time }
at-date-time = { $date }, { $time }
