save-saved = Saved
save-saving = Saving …
save-unsaved = Not saved yet
save-offline = Offline
save-offline-kept = (edits kept here)
save-connecting = Connecting …
save-refused = Refused
save-closed = Closed
save-saved-more = All edits are saved on the server.
save-saving-more = Your latest edits are on their way to the server.
save-connecting-more = The connection to the server is being made. You can already work.
save-offline-more = No connection since { $time }. Your edits stay in this browser and are saved as soon as the server answers again.
save-offline-nothing = No connection since { $time }. Everything before is saved; what you change now stays in this browser until the server answers again.
refused-title = The server does not take these edits
refused-kept = What was saved before is not affected.
refused-edits-title = Part of this was not yours to change
refused-edits-intro = More than texts was changed here, so the server took none of these changes. Not allowed were:
refused-edits-element = “{ $name }”: position, size or appearance
refused-edits-more = { $count ->
    [one] 1 more element
   *[other] { $count } more elements
 }
refused-edits-made = { $count ->
    [one] 1 new element
   *[other] { $count } new elements
 }
refused-edits-deleted = { $count ->
    [one] 1 deleted element
   *[other] { $count } deleted elements
 }
refused-edits-looks = { $count ->
    [one] Type or colour of words in 1 text
   *[other] Type or colour of words in { $count } texts
 }
refused-edits-pages = Pages
refused-edits-fields = Fields and their labels
refused-edits-styles = Styles
refused-edits-other = Languages of the layout
refused-edits-unnamed = Changes on which these texts rested
refused-edits-texts = { $count ->
    [0] There are no texts among them that can be applied.
    [one] 1 text can be applied again; it takes the style of its surroundings.
   *[other] { $count } texts can be applied again; they take the style of their surroundings.
 }
refused-edits-drop = Discard everything
refused-edits-close = Close
refused-edits-again = Apply texts again
session-over-title = You are no longer signed in
session-over-kept = Edits that were not saved yet stay in this browser and are sent once you are signed in again.
sign-in-again = Sign in again
draft-gone-title = This draft is no longer there
draft-shut-title = This draft cannot be opened
draft-damaged-title = This draft can only be read
draft-damaged-text = Part of it is damaged on the server. So that nothing gets lost, nobody can change it until the people who run this server have released it. Looking, preview and pictures go on.
draft-damaged-waits = What you had not saved yet stays in this browser and is sent after that.
lost-under-hand = Somebody else has just deleted what you were editing.

draft-loading = Opening the draft …
draft-waiting-title = The server does not answer yet
draft-waiting-text = There is no copy of this draft in this browser. The connection is tried every few seconds; as soon as it is there, the draft opens by itself.
draft-refused-title = This draft cannot be opened

tools-label = Tools
tool-select = Select
tool-text = Text
tool-rectangle = Rectangle
tool-ellipse = Ellipse
tool-line = Line
tool-field = Field
tool-hand = Move the view
undo = Undo
redo = Redo
undo-nothing = You have nothing to undo here
redo-nothing = You have nothing to redo here
undo-overtaken = Not undone: somebody else has changed or deleted the same thing since.
text-full = This text is full: it holds 50,000 characters. The rest was left out.
why-view-only = View only: people with the roles Design and Administration can edit here.
why-texts-only = Your role changes the texts here; people with the roles Design and Administration can change the rest.
why-closed = This draft is closed here. The message above says why.
why-damaged = View only: this draft is damaged and waits for the people who run this server.
view-only = View only
texts-only = Texts only
why-locked = Locked. Unlock the element in the layers.
why-three = This needs at least three elements.
why-nothing-chosen = Nothing is selected.

people-label = Who else is here
following = You follow { $name }
following-end = Stop

content-language = Language of the certificate
content-language-is = { $code }. Language of the certificate: { $language }
language-missing = { $language } · { $count ->
    [one] 1 text missing
   *[other] { $count } texts missing
 }
language-add = Add { $language }
language-write = Write in { $language }
show-language = Show in { $language }

zoom = Zoom
percent = { $percent } %
zoom-is = Zoom: { $percent } %
zoom-fit = Whole page
zoom-full = Actual size (100 %)
zoom-selection = To the selection
zoom-in = Larger
zoom-out = Smaller
marks-show = Show the marks of fields
marks-hide = Hide the marks of fields

panel-left = Layers and pages
panel-right = Properties and fields
tab-layers = Layers
tab-pages = Pages
tab-design = Design
tab-fields = Fields

canvas-label = Canvas
canvas-keys = Tab walks through the elements, arrow keys move them, Enter opens a text or a group, or puts what the chosen tool draws in the middle. The question mark shows all keys.
page-number = Page { $number }
element-spoken = { $type }: { $name }
element-group-spoken = { $name }, { $count ->
    [one] 1 element
   *[other] { $count } elements
 }
element-chosen = { $name }, selected
element-locked = locked
element-hidden = hidden
type-text = Text
type-image = Image
type-rectangle = Rectangle
type-ellipse = Ellipse
type-polygon = Polygon
type-line = Line
type-path = Path
type-qr = QR code
type-signature = Signature
type-seal = Seal
type-field = Field
type-group = Group
type-unknown = Unknown
text-editing-label = Text in { $language }
writing-fields = Fields to insert
chip-label = Field { $label }
chip-format = Format
chip-fallback = If there is no value
format-date-long = Long
format-date-medium = Medium
format-date-short = Short
format-date-full = Full
format-date-month = Month and year
format-date-year = Year
format-date-iso = ISO
format-number-plain = Grouped
format-number-ungrouped = Ungrouped
format-number-0 = Whole
format-number-0-0 = One decimal
format-number-0-00 = Two decimals
format-number-percent = Percent
format-text-plain = As given
format-text-upper = Capitals

layers-label = Layers, front first
layers-empty = Nothing stands on this page yet. Choose a tool above and draw on the sheet.
layer-expand = Expand or collapse
layer-move = Move { $name }
layer-name = Name of the layer
layer-lock = Lock
layer-unlock = Unlock
layer-hide = Hide
layer-show = Show

pages-label = Pages
page-add = Add a page
page-actions = Actions for { $name }
page-move-up = Move up
page-move-down = Move down
page-is-first = This is the first page.
page-is-last = This is the last page.
page-is-only = A certificate has at least one page.
page-delete = Delete the page
section-page = Page
page-hint = Select an element to edit it.
section-format = Format
page-name = Name
page-name-placeholder = No name
page-format = Paper
page-custom = Custom
page-orientation = Orientation
page-portrait = Portrait
page-landscape = Landscape
page-background = Paper colour
page-bleed = Bleed

selection-count = { $count ->
    [one] 1 element selected
   *[other] { $count } elements selected
 }
align-label = Align and distribute
align-left = Align left
align-centre = Centre horizontally
align-right = Align right
align-top = Align top
align-middle = Centre vertically
align-bottom = Align bottom
distribute-x = Distribute horizontally
distribute-y = Distribute vertically
section-place = Position and size
field-x = From the left
field-y = From the top
field-width = Width
field-width-letter = W
field-height = Height
field-height-letter = H
field-rotation = Rotation
section-look = Appearance
field-opacity = Opacity
field-radius = Corner radius
field-fill = Fill
field-stroke = Stroke
field-stroke-width = Stroke width
field-dash = Line style
dash-solid = Solid
dash-dashed = Dashed
dash-dotted = Dotted

section-type = Typography
type-of-words = Selected words
field-style = Text style
style-none = None
style-make = Make a style from this
style-update = Change the style to this
style-new-name = Style { $number }
why-no-style = There is no style here to change.
section-styles = Styles
styles-hint = Choose a text and make a style from it: texts of one style change together.
style-name = Name of the style
style-delete = Delete { $name }
color-make = New shared colour
color-new-name = Colour { $number }
color-name = Name of the colour
color-of = Colour of { $name }
color-shared = Shared colours
field-family = Typeface
field-weight = Weight
family-brand = Of your organisation
family-serif = Serif
family-sans = Sans serif
family-script = Script
family-display = Display
family-unknown = Not available
family-replaced = set in {$family}
weight-100 = Thin
weight-200 = Extra light
weight-300 = Light
weight-400 = Regular
weight-500 = Medium
weight-600 = Semibold
weight-700 = Bold
weight-800 = Extra bold
weight-900 = Black
field-text-size = Size
field-align = Text alignment
text-start = Left
text-center = Centred
text-end = Right
text-justify = Justified
field-valign = Position in the frame
text-top = Top
text-middle = Middle
text-bottom = Bottom
field-line-height = Line height
field-spacing = Letter spacing
field-text-color = Text colour
field-italic = Italic
field-fit = Fit the size to the frame
field-fit-smallest = Smallest size
field-fit-largest = Largest size
section-texts = Texts by language
text-in-language = Text in { $language }
text-missing = Still missing
section-alt = Alternative text
alt-label = Alternative text ({ $language })
alt-hint = Read aloud where the element cannot be seen.

fields-title = Fields
fields-hint = What comes from the recipient: name, date, mark.
field-first = Declare a field first, then you can place it on the sheet.
field-new = New field
field-label = Label ({ $language })
field-label-placeholder = Name of the learner
field-label-missing = Please enter a label.
field-key-taken = There is already a field with this key.
field-add = Add
field-insert = Insert { $label }
field-type = Type
field-type-text = Text
field-type-date = Date
field-type-number = Number
field-type-image = Image
field-required = Must be filled in
field-required-short = Required
field-sample = Sample
field-sample-hint = Stands in the draft where the field is.
field-uses = { $count ->
    [0] Not used
    [one] Used once
   *[other] Used { $count } times
 }
field-delete = Delete
why-field-used = { $count ->
    [one] The field still stands in 1 place of the draft.
   *[other] The field still stands in { $count } places of the draft.
 }

status-label = Status
status-page = Page { $number } of { $count }
status-missing = { $count ->
    [one] 1 text missing in { $language }
   *[other] { $count } texts missing in { $language }
 }
status-offline = offline since { $time }
shortcuts-open = Shortcuts
shortcuts-title = Keyboard shortcuts
keys-tools = Tools
keys-edit = Edit
keys-arrange = Arrange
keys-view = View
keys-pointer = With the pointer
key-copy = Copy
key-cut = Cut
key-paste = Paste
key-duplicate = Duplicate
key-delete = Delete
key-select-all = Select all
key-open = Open a text or a group; with a tool: put in the middle
key-escape = Cancel, go one level up
key-nudge = Move by 1 mm
key-nudge-far = Move by 10 mm
key-nudge-fine = Move by 0.1 mm
key-group = Group
key-ungroup = Ungroup
key-to-front = Bring to front
key-to-back = Send to back
key-lock = Lock
key-hide = Hide
key-marks = Marks of fields on or off
habit-pan = Move the view while dragging
habit-zoom-wheel = Zoom with the wheel
habit-duplicate-drag = Drag a copy
habit-keep-ratio = Keep ratio, axis or 15°
habit-no-snap = Without snapping
habit-deep-select = Click selects within a group
key-space = Space
