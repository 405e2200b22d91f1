tool-comment = Comment
hint-comment = Click on what you mean, or drag across words · Enter: what is selected
keys-discuss = Discuss
key-next-thread = Next comment
key-previous-thread = Previous comment
key-comment-selection = Comment on what is selected
key-pins = Comments on the sheet on or off
needs-comment = You can read here. People with the roles Design, Editing, Approval and Administration can comment.
comments-title = Comments
comments-unread = { $count } unread
comments-none = There is no comment in this list.
comments-gone = This comment is no longer there.
status-comments = { $count ->
    [one] 1 open comment
   *[other] { $count } open comments
 }
status-pins-hidden = Comments hidden

comments-shown = Which comments
comments-shown-open = Open
comments-shown-mine = Mine
comments-shown-resolved = Resolved
comments-this-page = This page only
comments-hide-pins = Hide comments on the sheet
comments-read-all = { $count ->
    [one] Mark 1 unread as read
   *[other] Mark all { $count } unread as read
 }
comments-loading = Comments are loading …
comments-failed = The comments cannot be shown
comments-offline = No connection to the comments. What you write here is kept and sent later.
comments-offline-waiting = No connection. { $count ->
    [one] 1 comment is kept in this browser and sent
   *[other] { $count } comments are kept in this browser and sent
 } as soon as it is back.
comments-empty-open = Nothing open
comments-empty-mine = Nothing that concerns you
comments-empty-resolved = Nothing resolved yet
comments-empty-text = Comments stand where they belong: on an element, on words or on the page. Press C and click on what you mean.
comments-answers = { $count ->
    [one] 1 reply
   *[other] { $count } replies
 }

comment-number = No. { $number }
comment-new = New comment
comment-new-label = Your comment
comment-new-placeholder = What do you want to say about it?
comment-send = Comment
comment-reply = Reply
comment-reply-label = Reply to comment { $number }
comment-reply-placeholder = Reply, @ for a person
comment-hint = Ctrl or Command and Enter sends. @ and a name mentions somebody. **bold**, _italic_, `code`.
comment-nothing = Write something first.
comment-too-long = { $count ->
    [one] 1 character too many
   *[other] { $count } characters too many
 }
comment-people = People to mention
comment-by = Comment by { $name }
comment-guest = Guest
comment-somebody = somebody
comment-nobody = Deleted person
comment-edited = edited
comment-deleted = This comment was deleted.
comment-more = More about this comment
comment-edit = Edit
comment-save = Save
comment-delete = Delete
comment-delete-title = Delete this comment
comment-delete-text = Its words are gone for everybody and cannot be brought back. Replies stay.
comment-react = React
comment-reactions = Reactions
comment-reaction = { $emoji } { $count }, { $names }
reaction-agree = I agree
reaction-disagree = I disagree
reaction-heart = I love it
reaction-hooray = Hooray
reaction-laugh = Funny
reaction-doubt = I doubt it
reaction-eyes = I am looking at it
reaction-done = Done
comment-waits = Not sent yet
comment-waits-short = Not sent yet
comment-refused = Not sent.
comment-refused-short = Not sent
comment-discard = Discard

comment-resolve = Mark as resolved
comment-reopen = Open again
comment-resolved = resolved
comment-resolved-by = Resolved by { $name }, { $when }
comment-blocking = Blocks approval
comment-blocking-short = Blocks approval
comment-block = Let it block approval
comment-unblock = No longer let it block approval
why-not-block = Whoever wrote it and people who approve can change this.
comment-thread-more = More
comment-previous = Previous comment
comment-next = Next comment
comment-log = What was said
comment-element-deleted = Element deleted
comment-page-deleted = Page deleted
comment-words-changed = The words have changed since.
comment-words-gone = These words are no longer there.
comment-unread = unread
comment-pins = Comments on the sheet
comment-pin = No. { $number }, { $name }: { $words }
comment-many = { $count } comments at this place
comment-heard = { $author } in comment { $number }: { $words }
