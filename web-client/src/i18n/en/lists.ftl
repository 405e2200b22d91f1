list-from-list = From a list
list-title = Issue from a list
list-lead = A file with many people in it is read and checked row by row. Nothing is issued until you confirm it below.
list-step-file = Template and file
list-step-columns = What is in the file
list-step-check = Check
list-step-issue = Issue
list-columns-wait = Once a file is read, you see its columns here, and what each of them is.
list-check-waits = Rows are checked once a column says whom the certificates are for.
list-issue-waits = Certificates are issued once everything is checked.
list-from = From “{ $name }”, version { $number }
list-drop = Drag a file here
list-choose-file = Choose a file
list-limits = CSV, TXT, TSV or XLSX, up to 10 MB and 10’000 rows, unless your server has other limits. The file stays on the server for a day at most.
list-file-kind = Files that end in .csv, .txt, .tsv and .xlsx are read. Save the list as one of these in your spreadsheet program.
list-file-empty = There is nothing in this file.
list-file-large = This file is too large for a list.
list-file-several = Only one file can be read at a time.
list-not-taken = The file was not read.
list-not-taken-name = “{ $name }” was not read.
list-sending = { $percent } % sent
list-sending-name = Sending “{ $name }” …
list-reading = Reading …
list-reading-name = Reading “{ $name }” …
list-server-said = The server says:
list-template = “{ $name }”, version { $number }
list-file = File
list-size = { $rows ->
    [one] 1 row
   *[other] { $figure } rows
 }, { $columns ->
    [one] 1 column
   *[other] { $columns } columns
 }
list-kept = Kept
list-kept-until = Until { $when }, unless it is issued before
list-other-file = Another file
list-discard = Discard the list …
list-discard-title = Discard “{ $name }”
list-discard-text = The file is deleted from the server, and what you have chosen here is lost. Nothing is issued.
list-not-discarded = The list was not discarded.
list-opening = Opening the list …
list-not-opened = The list could not be opened.
list-gone-title = This list is no longer here
list-gone-text = It was issued, discarded, or is older than a day. What was issued from it stands among the certificates; else load the file once more.
list-found = How the file is read
list-encoding = Characters
list-encoding-utf8 = UTF-8, all scripts
list-encoding-windows = Windows, Western Europe
list-encoding-mac = Older Mac
list-encoding-utf16 = Unicode text from Excel
list-encoding-east = Windows, Central Europe
list-encoding-latin = Latin 9
list-delimiter = Between the cells
list-delimiter-semicolon = Semicolon ;
list-delimiter-comma = Comma ,
list-delimiter-tab = Tab
list-delimiter-bar = Vertical bar |
list-sheet = Sheet
list-header = The first row names the columns
list-not-read = The file cannot be read like that.
list-read-again = Read as at first
list-columns = Columns of the file
list-column = Column
list-column-number = Column { $number }
list-samples = Samples
list-no-samples = empty
list-is = What it is
list-is-of = What the column “{ $column }” is
list-targets-own = Person and certificate
list-targets-fields = Fields of the template
list-required = Asked for by the template
list-to-unused = Not used
list-to-name = First name and surname
list-to-given-name = First name
list-to-family-name = Surname
list-to-email = E-mail address
list-to-external-id = Your identifier
list-to-language = Language
list-to-valid-from = Valid from
list-to-valid-until = Valid until and including
list-days = { $text } means
list-lacks-name = No column says whom the certificates are for. Choose one for “First name and surname”, or two for “First name” and “Surname”.
list-lacks-fields = { $count ->
    [one] The template asks for “{ $fields }”, and no column gives it.
   *[other] The template asks for these fields, and no column gives them: { $fields }.
 }
list-lacks-end = The template asks for an end of validity. Give one for all below, or choose a column for it.
list-lacks-picture = This template needs a picture (“{ $field }”). A list cannot give pictures.
list-for-all = For all
list-for-all-text = Holds for each row that says nothing else.
list-checking = All rows are being checked …
list-sum-none = No row is left.
list-sum-ready = { $count ->
    [one] 1 row is ready.
   *[other] All { $figure } rows are ready.
 }
list-sum-faulty = { $count ->
    [one] { $ready } of { $rows } rows are ready; something is wrong in 1.
   *[other] { $ready } of { $rows } rows are ready; something is wrong in { $figure }.
 }
list-left-out = { $count ->
    [one] 1 row is left out.
   *[other] { $figure } rows are left out.
 }
list-take-in = Take in again
list-not-checked-title = The rows could not be checked.
list-mapping-old = The columns do not fit the template any more. It may have been published anew meanwhile.
list-reopen = Open anew
list-faults = What is wrong
list-faults-text = Mend the file and load it once more, change above what a column is, or leave these rows out.
list-leave-faulty = { $count ->
    [one] Leave this row out
   *[other] Leave all { $figure } rows out
 }
list-faults-all = Show all { $count }
list-faults-more = { $count ->
    [one] Something is wrong in 1 more row.
   *[other] Something is wrong in { $figure } more rows.
 }
list-line = Line
list-line-of = Line { $line }
list-there = What stands there
list-wrong = What is wrong
list-whole-row = whole row
list-nothing = nothing
list-fault-no-name = A name is missing here.
list-fault-twice = This person stands further up already.
list-fault-missing = The template needs this.
list-fault-long = The values of this row are too long together.
list-fault-number = This is no number, or it could be two: 1234 or 1.234.
list-fault-digits = A number has at most 15 digits.
list-fault-formula = This begins as a formula does; a spreadsheet program would run it.
list-fault-error = The spreadsheet program could not calculate this cell.
list-fault-field = A list cannot fill this field.
list-fault-day = There is no such day, or it is not written as one.
list-fault-until = This is no day, or it comes before the beginning.
list-given = Who has one already
list-given-text = { $count ->
    [one] 1 person has a valid certificate from this template already. They get a second one unless you leave their row out.
   *[other] { $figure } people have a valid certificate from this template already. They get a second one unless you leave their rows out.
 }
list-leave-given = { $count ->
    [one] Leave this row out
   *[other] Leave these { $figure } rows out
 }
list-given-all = Show all { $count }
list-content = Content
list-content-same = The same
list-content-other = Another
list-fit = Does every text have room?
list-fit-text = Each row is set in the template. With many rows that takes a while; you can go on working meanwhile.
list-fit-start = Check the room
list-fit-stop = Stop
list-fit-go-on = Go on checking
list-tried = { $tried } of { $rows } tried
list-fit-stopped = Stopped: { $figures }.
list-fit-failed = The room could not be checked to the end.
list-fits = Every text has room.
list-overflowing = { $count ->
    [one] In 1 row a text is too long for its place.
   *[other] In { $figure } rows a text is too long for its place.
 }
list-leave-overflowing = { $count ->
    [one] Leave this row out
   *[other] Leave these { $figure } rows out
 }
list-too-long = Too long
list-see = Look
list-see-of = Look: { $name }
list-preview = Preview
list-preview-before = Entry before
list-preview-after = Next entry
list-preview-first = This is the first entry.
list-preview-last = This is the last entry.
list-preview-row = Number of the entry
list-preview-entry = Entry
list-preview-of = of { $rows }
list-preview-alt = This is how page { $page } of the certificate of entry { $row } looks.
list-preview-loading = Drawing the preview …
list-preview-failed = The preview could not be drawn.
list-unseen-left-out = This entry is left out.
list-unseen-faulty = This entry cannot be shown: something in it is wrong.
list-unseen-faulty-line = Line { $line } of the file cannot be shown:
list-not-picture = The template needs a picture.
list-not-name = No column says whom the certificates are for.
list-not-checked = Everything is checked first.
list-not-faulty = Something is wrong in some rows: mend them, or leave them out.
list-not-any = No row is left.
list-deliver = { $count ->
    [0] Send a mail with the address of the certificate
    [one] Send 1 person a mail with the address of their certificate
   *[other] Send { $figure } people a mail with the address of their certificate
 }
list-deliver-nobody = That needs a column with e-mail addresses.
list-summary = { $count ->
    [one] 1 certificate from “{ $title }”
   *[other] { $figure } certificates from “{ $title }”
 }
list-summary-mails = { $count ->
    [0] no mail
    [one] 1 mail
   *[other] { $figure } mails
 }
list-summary-given = { $count ->
    [one] 1 of these people has one already.
   *[other] { $figure } of these people have one already.
 }
list-summary-over = { $count ->
    [one] In 1 a text is too long for its place.
   *[other] In { $figure } a text is too long for its place.
 }
list-summary-untried = Whether every text has room is not checked yet.
list-issue = { $count ->
    [one] Issue 1 certificate
   *[other] Issue { $figure } certificates
 }
list-issue-none = Issue
list-sending-list = What you asked for is being taken …
list-sending-list-again = The answer was lost. It is asked once more; a list is issued only once.
list-unsure-text = It may have been taken all the same. Try once more: a list is issued only once.
list-refused = Something is wrong in some rows by now. They are checked anew; see above.
list-going = Being issued
list-going-text = You may leave this page; it goes on by itself, and among the certificates you see how far it is.
list-issued = { $count ->
    [one] 1 certificate is issued
   *[other] { $figure } certificates are issued
 }
list-ended = { $count ->
    [0] Ended before anything was issued
    [one] Ended; 1 certificate is issued
   *[other] Ended; { $figure } certificates are issued
 }
list-to-certificates = To the certificates
list-next = Load a list
list-no-batch = There is no such batch
batches-plate = In progress
batches-lead = What is being issued together. It goes on, also when nobody looks.
batches-failed = What is in progress could not be loaded.
batches-ended = Issued together lately
batches-column-issued = Issued
batches-column-ended = Ended
batch-open = Being issued
batch-waits = Waiting
batch-paused = Paused
batch-failed = Failed
batch-done = Issued
batch-cancelled = Ended
batch-asked = { $name }, { $when }
batch-figures = { $issued } of { $all }
batch-progress = How much of “{ $title }” is issued
batch-lost-text = The server does not answer right now. It goes on there; you see how it stood last.
batch-waits-text = The registry does not answer. As soon as it does, this goes on by itself.
batch-paused-text = Somebody has paused it. What is issued holds; the rest follows once you go on.
batch-failed-text = It could not be brought to an end. What is issued holds. Try to go on; if that stays so, tell the administration which template it is.
batch-cancelled-text = What is issued holds. The rest is not issued any more.
batch-pause = Pause
batch-resume = Go on
batch-cancel = Do not issue the rest …
batch-cancel-title = { $count ->
    [one] No longer issue 1 certificate
   *[other] No longer issue { $figure } certificates
 }
batch-cancel-text = { $issued } of { $all } from “{ $title }” are issued and hold. The rest is never issued; this can’t be undone.
batch-not-cancelled = It was not ended.
batch-moved = It has ended meanwhile, or stands otherwise. You see how in a moment.
batch-report = Report
batch-report-of = Report on “{ $title }”, download
batch-no-report = The report could not be loaded. { $why }
