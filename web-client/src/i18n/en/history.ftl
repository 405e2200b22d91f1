history-title = History
history-versions = Versions
history-loading = The history is loading …
history-failed = The history could not be loaded
history-empty-title = No versions yet
history-empty-text = While people edit, a checkpoint makes itself every few minutes. What should stay, you keep as a version.
history-nothing-title = Nothing to compare yet
history-nothing-text = As soon as there is a checkpoint or a version, you will see here what has changed since.
history-today = Today
history-more = Show older ones
history-version = Version { $number }
history-somebody = Somebody who has left
history-nobody = No new contributions
history-before-restore = before restoring
history-other-side = compared
history-kept-only = Only versions and named ones
history-freeze = Keep a version
history-freeze-text = The draft as it is saved now is kept for ever: with all texts, images and fonts.
history-freeze-action = Keep
history-name = Name
history-name-text = What has a name stays. Without one, old checkpoints are thinned out in time.
history-name-label = Name (optional)
history-name-action = Save
history-name-failed = This was not saved
history-unsaved = Your last changes are not saved yet. This takes only a moment.
history-read-only = This draft cannot be changed at the moment.
history-mode = View
history-mode-one = This version only
history-mode-side = Side by side
history-mode-over = Overlaid
history-mode-blink = In turn
history-language = Language of the pictures
history-now = Now
history-against = Compared with: { $other }
history-against-now = Compare with the current draft again
history-compare-with = Compare others with it
history-is-other = This version is what others are compared with. Choose another one on the left.
history-mix = How much of the newer state can be seen
history-mix-value = { $share } per cent
history-blink-stop = Hold
history-blink-go = Alternate
history-blink-turn = Turn over
history-picture = { $title }, page { $number }
history-picture-loading = The page is loading …
history-picture-failed = The page could not be loaded
history-no-page = This page does not exist here.
history-slider = History on { $day }
history-about = About { $title }
history-made = { $moment }, { $people }
history-restore = Restore
history-restore-title = Restore “{ $title }”?
history-restore-text = The draft becomes for everybody what it was then. You can undo it afterwards; for everybody else a checkpoint is made first.
history-restore-action = Restore
history-restore-failed = This was not restored
history-restored = “{ $title }” is restored.
history-restored-nothing = The draft is already as it was then.
history-undo = Undo
history-copied = The element now stands in the draft, too.
history-changes-loading = Looking for differences …
history-changes-failed = The differences could not be found
history-changes = { $count ->
    [0] No difference
    [one] 1 difference
   *[other] { $count } differences
 }
history-changes-more = and { $count } more
history-show = Show “{ $name }” in the draft
history-copy = Copy “{ $name }” into the draft
history-how-added = new
history-how-removed = removed
history-how-moved = moved
history-how-changed = changed
history-thing-layout = Document
history-thing-page = Page
history-thing-field = Field
history-thing-style = Style
history-all-languages = (all languages)
history-yes = yes
history-no = no
history-property = { $key ->
    [align] Alignment
    [alt] Alternative text
    [asset] Image
    [at] Position
    [background] Background
    [bleed] Bleed
    [box] Frame
    [color] Colour
    [content] Content
    [d] Shape
    [design] Seal
    [fallback] Fallback
    [family] Typeface
    [field] Field
    [fill] Fill
    [fit] Fit
    [format] Format
    [ground] Ground
    [hidden] hidden
    [inner] Inner radius
    [italic] italic
    [label] Label
    [languages] Languages
    [level] Error correction
    [lineHeight] Line height
    [locked] locked
    [name] Name
    [opacity] Opacity
    [order] Order
    [page] Page
    [parent] Group
    [radius] Corner radius
    [required] Required
    [role] Function
    [rotation] Rotation
    [sample] Sample
    [sides] Corners
    [signer] Signatory
    [size] Size
    [spacing] Letter spacing
    [stroke] Line
    [strokeDash] Dashes
    [strokeWidth] Line width
    [style] Style
    [textSize] Text size
    [textStyle] Text formatting
    [texts] Text
    [type] Kind
    [valign] Vertical alignment
    [value] Colour value
    [weight] Weight
   *[other] { $key }
 }

