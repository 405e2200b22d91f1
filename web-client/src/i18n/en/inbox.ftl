inbox-title = Inbox
inbox-bell = { $count ->
    [0] Inbox
   *[other] Inbox, { $count } unread
 }
inbox-new = News in your inbox
inbox-all-read = Mark all as read
inbox-nothing-unread = You have read everything.
inbox-settings = Choose notifications
inbox-loading = Loading your inbox …
inbox-failed = Your inbox could not be loaded.
inbox-empty-title = Nothing new
inbox-empty-text = When somebody mentions you, replies to you or asks you for a review, it stands here.
inbox-more = Show older ones
inbox-unread = Unread:
inbox-somebody = Somebody
inbox-mention = { $name } mentioned you
inbox-reply = { $name } replied
inbox-resolved = { $name } resolved a discussion
inbox-review-asked = { $name } asks you for a review
inbox-review-due = A review is due soon
inbox-review-decided = { $name } decided on your request
inbox-name-asked = Another name is asked for in a certificate
inbox-where = { $template }, discussion { $number }

notify-title = Notifications
notify-lead = Takes effect at once and for you alone, in this organisation. What you have not read by then comes by e-mail.
notify-kind = What happens
notify-inbox = Inbox
notify-mail = E-mail
notify-mention = Somebody mentions you
notify-reply = A reply in a discussion you take part in
notify-resolved = Such a discussion is resolved
notify-review-asked = You are asked for a review
notify-review-due = A review is due soon
notify-review-decided = Your request was decided
notify-name-asked = Another name is asked for in a certificate
notify-pace = E-mails come
notify-soon = gathered, soon after something happens
notify-daily = gathered, once a day at most
notify-load-failed = Your notifications could not be loaded.
notify-failed = This was not saved.
