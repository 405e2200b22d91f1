review-title = Review
review-state-draft = Draft
review-state-in-review = In review
review-state-changes-requested = Changes requested
review-state-approved = Approved
review-state-published = Published
review-load-failed = How the review stands could not be loaded.
review-version = Version { $number }
review-progress = { $count } of { $needed } approvals
review-independent = Somebody who has not changed it still has to approve
review-asked = Who is asked
review-due-until = Until { $date }
review-due-over = Was due on { $date }
review-changed = Changed since approval
review-changed-since-asked = Changed since it was submitted
review-changed-since-said = Changed since then
review-changed-decide = The draft has been changed since. You decide on version { $number } as you see it here, not on what is on the desk now.
review-submit = Ask for review …
review-submit-title = Ask for review
review-submitted = The version is frozen, and the approvers are asked.
review-submit-now = Ask for review
review-approve-now = Approve
review-request-changes-now = Ask for changes
review-question = Who decides
review-who = Asked are
review-who-rule = { $count ->
    [one] Everybody who may approve; one approval is enough
   *[other] Everybody who may approve; { $count } approvals are needed
}
review-who-rule-role = { $count ->
    [one] Everybody with the role { $role }; one approval is enough
   *[other] Everybody with the role { $role }; { $count } approvals are needed
}
review-who-named = Certain people
review-who-missing = { $count ->
    [one] Choose one more person.
   *[other] Choose { $count } more people.
}
review-four-eyes = Whoever has changed this draft since it was last published can’t approve it alone.
review-people-loading = Loading people …
review-people-failed = The people could not be loaded.
review-people-none = Nobody in your organisation may approve.
review-due = Decide until
review-due-hint = Whoever is asked is reminded a day before.
review-note = What they should know
review-note-hint = Optional.
review-unsaved = Wait until everything is saved.
review-gate-closed = First mend what stands against it.
review-failed = That was not done.
review-approve = Approve …
review-approve-title = Approve version { $number }
review-approved-done = You have approved version { $number }.
review-request-changes = Ask for changes …
review-changes-title = Ask for changes to version { $number }
review-changes-done = You have asked for changes to version { $number }.
review-changes-word = What is to be changed
review-word = A word on it (optional)
review-note-needed = Say what is to be changed.
review-bound = Your approval is for exactly this content ({ $hash }) and for nothing else.
review-withdraw = Withdraw …
review-withdraw-title = Withdraw the review
review-withdraw-text = Version { $number } is then not to be decided any more, and can’t be published. The version itself stays.
review-withdraw-now = Withdraw
review-reassign = Ask others …
review-reassign-title = Ask others, or until another day
review-reassign-now = Ask
review-said = What was said
review-asked-by = { $name } asked, { $when }
review-authors = Changed since it was last published by { $names }
review-verdict-approved = approved
review-verdict-changes = wants changes
review-now-published = Published
review-first = Nothing of this template is published yet.
review-differences = What changes against the published version

gate-title = What stands against it
gate-check = Check
gate-again = Check again
gate-loading = Checking …
gate-failed = The check could not be made.
gate-clear = Nothing stands against it.
gate-open = { $warnings ->
    [one] Nothing forbids it; one thing to look at.
   *[other] Nothing forbids it; { $warnings } things to look at.
}
gate-closed = { $errors ->
    [one] One thing has to be mended first ({ $warnings } more to look at).
   *[other] { $errors } things have to be mended first ({ $warnings } more to look at).
}
gate-whole = The whole layout
gate-cut = There may be more. Mend these first.
gate-jump = Goes to the element
gate-severity-error = Forbids it
gate-severity-warning = Is told
gate-severity-off = Is not checked
gate-threads-blocking = Open discussions that forbid publishing: { $measured }
gate-translation-missing = Text is missing in this language
gate-text-overflows = The text needs more room than its box has
gate-text-overflows-longest = With long values the text needs more room than its box has
gate-text-too-long = The text is too long to be set as a whole
gate-contrast-low = Hard to read: contrast { $measured } : 1, at least { $wanted } : 1
gate-alt-missing = No alternative text for people who don’t see it
gate-alt-missing-language = No alternative text in this language
gate-image-low-resolution = Coarse in print: { $measured } pixels an inch, at least { $wanted }
gate-image-missing = No image chosen
gate-image-missing-gone = The image is no longer there
gate-off-page-all = Lies beside the page
gate-off-page-part = Sticks out of the page by { $measured } mm
gate-off-page-words = Words stick out of the page by { $measured } mm
gate-glyph-missing = No font has: { $about }
gate-font-unknown = Unknown font: { $about }
gate-field-undeclared = Unknown field: { $about }
gate-field-undeclared-none = No field chosen
gate-field-unused = The field { $about } is used nowhere
gate-brand-color = Not one of the organisation’s colours: { $about }
gate-brand-font = Not one of the organisation’s fonts: { $about }
gate-brand-logo-missing = The logo is missing
gate-brand-logo-space = { $about } stands too near to the logo; { $wanted } mm stay free
gate-brand-unlocked = Should be locked
gate-check-threads-blocking = Open discussions that forbid publishing
gate-check-translation-missing = Missing translations
gate-check-text-overflows = Text that needs more than its box
gate-check-text-overflows-longest = Text that needs more than its box with long values
gate-check-text-too-long = Text that is too long to be set
gate-check-contrast-low = Contrast below 4.5 : 1
gate-check-alt-missing = Missing alternative text
gate-check-image-low-resolution = Images below 150 pixels an inch
gate-check-image-missing = Missing images
gate-check-off-page = Elements off the page
gate-check-glyph-missing = Letters that no font has
gate-check-font-unknown = Unknown fonts
gate-check-field-undeclared = Unknown fields
gate-check-field-unused = Unused fields
gate-check-brand-color = Colours that are not the organisation’s
gate-check-brand-font = Fonts that are not the organisation’s
gate-check-brand-logo-missing = Missing logo
gate-check-brand-logo-space = Too little room around the logo
gate-check-brand-unlocked = Elements that should be locked

rules-title = Review and approval
rules-lead = Holds from the next review on.
rules-load-failed = The rules could not be loaded.
rules-approvals = Approvals needed
rules-role = As what people must approve
rules-role-any = Whoever may approve
rules-four-eyes = Four eyes: whoever has changed it can’t be its only approver
rules-severities = What is checked
rules-severities-hint = What forbids it has to be mended before a version can be submitted or published.
rules-save = Save rules
rules-saved = Saved
rules-failed = The rules were not saved.
