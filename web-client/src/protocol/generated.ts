// Written by `make bless` from the protocol crate. Do not edit.

/* eslint-disable */

/**
 * A customer.
 */
export type OrganisationId = string;

/**
 * Somebody who signs in.
 */
export type PersonId = string;

/**
 * A certificate design.
 */
export type TemplateId = string;

/**
 * The live, shared layout of a template.
 */
export type DraftId = string;

/**
 * An uploaded image.
 */
export type AssetId = string;

/**
 * One sign-in of one person. Not a secret: the token is, and is never stored.
 */
export type SessionId = string;

/**
 * A key for programs. Not a secret: what is shown once is.
 */
export type ApiKeyId = string;

/**
 * Work on everything that somebody has asked for.
 */
export type RunId = string;

/**
 * Something that was done.
 */
export type EventId = string;

/**
 * Why something was refused. A code keeps its meaning for ever; new ones may be added.
 */
export type ErrorCode = "unauthenticated" | "sign_in_unknown" | "local_sign_in_off" | "workos_off" | "sign_in_over" | "sign_in_refused" | "sign_in_unavailable" | "organisation_required" | "scopes_invalid" | "api_keys_full" | "domain_contested" | "settings_invalid" | "signature_invalid" | "permission_required" | "not_found" | "method_not_allowed" | "body_invalid" | "body_too_large" | "json_required" | "address_invalid" | "name_invalid" | "locale_unknown" | "starter_unknown" | "starter_and_layout" | "layout_invalid" | "page_not_found" | "scale_out_of_range" | "values_invalid" | "picture_too_large" | "render_busy" | "render_timeout" | "templates_full" | "asset_too_large" | "asset_type_unknown" | "asset_unreadable" | "asset_too_many_pixels" | "asset_too_complex" | "assets_full" | "storage_unavailable" | "host_not_allowed" | "origin_not_allowed" | "forwarded_refused" | "too_many_requests" | "unavailable" | "timed_out" | "internal" | "read_only" | "texts_only" | "journal_unavailable" | "malformed" | "foreign_client_id" | "client_ids_exhausted" | "nesting_too_deep" | "frame_too_large" | "document_full" | "draft_damaged";

/**
 * One thing that is wrong with a layout, and where.
 */
export type Fault = { 
/**
 * The place, as a JSON pointer into the layout that was sent.
 */
at: string, 
/**
 * Stable; programs decide by it.
 */
code: string, 
/**
 * A sentence for people, in English.
 */
message: string, };

/**
 * The body of every answer that is not a success.
 */
export type ErrorBody = { 
/**
 * Stable; programs decide by it.
 */
code: ErrorCode, 
/**
 * A sentence for people, in English. May change at any time.
 */
message: string, 
/**
 * With `layout_invalid`: everything that is wrong, not the first.
 */
faults?: Array<Fault>, };

/**
 * What a member of an organisation is there to do.
 */
export type Role = "admin" | "designer" | "content_editor" | "approver" | "viewer";

/**
 * What a role allows.
 */
export type Permission = "view" | "edit_layout" | "edit_texts" | "comment" | "approve" | "publish" | "manage";

/**
 * A language of the interface.
 */
export type Locale = "de" | "fr" | "it" | "rm" | "en";

/**
 * Answer of `GET /auth/options`.
 */
export type SignInOptionsBody = { 
/**
 * The sample people that anybody may sign in as; empty when local sign-in is off.
 */
local: Array<LocalPersonBody>, 
/**
 * Whether people sign in by WorkOS: `GET /auth/sign-in`.
 */
workos: boolean, };

/**
 * A sample person on the sign-in page.
 */
export type LocalPersonBody = { 
/**
 * The address to send to `POST /auth/local`.
 */
email: string, 
/**
 * First name and surname.
 */
name: string, 
/**
 * What this person may do.
 */
role: Role, 
/**
 * The name of the person's organisation.
 */
organisation: string, };

/**
 * Body of `POST /auth/local`.
 */
export type LocalSignInBody = { 
/**
 * One of the addresses that `GET /auth/options` lists.
 */
email: string, };

/**
 * Answer of `POST /auth/local`.
 */
export type SignedInBody = { 
/**
 * For `Authorization: Bearer`, and `?token=` on a socket. A secret. Browsers use the cookie instead.
 */
token: string, };

/**
 * Answer of `GET /api/me`.
 */
export type MeBody = { 
/**
 * The caller.
 */
person: PersonBody, 
/**
 * The organisation that the caller signed in to.
 */
organisation: OrganisationBody, 
/**
 * The caller's role there.
 */
role: Role, 
/**
 * What the caller may do: what the roles allow and the sign-in brings.
 */
permissions: Array<Permission>, 
/**
 * Every organisation that the caller is a member of, this one among them.
 */
organisations: Array<OrganisationBody>, 
/**
 * Who acts in the caller's name, by their address.
 */
impersonator: string | null, };

/**
 * Body of `PATCH /api/me`.
 */
export type ChangeMeBody = { 
/**
 * The language that the interface greets the caller in: `de` `fr` `it` `rm` `en`.
 */
preferred_locale: Locale, };

/**
 * The caller, as the caller sees it.
 */
export type PersonBody = { 
/**
 * Stable.
 */
id: PersonId, 
/**
 * First name and surname.
 */
name: string, 
/**
 * E-mail address.
 */
email: string, 
/**
 * The colour of the person's cursor, `#rrggbb`.
 */
color: string, 
/**
 * The language that the interface greets the person in.
 */
preferred_locale: Locale, };

/**
 * Somebody, as others see them.
 */
export type PersonRefBody = { 
/**
 * Stable.
 */
id: PersonId, 
/**
 * First name and surname.
 */
name: string, };

/**
 * A customer.
 */
export type OrganisationBody = { 
/**
 * Stable.
 */
id: OrganisationId, 
/**
 * As its members call it.
 */
name: string, };

/**
 * Body of `POST /auth/switch`.
 */
export type SwitchBody = { 
/**
 * Where to go over to.
 */
organisation_id: OrganisationId, };

/**
 * Answer of `POST /auth/sign-out`.
 */
export type SignedOutBody = { 
/**
 * Where the browser has to go to end the sign-in there, too: a page of WorkOS. Null where there is none.
 */
next: string | null, };

/**
 * A key for programs, without its secret.
 */
export type ApiKeyBody = { 
/**
 * Stable.
 */
id: ApiKeyId, 
/**
 * What it is for, in its maker's words.
 */
name: string, 
/**
 * How it begins, to tell it from others.
 */
shown: string, 
/**
 * What it allows.
 */
scopes: Array<Permission>, 
/**
 * Who made it.
 */
created_by: PersonRefBody, 
/**
 * When it was made (RFC 3339).
 */
created_at: string, 
/**
 * When it was last used, to the minute.
 */
used_at: string | null, 
/**
 * When it was taken back.
 */
revoked_at: string | null, };

/**
 * Answer of `GET /api/keys`.
 */
export type ApiKeysBody = { 
/**
 * The newest first; those that were taken back among them.
 */
keys: Array<ApiKeyBody>, };

/**
 * Body of `POST /api/keys`.
 */
export type NewApiKeyBody = { 
/**
 * What it is for.
 */
name: string, 
/**
 * What it is to allow; anything but `manage`.
 */
scopes: Array<Permission>, };

/**
 * Answer of `POST /api/keys`.
 */
export type CreatedApiKeyBody = { 
/**
 * The key's id.
 */
id: ApiKeyId, 
/**
 * For `Authorization: Bearer`. A secret, and shown this once.
 */
key: string, };

/**
 * Answer of `GET /api/admin/sync`, and each message of its stream. Of things, only those of the caller's organisation are counted.
 */
export type SyncBody = { 
/**
 * Whether people come from WorkOS here.
 */
workos: boolean, 
/**
 * The registry that copies are brought to.
 */
registry: RegistryBody, 
/**
 * How many things stand how, by their kind.
 */
kinds: Array<SyncKindBody>, 
/**
 * Since when the oldest change waits that is not in the registry (RFC 3339).
 */
oldest_waiting_at: string | null, 
/**
 * The last hour of the whole program, minute by minute, the oldest first; minutes in which nothing happened are left out.
 */
minutes: Array<SyncMinuteBody>, 
/**
 * What comes in by webhooks.
 */
webhooks: WebhooksBody, 
/**
 * What is fetched by the Events API.
 */
events: EventsBody, 
/**
 * The keys that tokens are checked with.
 */
keys: KeysBody, 
/**
 * The newest runs, the newest first.
 */
runs: Array<RunBody>, };

/**
 * The registry that copies are brought to.
 */
export type RegistryBody = { 
/**
 * Whether it is a MySQL of its own, rather than a file of this program's.
 */
is_mysql: boolean, 
/**
 * `ok`, `differs`, `unreachable`, or `unchecked` before the first look.
 */
state: string, 
/**
 * When it was last looked at (RFC 3339).
 */
checked_at: string | null, 
/**
 * Why it cannot be asked, in words.
 */
failure: string | null, 
/**
 * What its tables lack, as the SQL that mends it.
 */
differences: Array<string>, };

/**
 * How many things of a kind stand how.
 */
export type SyncKindBody = { 
/**
 * `user`, `organization`, `organization_domain`, `organisation_settings`.
 */
kind: string, 
/**
 * To be brought, for the first time or anew.
 */
pending: number, 
/**
 * To be brought, and the last try failed.
 */
failed: number, 
/**
 * In the registry as they are.
 */
success: number, };

/**
 * What was done in a minute.
 */
export type SyncMinuteBody = { 
/**
 * When it began (RFC 3339).
 */
at: string, 
/**
 * Brought to the registry.
 */
synced: number, 
/**
 * Not brought there.
 */
failed: number, 
/**
 * Events that came from WorkOS.
 */
received: number, };

/**
 * What comes in by webhooks.
 */
export type WebhooksBody = { 
/**
 * When the last one came (RFC 3339).
 */
received_at: string | null, 
/**
 * Events that are not worked off yet, whichever way they came.
 */
waiting: number, 
/**
 * Events that were given up.
 */
failed: number, 
/**
 * Webhooks that were refused for their signature.
 */
refused: Array<RefusedWebhooksBody>, };

/**
 * Webhooks that were refused for one reason.
 */
export type RefusedWebhooksBody = { 
/**
 * `malformed`, `too_old`, `too_new`, `forged`.
 */
reason: string, 
/**
 * How many.
 */
times: number, 
/**
 * When the last one was (RFC 3339).
 */
refused_at: string, };

/**
 * What is fetched by the Events API.
 */
export type EventsBody = { 
/**
 * When they were last fetched (RFC 3339).
 */
fetched_at: string | null, 
/**
 * When the last one happened that was fetched (RFC 3339).
 */
event_at: string | null, 
/**
 * Why they cannot be fetched, in words.
 */
failure: string | null, 
/**
 * Since when some are missing that WorkOS does not keep any more (RFC 3339); a backfill mends it.
 */
gap_at: string | null, };

/**
 * The keys that tokens are checked with.
 */
export type KeysBody = { 
/**
 * Their ids. Empty until the first token comes.
 */
ids: Array<string>, 
/**
 * When they were last fetched (RFC 3339).
 */
fetched_at: string | null, 
/**
 * Why they cannot be fetched, in words.
 */
failure: string | null, };

/**
 * Work on everything of the organisation.
 */
export type RunBody = { 
/**
 * Stable.
 */
id: RunId, 
/**
 * `backfill` or `reconcile`.
 */
kind: string, 
/**
 * `running`, `done`, `failed`.
 */
state: string, 
/**
 * When it was asked for (RFC 3339).
 */
started_at: string, 
/**
 * When it ended (RFC 3339).
 */
ended_at: string | null, 
/**
 * Things that were looked at.
 */
done: number, 
/**
 * How many there are, as far as one can know.
 */
total: number | null, 
/**
 * Not known before; with a reconcile, missing in the registry.
 */
created: number, 
/**
 * Known as something else; with a reconcile, different in the registry.
 */
changed: number, 
/**
 * Known as they are.
 */
unchanged: number, 
/**
 * Not to be read; with a reconcile, in the registry alone.
 */
refused: number, 
/**
 * Gone at WorkOS.
 */
removed: number, 
/**
 * Why it failed, in words.
 */
error: string | null, };

/**
 * Something that was done that somebody may have to answer for.
 */
export type EventBody = { 
/**
 * Stable; later ones sort after earlier ones.
 */
id: EventId, 
/**
 * `session.impersonated`, `key.created`, `key.revoked`, `settings.changed`, `run.asked`.
 */
kind: string, 
/**
 * Who did it.
 */
actor_id: PersonId, 
/**
 * How they are called, unless they are gone.
 */
actor_name: string | null, 
/**
 * The address of whoever acted in their name, unless that was erased.
 */
impersonator: string | null, 
/**
 * What it was done to.
 */
subject_id: string | null, 
/**
 * What else there is to say.
 */
details: unknown, 
/**
 * When (RFC 3339).
 */
occurred_at: string, };

/**
 * Answer of `GET /api/admin/events`.
 */
export type HappenedBody = { 
/**
 * The newest first.
 */
events: Array<EventBody>, 
/**
 * What the next answer is asked with; none at the end.
 */
before: EventId | null, };

/**
 * Body of `POST /api/admin/sync/runs`.
 */
export type NewRunBody = { 
/**
 * `backfill` or `reconcile`.
 */
kind: string, };

/**
 * Answer of `POST /api/admin/sync/runs`.
 */
export type AskedRunBody = { 
/**
 * The run that was asked for, now or before.
 */
id: RunId, };

/**
 * Body of `POST /api/admin/sync/retry`.
 */
export type RetryBody = { 
/**
 * One thing alone; all that failed without it.
 */
thing: ThingBody | null, };

/**
 * A thing of WorkOS.
 */
export type ThingBody = { 
/**
 * Its kind.
 */
kind: string, 
/**
 * Its id.
 */
id: string, };

/**
 * Answer of `POST /api/admin/sync/retry`.
 */
export type RetriedBody = { 
/**
 * How many are tried again now.
 */
retried: number, };

/**
 * Answer of `GET /api/admin/sync/things`.
 */
export type SyncThingsBody = { 
/**
 * In the order of kind and id.
 */
things: Array<SyncThingBody>, 
/**
 * What to ask for next: `?after=`. Null at the end.
 */
after: string | null, };

/**
 * How a thing stands.
 */
export type SyncThingBody = { 
/**
 * Its kind.
 */
kind: string, 
/**
 * Its id at WorkOS.
 */
id: string, 
/**
 * What people call it: a name, an address, a domain.
 */
name: string, 
/**
 * `pending`, `failed`, `success`.
 */
state: string, 
/**
 * Tries since it last was brought.
 */
attempts: number, 
/**
 * Why the last try failed, as a stable word.
 */
reason: string | null, 
/**
 * And in the registry's words.
 */
said: string | null, 
/**
 * When it failed (RFC 3339).
 */
failed_at: string | null, 
/**
 * When it is tried next (RFC 3339).
 */
next_try_at: string | null, 
/**
 * When it was last brought (RFC 3339).
 */
synced_at: string | null, };

/**
 * Answer of `GET /api/admin/people`.
 */
export type MembersBody = { 
/**
 * By their names.
 */
members: Array<MemberBody>, 
/**
 * How many there are in all.
 */
total: number, 
/**
 * What to ask for next: `?after=`. Null at the end.
 */
after: string | null, 
/**
 * The domains of the organisation.
 */
domains: Array<DomainBody>, 
/**
 * Whether they come from WorkOS, and are changed there.
 */
workos: boolean, };

/**
 * A member of the organisation.
 */
export type MemberBody = { 
/**
 * Stable.
 */
id: PersonId, 
/**
 * First name and surname.
 */
name: string, 
/**
 * E-mail address.
 */
email: string, 
/**
 * The colour of their cursor, `#rrggbb`.
 */
color: string, 
/**
 * Every role, the weightiest first.
 */
roles: Array<Role>, 
/**
 * The language that the interface greets them in.
 */
preferred_locale: Locale, 
/**
 * When they became one (RFC 3339).
 */
since: string, };

/**
 * A domain of the organisation.
 */
export type DomainBody = { 
/**
 * The domain.
 */
domain: string, 
/**
 * `pending`, `verified`, `failed`, …, as WorkOS has it.
 */
state: string, 
/**
 * Another organisation has verified it as well: nobody is found by it.
 */
is_contested: boolean, };

/**
 * What an organisation has settled for itself; also the body of `PUT /api/settings`.
 */
export type SettingsBody = { 
/**
 * The language in which it issues, where nothing else is said.
 */
default_language: Locale, 
/**
 * For how many days what it issues is kept; null: for ever.
 */
retention_days: number | null, 
/**
 * How it looks.
 */
brand: BrandBody, 
/**
 * Who is billed. Empty for those who do not manage.
 */
billing: BillingBody, };

/**
 * Answer of `GET /api/people/lookup`.
 */
export type FoundPersonBody = { 
/**
 * Stable.
 */
id: PersonId, 
/**
 * First name and surname.
 */
name: string, 
/**
 * E-mail address.
 */
email: string, 
/**
 * Their id at WorkOS, if they come from there.
 */
workos_id: string | null, };

/**
 * How an organisation looks.
 */
export type BrandBody = { 
/**
 * Its main colour, `#RRGGBB`.
 */
primary: string | null, 
/**
 * What stands out against it, `#RRGGBB`.
 */
accent: string | null, };

/**
 * Who is billed.
 */
export type BillingBody = { 
/**
 * Where bills go.
 */
email: string | null, 
/**
 * What is to stand on them.
 */
reference: string | null, };

/**
 * A template as lists and pages show it.
 */
export type TemplateBody = { 
/**
 * Stable.
 */
id: TemplateId, 
/**
 * As its authors call it.
 */
name: string, 
/**
 * The live layout.
 */
draft_id: DraftId, 
/**
 * When it was made: RFC 3339, UTC.
 */
created_at: string, 
/**
 * When its name or layout last changed: RFC 3339, UTC.
 */
updated_at: string, 
/**
 * Who made it.
 */
created_by: PersonRefBody, };

/**
 * Query of `GET /api/templates`.
 */
export type TemplatesQuery = { 
/**
 * Only templates whose name contains this, whatever the case.
 */
search?: string, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * How many at most; bounded by `LIMIT_PAGE_ROWS`.
 */
limit?: number, };

/**
 * Answer of `GET /api/templates`: newest edited first.
 */
export type TemplatesBody = { 
/**
 * One page of them.
 */
templates: Array<TemplateBody>, 
/**
 * Where the next page begins; null on the last.
 */
next: string | null, };

/**
 * Body of `POST /api/templates`. With neither starter nor layout, the template has one empty A4 page.
 */
export type CreateTemplateBody = { 
/**
 * As its authors will call it.
 */
name: string, 
/**
 * Id of a starter to begin from.
 */
starter?: string, 
/**
 * A layout to begin from, as `GET /api/drafts/{id}/layout` gives it.
 */
layout?: unknown, };

/**
 * Answer of `POST /api/templates` and of duplicating.
 */
export type CreatedTemplateBody = { 
/**
 * The new template.
 */
id: TemplateId, 
/**
 * Its live layout.
 */
draft_id: DraftId, };

/**
 * Body of `PATCH /api/templates/{id}` and of duplicating.
 */
export type NameTemplateBody = { 
/**
 * The new name.
 */
name: string, };

/**
 * A design to begin from.
 */
export type StarterBody = { 
/**
 * For `starter` in `POST /api/templates`.
 */
id: string, 
/**
 * By language code.
 */
name: { [key in string]: string }, 
/**
 * By language code.
 */
description: { [key in string]: string }, 
/**
 * The layout, so that a page can draw it.
 */
layout: unknown, };

/**
 * What an image rests as. Others are converted when they come in.
 */
export type AssetType = "png" | "jpeg" | "svg";

/**
 * Something that an image had and that was not taken over.
 */
export type AssetWarning = "text_left_out" | "pictures_left_out" | "filters_left_out" | "scripts_left_out" | "animation_left_out";

/**
 * An image of the organisation. It never changes: other content is another image.
 */
export type AssetBody = { 
/**
 * Stable; what `asset` of an element names.
 */
id: AssetId, 
/**
 * The name of the file that was uploaded first with this content.
 */
name: string, 
/**
 * What it rests as.
 */
type: AssetType, 
/**
 * Width in pixels; of an SVG its own, which may have a fraction.
 */
width: number, 
/**
 * Height in pixels, as `width`.
 */
height: number, 
/**
 * How many bytes it rests in.
 */
bytes: number, 
/**
 * When it was uploaded first: RFC 3339, UTC.
 */
created_at: string, 
/**
 * Who uploaded it first.
 */
created_by: PersonRefBody, };

/**
 * Query of `POST /api/assets`.
 */
export type UploadAssetQuery = { 
/**
 * The file's name. What is no part of a name is left out of it.
 */
name?: string, };

/**
 * Answer of `POST /api/assets`.
 */
export type UploadedAssetBody = { 
/**
 * The image; the same again when the organisation had it already.
 */
asset: AssetBody, 
/**
 * What was not taken over.
 */
warnings: Array<AssetWarning>, };

/**
 * Query of `GET /api/assets`.
 */
export type AssetsQuery = { 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * How many at most; bounded by `LIMIT_PAGE_ROWS`.
 */
limit?: number, };

/**
 * Answer of `GET /api/assets`: newest first.
 */
export type AssetsBody = { 
/**
 * One page of them.
 */
assets: Array<AssetBody>, 
/**
 * Where the next page begins; null on the last.
 */
next: string | null, };

/**
 * Answer of `GET /api/drafts/{id}`.
 */
export type DraftBody = { 
/**
 * Stable.
 */
id: DraftId, 
/**
 * Whose layout it is.
 */
template: TemplateRefBody, 
/**
 * The number of the newest journal row; 0 when nothing was edited yet.
 */
head: number, };

/**
 * A template by id and name.
 */
export type TemplateRefBody = { 
/**
 * Stable.
 */
id: TemplateId, 
/**
 * As its authors call it.
 */
name: string, };

/**
 * What a session may do to the layout.
 */
export type Access = "edit" | "texts" | "view";

/**
 * Somebody as others see them beside the layout.
 */
export type PresentPerson = { 
/**
 * Who.
 */
id: PersonId, 
/**
 * As others call them.
 */
name: string, 
/**
 * The colour of their cursor, `#rrggbb`.
 */
color: string, };

/**
 * Body of message 100, the first on a socket.
 */
export type Hello = { 
/**
 * [`PROTOCOL_VERSION`].
 */
protocol: number, 
/**
 * The sign-in under which the socket runs.
 */
session: SessionId, 
/**
 * Who the server takes the client for.
 */
person: PresentPerson, 
/**
 * What it may do.
 */
access: Access, 
/**
 * The newest journal row of the draft.
 */
head: number, 
/**
 * The draft is in quarantine (U12): whoever may do what, it can only be read, and `access` is `view`.
 */
damaged?: boolean, };

/**
 * Body of message 101: the first `up_to` update messages of this socket are on disk, brought nothing, or were refused.
 */
export type Saved = { 
/**
 * Counted on this socket from 1: SyncStep2 and Update messages.
 */
upTo: number, 
/**
 * The newest journal row of the draft.
 */
head: number, };

/**
 * Body of message 102: update message `update` was refused and will never be saved.
 */
export type Refused = { 
/**
 * Counted as in [`Saved`].
 */
update: number, 
/**
 * Why.
 */
code: ErrorCode, 
/**
 * A sentence for people, in English.
 */
message: string, };

/**
 * Body of message 104: the socket is about to be closed for the server's sake.
 */
export type GoingAway = { 
/**
 * `restarting`.
 */
reason: string, 
/**
 * How long to wait before coming back.
 */
retryAfterMs: number, };

/**
 * Body of message 105: updates wait for the journal; `saved` follows when it is back.
 */
export type Unsaved = { 
/**
 * `journal_unavailable`.
 */
code: ErrorCode, 
/**
 * A sentence for people, in English.
 */
message: string, };

/**
 * Body of message 106: the sign-in of the socket is about to end; the socket goes on with a fresh token.
 */
export type Expiring = { 
/**
 * In how many milliseconds.
 */
inMs: number, };

/** Why the server closes a socket (SPEC §4), by close code and reason. */
export const closes = [
  { code: 4400, reason: "malformed" },
  { code: 4401, reason: "session_ended" },
  { code: 4403, reason: "foreign_client_id" },
  { code: 4404, reason: "draft_gone" },
  { code: 4408, reason: "client_ids_exhausted" },
  { code: 4409, reason: "nesting_too_deep" },
  { code: 4413, reason: "frame_too_large" },
  { code: 4414, reason: "document_full" },
  { code: 4423, reason: "draft_damaged" },
  { code: 1012, reason: "lagging" },
  { code: 1012, reason: "restarting" },
  { code: 1013, reason: "draft_full" },
  { code: 4500, reason: "room_failed" },
  { code: 4501, reason: "rights_changed" },
] as const;
