templates-title = Templates
templates-loading = Loading templates …
template-new = New template
templates-search = Search templates
templates-search-placeholder = Search by name
templates-found = { $count ->
    [0] No template found
    [one] 1 template found
   *[other] { $count } templates found
 }
templates-found-more = More than { $count } templates found
templates-more = Show more
templates-empty-title = No template yet
templates-empty-text = A template is the draft of a certificate that you design together. Begin with a finished example or with a blank sheet.
templates-empty-view = As soon as somebody in your organisation makes a template, it appears here.
templates-none-title = Nothing found
templates-none-text = No template has “{ $search }” in its name.
templates-clear-search = Clear the search
templates-failed = The templates could not be loaded.
templates-offline-title = No connection
templates-offline-text = You see how things last were. The list is refreshed as soon as the server answers again.
template-edited = Edited { $when }
template-by = Made by { $name }
template-actions = Actions for “{ $name }”
template-open = Open
template-rename = Rename …
template-duplicate = Duplicate
template-delete = Delete …
needs-edit-layout = People with the roles Design and Administration can make and change templates.

create-title = New template
create-start = What would you like to begin with?
create-name = Name of the template
create-action = Create template
create-blank-portrait = Blank sheet, portrait
create-blank-landscape = Blank sheet, landscape
create-blank-portrait-text = A4, 210 × 297 mm
create-blank-landscape-text = A4, 297 × 210 mm
create-starters-failed = The examples could not be loaded. A blank sheet is at hand.
create-untitled = Untitled
create-failed = The template was not created.

rename-title = Rename template
rename-action = Rename
rename-failed = The name was not changed.
name-missing = Please enter a name.
duplicate-name = { $name } (copy)
duplicate-done = “{ $name }” is created.
duplicate-failed = “{ $name }” was not duplicated.
delete-title = Delete “{ $name }”
delete-text = The template and its draft disappear for everybody in your organisation. Whoever has it open now can’t go on working. This can’t be undone here.
delete-action = Delete 1 template
delete-done = “{ $name }” is deleted.
delete-failed = “{ $name }” was not deleted.

no-template-title = There is no such template
no-template-text = It may have been deleted, or it belongs to another organisation.
