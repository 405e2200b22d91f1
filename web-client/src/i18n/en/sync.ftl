sync-title = Sync
sync-lead = How people and organisations come in from WorkOS, and reach the registry as copies.
sync-loading = Loading how things stand …
sync-failed = How things stand could not be loaded.
sync-off-title = There is nothing to sync here
sync-off-text = On this server people do not come from WorkOS. Whoever runs it sets that up with the settings that begin with WORKOS_.
sync-opening = Connecting …
sync-live = Up to date
sync-lost-since = Disconnected since { $time }
sync-lost-title = No connection to the server
sync-lost-text = You see how things last were. As soon as the server answers again, this goes on by itself.
sync-said-lost = The connection to the server is broken. This goes on by itself as soon as it answers again.
sync-said-back = The connection to the server is back.
sync-said-failing = { $count ->
    [one] 1 entry has failed.
   *[other] { $figure } entries have failed.
 }
state-failing = Failing

sync-standing = How your organisation stands
sync-failing-title = { $count ->
    [one] 1 entry has failed
   *[other] { $figure } entries have failed
 }
sync-waiting-title = { $count ->
    [one] 1 entry waits
   *[other] { $figure } entries wait
 }
sync-reading-title = A reading from WorkOS is under way
sync-reading-text = What it finds gets here little by little.
sync-well-title = Everything is in the registry
sync-well-text = Each copy is as it stands in WorkOS.
sync-nothing-title = Nothing is there yet
sync-nothing-text = Read everything anew below, or wait for the first news from WorkOS.
sync-oldest = The oldest change has been waiting for { $duration }.
sync-kind = Kind
sync-pending = Waiting
sync-failed-column = Failed
sync-success = In the registry
sync-kind-user = People
sync-kind-organisation = Organisations
sync-kind-domain = Domains
sync-kind-settings = Settings
sync-kind-other = Other
sync-one-user = Person
sync-one-organisation = Organisation
sync-one-domain = Domain
sync-one-settings = Settings
sync-one-other = Other

hour-title = The last hour
hour-finding = { $count ->
    [0] Nothing reached the registry
    [one] 1 entry reached the registry
   *[other] { $figure } entries reached the registry
 }
hour-quiet = Nothing happened in the last hour
hour-whole = 60 minutes
hour-synced = { $figure } brought
hour-failed = { $figure } failed
hour-received = { $figure } received
hour-as-table = As a table
hour-minute = Minute
hour-column-synced = Brought
hour-column-failed = Failed
hour-column-received = Received
hour-note = Per minute, on the whole server: not of your organisation alone.

things-title = Entries
things-lead = What is brought to the registry. What fails is tried again and again by itself.
things-show = Which entries are shown
things-failed = Failed
things-pending = Waiting
things-success = In the registry
things-all = All entries
things-with-count = { $state } ({ $figure })
things-retry-all = Try all again
things-retry = Try again
things-retry-one = Try again: { $name }
things-retried = { $count ->
    [0] What failed is being tried again already.
    [one] 1 entry is tried again.
   *[other] { $figure } entries are tried again.
 }
things-retry-failed = Nothing is tried again.
things-outdated = Things have changed since.
things-reload = Refresh the list
things-list-failed = The entries could not be loaded.
things-loading = Loading entries …
things-more = Show more
things-none-failed = Nothing has failed.
things-none-pending = Nothing waits.
things-none-success = Nothing is in the registry yet.
things-none = There are no entries yet.
things-column-name = Entry
things-column-state = State
things-column-tries = Tries
things-column-when = When
things-column-actions = Actions
things-state-failed = Failed
things-state-pending = Waiting
things-state-success = In the registry
things-state-trying = Being tried …
things-state-left = No longer failing
things-next = next try in { $duration }
things-next-now = next try shortly
sync-reason-unreachable = The registry does not answer. It is tried again by itself.
sync-reason-refused = The registry does not let this server in, or not do this. Whoever runs the registry has to check its rights.
sync-reason-schema = The tables of the registry are not as they have to be. What is missing stands below, at the registry.
sync-reason-locked = The entry was locked in the registry at that moment. Another try helps.
sync-reason-row = The registry does not take this entry: a value is too long, not valid, or there twice. Correct it in WorkOS.
sync-reason-failed = The registry told of an error that this page does not know.

runs-title = Runs
runs-lead = Reading anew gets everything about your organisation from WorkOS once more. Comparing writes anew in the registry what is different there.
runs-earlier = Earlier runs
runs-none = There has been no run yet.
runs-more = Show all runs
run-backfill = Read everything anew
run-reconcile = Compare with the registry
run-other = Another run
run-goes-on = This run is on its way already.
run-not-asked = “{ $run }” was not begun.
run-begins = begins shortly
run-done = { $figure } looked at
run-done-of = { $figure } of about { $total } looked at
run-rate = { $figure } a second
run-left = about { $duration } left
run-since = Begun { $when }.
run-leave = It goes on when you leave this page.
run-took = took { $duration }
run-state-done = Done
run-state-failed = Failed
run-said-done = “{ $run }” is done.
run-said-failed = “{ $run }” has failed.
run-column-what = Run
run-column-state = State
run-column-result = Result
run-column-time = When
tally-created = new
tally-changed = changed
tally-unchanged = unchanged
tally-refused = not readable
tally-removed = removed
tally-missing = missing in the registry
tally-different = different
tally-alone = in the registry alone

webhooks-title = Webhooks
webhooks-lead = What WorkOS tells by itself, for the whole server.
webhooks-received = Last
webhooks-never = Never yet
webhooks-waiting = Not worked off
webhooks-given-up = Given up
webhooks-given-up-text = They could not be read. Reading anew makes up for what stood in them.
webhooks-state-given-up = News given up
webhooks-refused = Refused
webhooks-refused-none = None
webhooks-refused-times = { $count ->
    [one] Once
   *[other] { $figure } times
 }
webhooks-refused-last = Last { $when }.
webhooks-refused-malformed = without a signature that can be read: they hardly came from WorkOS.
webhooks-refused-too-old = too old: they came late or for a second time, or the clock of this server is fast.
webhooks-refused-too-new = from the future: the clock of this server is slow.
webhooks-refused-forged = wrongly signed: WORKOS_WEBHOOK_SECRET is wrong, or they did not come from WorkOS.
webhooks-refused-other = for a reason that this page does not know.

events-title = Events API
events-lead = What is fetched from WorkOS in case a webhook stays away. For the whole server.
events-fetched = Last fetched
events-never = Never yet
events-last = Last event
events-none = None yet
events-gap = Gap
events-gap-none = None
events-gap-since = noticed { $when }
events-state-gap = Gap
events-gap-title = Some events are lost
events-gap-text = WorkOS keeps them for a time only, and it was not heard for longer. “Read everything anew” makes up for what your organisation lacks. This note goes when the server has read everything anew for all: imprimatur backfill workos.

keys-title = Signing keys
keys-lead = They tell whether a sign-in really comes from WorkOS.
keys-ids = Keys
keys-ids-none = None: they are fetched with the first sign-in.
keys-fetched = Last fetched
keys-never = Never yet
keys-none-title = Nobody can sign in
keys-none-text = The keys that sign-ins are checked with cannot be fetched. It is tried again by itself.

registry-title = Registry
registry-mysql = A database of its own (MySQL) that copies are written to.
registry-own = A file of this server that copies are written to.
registry-ok = In order
registry-differs = Tables differ
registry-unreachable = Not reachable
registry-unchecked = Not checked yet
registry-checked = Last checked
registry-never = Never yet
registry-differences = This is what the tables lack. Whoever runs the registry executes it there:
registry-sql = SQL that mends the tables
registry-unreachable-title = The registry cannot be reached
registry-unreachable-text = All changes are kept safely here and wait. As soon as the registry answers again, this goes on by itself.
registry-differs-title = The tables of the registry lack something
registry-differs-text = Until that is mended nothing is written there, and all changes wait here. The SQL that mends it stands below, at the registry.
