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
 * A discussion that is pinned to a draft.
 */
export type ThreadId = string;

/**
 * What somebody has said in a discussion.
 */
export type CommentId = string;

/**
 * Something that somebody is told of.
 */
export type NotificationId = string;

/**
 * What a draft held at one moment.
 */
export type VersionId = string;

/**
 * A decision that is asked for on one version.
 */
export type ReviewId = string;

/**
 * Somebody without an account, whom a review link lets in.
 */
export type GuestId = string;

/**
 * A published version that was filled in for one person. Random enough that nobody finds one by guessing.
 */
export type CertificateId = string;

/**
 * Certificates that are issued together.
 */
export type BatchId = string;

/**
 * An image that a field of a certificate is filled with.
 */
export type CertificateImageId = string;

/**
 * A file with many people in it, from which certificates are issued.
 */
export type ListId = string;

/**
 * Who does something: somebody who signs in, or a guest. Written as the id of either.
 */
export type ActorId = string;

/**
 * Why something was refused. A code keeps its meaning for ever; new ones may be added.
 */
export type ErrorCode = "unauthenticated" | "sign_in_unknown" | "local_sign_in_off" | "workos_off" | "sign_in_over" | "sign_in_refused" | "sign_in_unavailable" | "organisation_required" | "scopes_invalid" | "api_keys_full" | "domain_contested" | "settings_invalid" | "signature_invalid" | "permission_required" | "not_found" | "method_not_allowed" | "body_invalid" | "body_too_large" | "json_required" | "address_invalid" | "name_invalid" | "locale_unknown" | "starter_unknown" | "starter_and_layout" | "layout_invalid" | "page_not_found" | "scale_out_of_range" | "values_invalid" | "picture_too_large" | "render_busy" | "render_timeout" | "versions_full" | "versions_unrelated" | "review_open" | "review_closed" | "review_moved" | "version_not_approved" | "version_published" | "version_not_published" | "approval_not_asked" | "approver_unknown" | "approvers_too_few" | "four_eyes" | "gate_closed" | "deadline_invalid" | "note_invalid" | "templates_full" | "publishing_open" | "publishing_settled" | "nothing_to_issue_from" | "certificate_invalid" | "batch_too_large" | "certificate_images_full" | "list_unreadable" | "list_too_large" | "lists_full" | "mapping_invalid" | "certificate_state" | "certificate_busy" | "certificate_superseded" | "name_request_moved" | "name_requests_full" | "certificate_erased" | "certificate_damaged" | "registry_unavailable" | "asset_too_large" | "asset_type_unknown" | "asset_unreadable" | "asset_too_many_pixels" | "asset_too_complex" | "assets_full" | "comment_invalid" | "anchor_invalid" | "not_the_author" | "key_reused" | "threads_full" | "thread_full" | "guest_link_unknown" | "guest_link_expired" | "guest_link_revoked" | "guest_days_invalid" | "guests_full" | "recipient_link_unknown" | "recipient_link_expired" | "recipient_link_used" | "recipient_other_browser" | "certificate_claimed" | "address_malformed" | "addresses_full" | "address_last" | "bounces_off" | "version_not_ready" | "storage_unavailable" | "host_not_allowed" | "origin_not_allowed" | "forwarded_refused" | "too_many_requests" | "unavailable" | "timed_out" | "internal" | "read_only" | "texts_only" | "journal_unavailable" | "malformed" | "foreign_client_id" | "client_ids_exhausted" | "nesting_too_deep" | "frame_too_large" | "document_full" | "draft_damaged";

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
export type Permission = "view" | "edit_layout" | "edit_texts" | "comment" | "approve" | "publish" | "manage" | "issue";

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
 * Something that is done to what is published of a template.
 */
export type PublicationId = string;

/**
 * What is done to what is published.
 */
export type PublicationAct = "publish" | "roll_back" | "archive";

/**
 * How far that is.
 */
export type PublicationState = "open" | "done" | "failed" | "cancelled";

/**
 * What keeps a publication waiting.
 */
export type PublicationWait = "registry" | "storage" | "fault";

/**
 * Something that was asked to be done to what is published.
 */
export type PublicationBody = { 
/**
 * Stable.
 */
id: PublicationId, 
/**
 * What is done.
 */
act: PublicationAct, 
/**
 * The version that it is about.
 */
version_id: VersionId, 
/**
 * Its number.
 */
version_number: number, 
/**
 * How far it is.
 */
state: PublicationState, 
/**
 * How many of its steps are done.
 */
step: number, 
/**
 * How many it has.
 */
steps: number, 
/**
 * What keeps it waiting, or why it failed.
 */
waits_for: PublicationWait | null, 
/**
 * When it is tried again (RFC 3339).
 */
next_try_at: string | null, 
/**
 * Who asked for it.
 */
asked_by: PersonRefBody, 
/**
 * When (RFC 3339).
 */
asked_at: string, 
/**
 * When it was done, given up or cancelled (RFC 3339).
 */
ended_at: string | null, 
/**
 * Nothing of it stands in the registry yet: it can still be cancelled.
 */
may_cancel: boolean, 
/**
 * Who cancelled it.
 */
cancelled_by: PersonRefBody | null, };

/**
 * The version from which certificates are issued.
 */
export type PublishedBody = { 
/**
 * Stable.
 */
version_id: VersionId, 
/**
 * Its number.
 */
version_number: number, 
/**
 * The hash of its content.
 */
content_hash: string, 
/**
 * Since when (RFC 3339).
 */
published_at: string, 
/**
 * Nothing new is issued from the template.
 */
is_archived: boolean, };

/**
 * Somebody who is given a certificate.
 */
export type RecipientBody = { 
/**
 * First name and surname, as the certificate has it.
 */
name: string, 
/**
 * E-mail address. The certificate holds a hash of it, and no more.
 */
email?: string, 
/**
 * What they are called in a system of the organisation.
 */
external_id?: string, };

/**
 * What one certificate is to say.
 */
export type NewCertificateBody = { 
/**
 * Whom it is given to.
 */
recipient: RecipientBody, 
/**
 * One of the template's languages; without it the first.
 */
language?: string, 
/**
 * Since when it holds (a day, `2026-11-29`); without it today.
 */
valid_from?: string, 
/**
 * The last day on which it holds; without it, it does for ever.
 */
valid_until?: string, 
/**
 * The fields of the template by key. `recipient_name`, `certificate_number`, `valid_from` and `valid_until` fill themselves. An image is given by the
 * id that `POST /api/certificate-images` gave, and is of one certificate.
 */
values: { [key in string]: string }, };

/**
 * Answer of `POST /api/certificate-images`: an image that a field of one certificate can be filled with. It is forgotten after a day unless one is.
 */
export type CertificateImageBody = { 
/**
 * What the certificate names it by.
 */
id: CertificateImageId, 
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
 * What was not taken over.
 */
warnings: Array<AssetWarning>, };

/**
 * Certificates that are issued together: all of them are judged before the first is issued.
 */
export type NewBatchBody = { 
/**
 * Made anew for each by whoever asks, 16 to 64 letters, digits and hyphens. The same again changes nothing.
 */
key: string, 
/**
 * From which template.
 */
template_id: TemplateId, 
/**
 * What they are to say.
 */
certificates: Array<NewCertificateBody>, 
/**
 * Whether whoever has an address is sent a mail that says where theirs stands.
 */
deliver: boolean, };

/**
 * What is to stand in the place of a certificate in which something is wrong. That one does not hold any more then.
 */
export type CorrectionBody = { 
/**
 * As in [`NewBatchBody`].
 */
key: string, 
/**
 * All that the new one is to say, not only what is corrected.
 */
certificate: NewCertificateBody, 
/**
 * Whether it is made from the version that is published now, rather than from the one that the old certificate was made from.
 */
from_current: boolean, 
/**
 * Whether whoever has an address is sent a mail that says where theirs stands.
 */
deliver: boolean, };

/**
 * What is to follow on a certificate, from the version that is published now. That one goes on holding until it ends.
 */
export type RenewalBody = { 
/**
 * As in [`NewBatchBody`].
 */
key: string, 
/**
 * All that the new one is to say.
 */
certificate: NewCertificateBody, 
/**
 * Whether whoever has an address is sent a mail that says where theirs stands.
 */
deliver: boolean, };

/**
 * How a certificate takes the place of another.
 */
export type Succession = "correction" | "renewal";

/**
 * How the numbers of an organisation are found.
 */
export type NumberingKind = "gapless" | "random";

/**
 * How the numbers of certificates are made: `ACME-2026-00017`.
 */
export type NumberingBody = { 
/**
 * How they are found.
 */
kind: NumberingKind, 
/**
 * What they begin with: up to 16 letters and digits, with hyphens and points between them. Empty: nothing.
 */
prefix: string, 
/**
 * Whether the year of issue stands in them, and counting begins anew with it.
 */
year: boolean, 
/**
 * How many digits there are at least, 3 to 10; at random, how many characters, 8 to 16.
 */
digits: number, };

/**
 * How an organisation issues; also the body of `PUT /api/settings/issuing`.
 */
export type IssuingRulesBody = { 
/**
 * How numbers are made.
 */
numbering: NumberingBody, 
/**
 * So many days before a certificate ends, whoever has it and whose address is known is sent a mail; null: never.
 */
reminder_days: number | null, };

/**
 * How far a batch is.
 */
export type BatchState = "open" | "paused" | "done" | "cancelled" | "failed";

/**
 * Certificates that are issued together.
 */
export type BatchBody = { 
/**
 * Stable.
 */
id: BatchId, 
/**
 * From which template.
 */
template_id: TemplateId, 
/**
 * As that was called.
 */
title: string, 
/**
 * From which version of it.
 */
version_id: VersionId, 
/**
 * How far it is.
 */
state: BatchState, 
/**
 * How many there are.
 */
all: number, 
/**
 * How many of them are issued.
 */
issued: number, 
/**
 * Why it waits: the registry does not answer, or something else that the log says.
 */
waits: boolean, 
/**
 * Who asked for it.
 */
asked_by: PersonRefBody, 
/**
 * When (RFC 3339).
 */
asked_at: string, 
/**
 * When it ended (RFC 3339).
 */
ended_at: string | null, 
/**
 * The certificate that the one of this batch takes the place of; null: of none.
 */
supersedes: CertificateId | null, 
/**
 * Those that are issued, in the order in which they were asked for; the first 100.
 */
certificates: Array<CertificateId>, };

/**
 * Whether a certificate holds.
 */
export type CertificateState = "valid" | "not_yet" | "expired" | "suspended" | "revoked" | "superseded";

/**
 * What became of a mail.
 */
export type DeliveryState = "waiting" | "sending" | "sent" | "failed" | "dropped" | "unknown" | "bounced" | "unsubscribed";

/**
 * A mail to whom a certificate was given.
 */
export type DeliveryBody = { 
/**
 * How far it is.
 */
state: DeliveryState, 
/**
 * Since when (RFC 3339).
 */
at: string, 
/**
 * When somebody has claimed the certificate by its link (RFC 3339); null: nobody has.
 */
claimed_at: string | null, };

/**
 * A certificate.
 */
export type CertificateBody = { 
/**
 * Stable.
 */
id: CertificateId, 
/**
 * Its number.
 */
number: string, 
/**
 * From which template.
 */
template_id: TemplateId, 
/**
 * What that was called.
 */
title: string, 
/**
 * From which version of it.
 */
version_id: VersionId, 
/**
 * Whom it was given to; null once that was erased.
 */
recipient_name: string | null, 
/**
 * Their address; null where none is known.
 */
email: string | null, 
/**
 * Its language.
 */
language: string, 
/**
 * Whether it holds.
 */
state: CertificateState, 
/**
 * Since when it holds (RFC 3339).
 */
valid_from: string, 
/**
 * Until when (RFC 3339).
 */
valid_until: string | null, 
/**
 * When it was issued (RFC 3339).
 */
issued_at: string, 
/**
 * Why it was revoked or suspended.
 */
reason: StateReason | null, 
/**
 * Why, in words of whoever did it.
 */
reason_note: string | null, 
/**
 * The certificate that it takes the place of.
 */
supersedes: CertificateId | null, 
/**
 * The certificate that has taken its place.
 */
superseded_by: CertificateId | null, 
/**
 * How it did.
 */
succession: Succession | null, 
/**
 * Where anybody can check it.
 */
url: string, 
/**
 * What became of the newest mail about it; null: none was sent.
 */
delivery: DeliveryBody | null, };

/**
 * Answer of `GET /api/certificates`.
 */
export type CertificatesBody = { 
/**
 * The newest first.
 */
certificates: Array<CertificateBody>, 
/**
 * Give it as `before` for the next ones; null: there are no more.
 */
next: CertificateId | null, };

/**
 * Why a certificate does not hold.
 */
export type StateReason = "mistake" | "wrong_person" | "no_longer_met" | "deceit" | "asked" | "other";

/**
 * Why a certificate is to be suspended or revoked.
 */
export type ReasonBody = { 
/**
 * Why.
 */
reason: StateReason, 
/**
 * Why, in words: 300 characters at most. Whoever checks the certificate reads them. Asked again when it is so already, reason and words take the
 * place of those before; empty words take them back, and none leaves them as they are unless the reason is another one.
 */
note?: string, };

/**
 * Answer of `GET /api/batches`.
 */
export type BatchesBody = { 
/**
 * Those that have not ended, then the others; the newest first, 20 at most; each without its certificates.
 */
batches: Array<BatchBody>, };

/**
 * What sort of file a list is.
 */
export type ListFormat = "csv" | "xlsx";

/**
 * What a day such as 3.4.2026 means.
 */
export type DayOrder = "day_first" | "month_first";

/**
 * How a file is read. In a request, what is left out is found out; in an answer, what was found.
 */
export type ListReadingBody = { 
/**
 * Of text: the name of its encoding by the Encoding Standard (`UTF-8`, `windows-1252`).
 */
encoding?: string, 
/**
 * Of text: what stands between cells, one of `;`, `,`, tab and `|`.
 */
delimiter?: string, 
/**
 * Of a workbook: the name of the sheet.
 */
sheet?: string, 
/**
 * Whether the first row names the columns.
 */
header?: boolean, };

/**
 * A column of a list.
 */
export type ListColumnBody = { 
/**
 * As the first row calls it; empty where that names nothing.
 */
name: string, 
/**
 * Its first cells that are not empty, three at most.
 */
samples: Array<string>, 
/**
 * What it most likely is: see `to` of `ListAssignmentBody`.
 */
guess: string | null, 
/**
 * What its days mean, where it has any that could mean two.
 */
days: DayOrder | null, 
/**
 * Whether its days could all be read the other way as well.
 */
days_unsure: boolean, };

/**
 * A list that was read.
 */
export type ListBody = { 
/**
 * Stable.
 */
id: ListId, 
/**
 * From which template certificates are to be issued.
 */
template_id: TemplateId, 
/**
 * As the file was called.
 */
name: string, 
/**
 * What sort of file it is.
 */
format: ListFormat, 
/**
 * How it was read.
 */
reading: ListReadingBody, 
/**
 * The sheets of a workbook, the first 50.
 */
sheets: Array<string>, 
/**
 * Its columns.
 */
columns: Array<ListColumnBody>, 
/**
 * How many rows there are below the names of the columns; empty ones are left out.
 */
rows: number, 
/**
 * When it is forgotten (RFC 3339), unless it is issued before.
 */
expires_at: string, };

/**
 * What a column is taken for.
 */
export type ListAssignmentBody = { 
/**
 * From 0.
 */
column: number, 
/**
 * `name`, or `given_name` and `family_name`; `email`, `external_id`, `language`, `valid_from`, `valid_until`; or `values/` with the key of a field.
 */
to: string, 
/**
 * What its days mean; without it, the day comes first.
 */
days?: DayOrder, };

/**
 * How certificates are made from a list.
 */
export type ListMappingBody = { 
/**
 * How the file is read.
 */
reading: ListReadingBody, 
/**
 * What its columns are; others are not used.
 */
columns: Array<ListAssignmentBody>, 
/**
 * The language of whoever has none in the list.
 */
language?: string, 
/**
 * Since when certificates hold that say nothing of it in the list (a day, `2026-11-29`).
 */
valid_from?: string, 
/**
 * The last day on which they hold.
 */
valid_until?: string, 
/**
 * Rows that are not issued, by their numbers from 1.
 */
leave_out: Array<number>, };

/**
 * What is wrong with a row.
 */
export type ListFaultBody = { 
/**
 * From 1, below the names of the columns, as they are counted in `rows`.
 */
row: number, 
/**
 * Where it stands in the file: a line of text, or a row of the sheet; from 1.
 */
line: number, 
/**
 * In which column, from 0; null: in none of them.
 */
column: number | null, 
/**
 * What it is about: see `to` of `ListAssignmentBody`; null: the row as a whole.
 */
about: string | null, 
/**
 * Stable; programs decide by it.
 */
code: string, 
/**
 * A sentence for people, in English.
 */
message: string, 
/**
 * What stands there, cut short.
 */
value: string, };

/**
 * Somebody in a list who has a certificate of the template already.
 */
export type ListGivenBody = { 
/**
 * From 1.
 */
row: number, 
/**
 * Where it stands in the file.
 */
line: number, 
/**
 * As the list calls them.
 */
name: string, 
/**
 * The certificate that they have.
 */
certificate: CertificateId, 
/**
 * Its number.
 */
number: string, 
/**
 * When it was issued (RFC 3339).
 */
issued_at: string, 
/**
 * Whether it says the same.
 */
is_same: boolean, };

/**
 * What a list comes to by a mapping. Nothing is changed by asking.
 */
export type ListCheckBody = { 
/**
 * How many rows there are, without those that are left out.
 */
rows: number, 
/**
 * How many of them nothing is wrong with.
 */
ready: number, 
/**
 * What is wrong, the first 200.
 */
faults: Array<ListFaultBody>, 
/**
 * Rows whose people have a certificate of this template already, the first 200.
 */
given: Array<ListGivenBody>, 
/**
 * The numbers of all rows that something is wrong with: what may be wanted in `leave_out`.
 */
faulty: Array<number>, 
/**
 * The numbers of all rows whose people have one already.
 */
given_before: Array<number>, 
/**
 * How many would be sent a mail.
 */
with_email: number, };

/**
 * Which rows are tried in the template.
 */
export type ListFitQueryBody = { 
/**
 * How certificates are made.
 */
mapping: ListMappingBody, 
/**
 * The first row that is tried, from 1.
 */
from: number, };

/**
 * A text that needs more room than it has.
 */
export type ListOverflowBody = { 
/**
 * From 1.
 */
row: number, 
/**
 * Where it stands in the file.
 */
line: number, 
/**
 * Whose certificate it is.
 */
name: string, 
/**
 * The elements whose text leaves its box, as they are called in the template, or by what they show.
 */
elements: Array<string>, };

/**
 * Some rows that were tried.
 */
export type ListFitBody = { 
/**
 * Ask from here next; null: all rows were tried.
 */
next: number | null, 
/**
 * Rows in which something leaves its box.
 */
overflowing: Array<ListOverflowBody>, };

/**
 * Which page of which row is to be seen.
 */
export type ListPreviewBody = { 
/**
 * How certificates are made.
 */
mapping: ListMappingBody, 
/**
 * From 1.
 */
row: number, 
/**
 * From 1; none: the first.
 */
page?: number, };

/**
 * A list that is to be issued.
 */
export type IssueListBody = { 
/**
 * How certificates are made.
 */
mapping: ListMappingBody, 
/**
 * Whether whoever has an address is sent a mail that says where theirs stands.
 */
deliver: boolean, };

/**
 * Answer of `GET /api/verify/{id}`: what the registry says of a certificate, for programs.
 */
export type VerificationBody = { 
/**
 * Which one.
 */
id: CertificateId, 
/**
 * Whether it holds.
 */
state: CertificateState, 
/**
 * Why it does not.
 */
reason: StateReason | null, 
/**
 * Why, in words of its issuer.
 */
reason_note: string | null, 
/**
 * The certificate that it takes the place of.
 */
supersedes: CertificateId | null, 
/**
 * The newer certificate that has taken its place. One that was renewed holds all the same until it ends.
 */
superseded_by: CertificateId | null, 
/**
 * When it was checked (RFC 3339).
 */
checked_at: string, 
/**
 * Domains that are proven to be its issuer's, and nobody else's; none: nothing is known of that.
 */
domains: Array<VerifiedDomainBody>, 
/**
 * What became of it, the first first.
 */
history: Array<CertificateStepBody>, 
/**
 * The signed credential, as it was issued; null once what it says of a person was erased.
 */
credential: unknown, };

/**
 * A domain that is proven to be an organisation's.
 */
export type VerifiedDomainBody = { 
/**
 * `acme.example`.
 */
domain: string, 
/**
 * Since when (RFC 3339).
 */
verified_at: string, };

/**
 * Something that was done to a certificate.
 */
export type CertificateStepBody = { 
/**
 * What.
 */
step: CertificateStep, 
/**
 * When (RFC 3339).
 */
at: string, };

/**
 * What is done to certificates.
 */
export type CertificateStep = "issued" | "suspended" | "reinstated" | "revoked" | "corrected" | "renewed" | "expired";

/**
 * Answer of `GET /api/drafts/{id}/publication`.
 */
export type DraftPublicationBody = { 
/**
 * The version that is published; none before the first.
 */
current: PublishedBody | null, 
/**
 * What is being done.
 */
open: PublicationBody | null, 
/**
 * What was done, the newest first; the last 50.
 */
history: Array<PublicationBody>, 
/**
 * Why the caller may do nothing of it; null where they may.
 */
may: ErrorCode | null, };

/**
 * Answer of `GET /api/activity`.
 */
export type ActivityBody = { 
/**
 * The newest first.
 */
entries: Array<ActivityEntryBody>, 
/**
 * For the next page: what happened before this.
 */
before: EventId | null, };

/**
 * Something that happened.
 */
export type ActivityEntryBody = { 
/**
 * Stable.
 */
id: EventId, 
/**
 * `template.created`, `draft.edited`, `review.approved`, … A newer server may know more.
 */
kind: string, 
/**
 * When it began (RFC 3339).
 */
at: string, 
/**
 * When it was last so, where several of one kind are one entry.
 */
until: string | null, 
/**
 * To which template.
 */
template: ActivityTemplateBody | null, 
/**
 * Who did it.
 */
person: ActivityPersonBody, 
/**
 * The number of the version that it is about.
 */
number: number | null, };

/**
 * A template in the history; it may be deleted meanwhile.
 */
export type ActivityTemplateBody = { 
/**
 * Stable.
 */
id: TemplateId, 
/**
 * As it is called now.
 */
name: string, 
/**
 * Its draft; none once it is deleted.
 */
draft_id: DraftId | null, };

/**
 * Somebody in the history; they may be gone meanwhile.
 */
export type ActivityPersonBody = { 
/**
 * Stable; of a guest theirs.
 */
id: ActorId, 
/**
 * How they are called; none of somebody who is gone.
 */
name: string | null, 
/**
 * The colour of their cursor, `#rrggbb`.
 */
color: string, };

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
accent: string | null, 
/**
 * Colours beside these two that certificates may have, `#RRGGBB`. Without any, every colour is free.
 */
colors?: Array<string>, 
/**
 * Families that certificates are set in. Without any, every family is free.
 */
fonts?: Array<string>, 
/**
 * The logo that certificates carry.
 */
logo?: BrandLogoBody, 
/**
 * Elements that are to be locked.
 */
locked?: Array<Lockable>, };

/**
 * A logo, and the room around it.
 */
export type BrandLogoBody = { 
/**
 * Uploaded images that show it.
 */
assets: Array<AssetId>, 
/**
 * Millimetres around it in which nothing else stands.
 */
clear_mm: number, };

/**
 * A kind of elements that an organisation may want locked, so that nobody moves one by accident.
 */
export type Lockable = "logo" | "seal" | "signature" | "qr";

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
 * What a thread is pinned to. The server knows no layout: whoever shows it finds the element, or shows the last place.
 */
export type AnchorBody = { "kind": "element", 
/**
 * The element, by its id in the layout.
 */
element: string, 
/**
 * Where in the element: fractions of width and height of its own frame, before it is rotated, each 0 to 1.
 */
offset: [number, number], 
/**
 * Where that was on the page when it was last seen.
 */
place: PlaceBody, } | { "kind": "point", 
/**
 * Where.
 */
place: PlaceBody, } | { "kind": "passage", 
/**
 * The element that holds the text.
 */
element: string, 
/**
 * The language of the text.
 */
language: string, 
/**
 * The words themselves; an embedded field counts as one U+FFFC.
 */
quote: string, 
/**
 * What stood before them, at most 32 characters.
 */
prefix: string, 
/**
 * What stood after them, at most 32 characters.
 */
suffix: string, 
/**
 * Where the words began, in UTF-16 units from the start of the text.
 */
offset: number, 
/**
 * A relative position of Yjs, as the page writes it. Only a hint: it moves when text is deleted and brought back.
 */
hint?: string, 
/**
 * Where the passage was on the page when it was last seen.
 */
place: PlaceBody, };

/**
 * A place on a page, in millimetres from its top left corner.
 */
export type PlaceBody = { 
/**
 * The page, by its id in the layout.
 */
page: string, 
/**
 * Rightwards.
 */
x: number, 
/**
 * Downwards.
 */
y: number, };

/**
 * How a thread stands.
 */
export type ThreadState = "open" | "resolved";

/**
 * Who said something.
 */
export type AuthorBody = { 
/**
 * Who; null for a guest.
 */
person: PersonId | null, 
/**
 * Which guest; absent for somebody who signs in.
 */
guest?: GuestId, 
/**
 * As others call them; null when they were deleted.
 */
name: string | null, 
/**
 * Their colour, `#rrggbb`.
 */
color: string, };

/**
 * A reaction to a comment.
 */
export type Emoji = "👍" | "👎" | "❤️" | "🎉" | "😄" | "🤔" | "👀" | "✅";

/**
 * Who reacted with one emoji.
 */
export type ReactionBody = { 
/**
 * With which.
 */
emoji: Emoji, 
/**
 * Who did, the first to do so first.
 */
people: Array<PersonId>, };

/**
 * What somebody has said in a thread.
 */
export type CommentBody = { 
/**
 * Stable.
 */
id: CommentId, 
/**
 * Who said it.
 */
author: AuthorBody, 
/**
 * The words: plain text with `**bold**`, `_italic_`, `` `code` `` and addresses that begin with `http://` or `https://`. A mention is `@` and
 * the id of a person, as `@per_…`; those who are meant are in `mentions`, and any other is text. Empty when it was deleted.
 */
body: string, 
/**
 * When it was said: RFC 3339, UTC.
 */
created_at: string, 
/**
 * When its words last changed.
 */
edited_at: string | null, 
/**
 * Its author took it back.
 */
deleted: boolean, 
/**
 * By emoji, the first that was used first.
 */
reactions: Array<ReactionBody>, 
/**
 * Who is mentioned.
 */
mentions: Array<PersonRefBody>, };

/**
 * A discussion that is pinned to a draft.
 */
export type ThreadBody = { 
/**
 * Stable.
 */
id: ThreadId, 
/**
 * The draft that it is pinned to.
 */
draft_id: DraftId, 
/**
 * As people call it: counted in the draft from 1.
 */
number: number, 
/**
 * What it is pinned to.
 */
anchor: AnchorBody, 
/**
 * The version that a guest has pinned it to; absent: to the live draft.
 */
version?: VersionId, 
/**
 * How it stands.
 */
state: ThreadState, 
/**
 * Who resolved it, while it is resolved.
 */
resolved_by: AuthorBody | null, 
/**
 * When.
 */
resolved_at: string | null, 
/**
 * As long as it is open, the draft is not ready.
 */
blocking: boolean, 
/**
 * What was said, in order: all of it, or only what changed after `comments_since`.
 */
comments: Array<CommentBody>, 
/**
 * Comments that are not here have not changed since this revision of the draft's discussions; 0 where none is missing.
 */
comments_since: number, 
/**
 * All that was said in it was deleted: it is not shown any more.
 */
gone: boolean, 
/**
 * Somebody else has said something in it that the caller has not read.
 */
unread: boolean, 
/**
 * The revision of the draft's discussions in which it last changed.
 */
revision: number, };

/**
 * Query of `GET /api/drafts/{draft}/threads`.
 */
export type ThreadsQuery = { 
/**
 * Only threads that changed after this revision; 0 and absent are all.
 */
since?: number, 
/**
 * Comments that have not changed since this revision are known to the caller and not told; 0 and absent: none is. It stays the same from the first
 * answer to the last one of those that say that there is more, whose `since` rises.
 */
known?: number, 
/**
 * Only threads in this state.
 */
state?: ThreadState, 
/**
 * Only threads that the caller began, took part in or is mentioned in.
 */
mine?: boolean, 
/**
 * Only threads on this page of the layout, by where they were last seen.
 */
page?: string, 
/**
 * How many at most; bounded by `LIMIT_PAGE_ROWS`.
 */
limit?: number, };

/**
 * Answer of `GET /api/drafts/{draft}/threads`: least recently changed first.
 */
export type ThreadsBody = { 
/**
 * Each as it is now, without those of its comments that are `known`.
 */
threads: Array<ThreadBody>, 
/**
 * For `since` of the next question: everything up to this revision is in this answer and those before it.
 */
revision: number, 
/**
 * There are more: ask again at once.
 */
more: boolean, };

/**
 * Body of `POST /api/drafts/{draft}/threads`. Answered with the thread; the same key again changes nothing and is answered with it as it is by then.
 */
export type NewThreadBody = { 
/**
 * Made by the client, once for each thread: 16 to 64 characters of `[A-Za-z0-9_-]`.
 */
key: string, 
/**
 * What it is pinned to.
 */
anchor: AnchorBody, 
/**
 * The first words.
 */
body: string, 
/**
 * Whether the draft is not ready as long as it is open.
 */
blocking?: boolean, };

/**
 * Body of `POST /api/threads/{thread}/comments`. Answered with the thread, as [`NewThreadBody`] is.
 */
export type NewCommentBody = { 
/**
 * Made by the client, once for each comment: 16 to 64 characters of `[A-Za-z0-9_-]`.
 */
key: string, 
/**
 * The words.
 */
body: string, };

/**
 * Body of `PATCH /api/comments/{comment}`. Answered with the thread.
 */
export type EditCommentBody = { 
/**
 * The words from now on.
 */
body: string, };

/**
 * Body of `PUT /api/comments/{comment}/reaction`. Answered with the thread.
 */
export type ReactBody = { 
/**
 * Which.
 */
emoji: Emoji, 
/**
 * Whether the caller reacts with it from now on.
 */
on: boolean, };

/**
 * Body of `PATCH /api/threads/{thread}`: what is absent stays. Answered with the thread.
 */
export type ChangeThreadBody = { 
/**
 * Resolves it, or opens it again.
 */
state?: ThreadState, 
/**
 * Whether the draft is not ready as long as it is open: for whoever began it, and those who approve.
 */
blocking?: boolean, 
/**
 * Pins it to something else, or notes where it was last seen.
 */
anchor?: AnchorBody, };

/**
 * Body of `PUT /api/threads/{thread}/read`, and of `PUT /api/drafts/{draft}/threads/read` for all of a draft.
 */
export type ReadThreadBody = { 
/**
 * What was said up to this revision is read.
 */
revision: number, };

/**
 * Query of `GET /api/mentionable`.
 */
export type MentionableQuery = { 
/**
 * How a part of the name begins, whatever the case and the accents; absent: anybody.
 */
prefix?: string, };

/**
 * Answer of `GET /api/mentionable`.
 */
export type MentionableBody = { 
/**
 * Members of the organisation, by name; ten at most.
 */
people: Array<AuthorBody>, };

/**
 * What somebody is told of.
 */
export type NotificationKind = "mention" | "reply" | "resolved" | "review_asked" | "review_due" | "review_decided" | "name_asked";

/**
 * Something that somebody is told of.
 */
export type NotificationBody = { 
/**
 * Stable; later ones are greater.
 */
id: NotificationId, 
/**
 * What it is.
 */
kind: NotificationKind, 
/**
 * Who has done it; null when nobody has, or they were deleted.
 */
actor: AuthorBody | null, 
/**
 * Where.
 */
template: TemplateRefBody, 
/**
 * The draft of the template.
 */
draft_id: DraftId, 
/**
 * The thread, where it is about one.
 */
thread_id: ThreadId | null, 
/**
 * The number of the thread in its draft.
 */
thread_number: number | null, 
/**
 * What else it is about, by its id: a review, or a certificate.
 */
subject_id: string | null, 
/**
 * The beginning of what was said. A mention is `@` and an id, as in a comment; empty when nothing was said.
 */
excerpt: string, 
/**
 * Who is mentioned in it.
 */
mentions: Array<PersonRefBody>, 
/**
 * When: RFC 3339, UTC.
 */
created_at: string, 
/**
 * Whether it was read.
 */
read: boolean, };

/**
 * Query of `GET /api/inbox`.
 */
export type InboxQuery = { 
/**
 * Only what was not read.
 */
unread?: boolean, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * How many at most; bounded by `LIMIT_PAGE_ROWS`.
 */
limit?: number, };

/**
 * Answer of `GET /api/inbox`: the newest first.
 */
export type InboxBody = { 
/**
 * One page of them.
 */
notifications: Array<NotificationBody>, 
/**
 * Where the next page begins; null on the last.
 */
next: string | null, 
/**
 * How many were not read.
 */
unread: number, 
/**
 * Rises with each change of the inbox.
 */
revision: number, };

/**
 * Answer of `GET /api/inbox/unread`.
 */
export type UnreadBody = { 
/**
 * How many were not read.
 */
unread: number, 
/**
 * Rises with each change of the inbox.
 */
revision: number, };

/**
 * Body of `PUT /api/inbox/read`. With neither, nothing is read.
 */
export type ReadInboxBody = { 
/**
 * These; `LIMIT_PAGE_ROWS` at most.
 */
ids?: Array<NotificationId>, 
/**
 * This one and all before it.
 */
up_to?: NotificationId, 
/**
 * All that is about this thread.
 */
thread_id?: ThreadId, };

/**
 * How often somebody is written to.
 */
export type MailPace = "soon" | "daily";

/**
 * Where one kind arrives.
 */
export type PreferenceBody = { 
/**
 * Which.
 */
kind: NotificationKind, 
/**
 * In the inbox.
 */
inbox: boolean, 
/**
 * By mail, when it was not read until then.
 */
mail: boolean, };

/**
 * Body and answer of `/api/inbox/preferences`: of the caller, in the organisation that they signed in to.
 */
export type PreferencesBody = { 
/**
 * Each kind once; one that is left out stays as it is.
 */
kinds: Array<PreferenceBody>, 
/**
 * How often somebody is written to.
 */
mail_pace: MailPace, };

/**
 * What a version is.
 */
export type VersionKind = "frozen" | "checkpoint";

/**
 * Why there is a version.
 */
export type VersionOccasion = "asked" | "edited" | "quiet" | "before_restore";

/**
 * Somebody who wrote what a version brought.
 */
export type VersionAuthorBody = { 
/**
 * Stable.
 */
id: PersonId, 
/**
 * First name and surname; empty when they are gone.
 */
name: string, 
/**
 * As in presence: `#rrggbb`.
 */
color: string, };

/**
 * What a draft held at one moment.
 */
export type VersionBody = { 
/**
 * Stable.
 */
id: VersionId, 
/**
 * The draft that held it.
 */
draft_id: DraftId, 
/**
 * What it is.
 */
kind: VersionKind, 
/**
 * Why it was made.
 */
occasion: VersionOccasion, 
/**
 * From 1, of a draft's frozen versions; null for a checkpoint.
 */
number: number | null, 
/**
 * As somebody called it.
 */
name: string | null, 
/**
 * SHA-256 over everything that it holds, its images and fonts included, in hexadecimal digits: the same content, the same hash.
 */
content_hash: string, 
/**
 * The newest saved edit in it.
 */
head: bigint, 
/**
 * Who wrote since the version before it.
 */
authors: Array<VersionAuthorBody>, 
/**
 * Who asked for it; null when nobody did.
 */
made_by: VersionAuthorBody | null, 
/**
 * The renderer that its pictures are drawn by.
 */
renderer: number, 
/**
 * When it was made: RFC 3339, UTC.
 */
created_at: string, };

/**
 * Query of `GET /api/drafts/{id}/versions`.
 */
export type VersionsQuery = { 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * How many at most; bounded by `LIMIT_PAGE_ROWS`.
 */
limit?: number, 
/**
 * Only those that stay: frozen or named.
 */
kept?: boolean, 
/**
 * Only those made at this time or later: RFC 3339.
 */
from?: string, 
/**
 * Only those made before this time: RFC 3339.
 */
until?: string, };

/**
 * Answer of `GET /api/drafts/{id}/versions`: the newest first.
 */
export type VersionsBody = { 
/**
 * One page of them.
 */
versions: Array<VersionBody>, 
/**
 * Where the next page begins; null on the last.
 */
next: string | null, };

/**
 * Query of `GET /api/drafts/{id}/versions/times`.
 */
export type VersionTimesQuery = { 
/**
 * From when on: RFC 3339. Without it a day before `until`.
 */
from?: string, 
/**
 * Before when: RFC 3339. Without it now.
 */
until?: string, 
/**
 * Minutes of one stretch, 1 to 1,440; without it ten. There are at most 400 stretches.
 */
minutes?: number, };

/**
 * Answer of `GET /api/drafts/{id}/versions/times`.
 */
export type VersionTimesBody = { 
/**
 * Stretches in which versions were made, the oldest first.
 */
times: Array<VersionTimeBody>, };

/**
 * A stretch of time in which versions were made.
 */
export type VersionTimeBody = { 
/**
 * When it begins: RFC 3339, UTC.
 */
at: string, 
/**
 * How many versions were made in it.
 */
versions: number, };

/**
 * Body of `POST /api/drafts/{id}/versions`.
 */
export type FreezeBody = { 
/**
 * As it shall be called.
 */
name?: string, };

/**
 * Body of `PATCH /api/versions/{id}`.
 */
export type NameVersionBody = { 
/**
 * The new name; null takes it away, and a checkpoint without a name goes in time.
 */
name: string | null, };

/**
 * Answer of `POST /api/versions/{id}/restore`.
 */
export type RestoredBody = { 
/**
 * What the draft held just before: the way back for everybody.
 */
before: VersionBody, 
/**
 * The layout to be written, as an edit of whoever restores it.
 */
layout: unknown, };

/**
 * Query of `GET /api/versions/{id}/diff`.
 */
export type DiffQuery = { 
/**
 * The other version of the same draft; without it what the draft holds now.
 */
against?: VersionId, };

/**
 * Answer of `GET /api/versions/{id}/diff`: what changed from this version to the other.
 */
export type DiffBody = { 
/**
 * At most 1,000.
 */
changes: Array<ChangeBody>, 
/**
 * How many there are in all.
 */
total: number, 
/**
 * Hash of what this version holds.
 */
before_hash: string, 
/**
 * Hash of what the other holds.
 */
after_hash: string, };

/**
 * What sort of thing changed.
 */
export type ChangedThing = "layout" | "page" | "element" | "field" | "style";

/**
 * What became of a thing.
 */
export type ChangedHow = "added" | "removed" | "moved" | "changed";

/**
 * A thing that changed.
 */
export type ChangeBody = { 
/**
 * What sort of thing.
 */
thing: ChangedThing, 
/**
 * Its id; of a field its key; of the layout nothing.
 */
id: string, 
/**
 * What became of it.
 */
how: ChangedHow, 
/**
 * The type of an element, a field or a style.
 */
kind: string | null, 
/**
 * What its authors call it; of a text without a name its first words.
 */
name: string | null, 
/**
 * The page that an element stands on, of one that is gone: stood.
 */
page: string | null, 
/**
 * What changed of it; of what was added or removed nothing.
 */
properties: Array<ChangedPropertyBody>, };

/**
 * A property that changed.
 */
export type ChangedPropertyBody = { 
/**
 * As `SCHEMA.md` names it; also `order`, `page`, `parent` and `textStyle`.
 */
key: string, 
/**
 * Of a property that has languages.
 */
language: string | null, 
/**
 * What it was; null: the default.
 */
before: unknown, 
/**
 * What it is; null: the default.
 */
after: unknown, };

/**
 * How a draft stands between being made and being published.
 */
export type ReviewState = "draft" | "in_review" | "changes_requested" | "approved" | "published";

/**
 * Answer of `GET /api/drafts/{id}/review`.
 */
export type DraftReviewBody = { 
/**
 * How the draft stands.
 */
state: ReviewState, 
/**
 * The newest review; none before the first.
 */
review: ReviewBody | null, 
/**
 * Whether the live draft is another one by now than the version that the review is about.
 */
is_changed: boolean, 
/**
 * The rules that the next review goes by.
 */
rules: ReviewRulesBody, 
/**
 * What the caller may do now.
 */
may: ReviewActsBody, 
/**
 * Rises with everything that is done here.
 */
revision: number, };

/**
 * Why the caller may not do something; null where they may.
 */
export type ReviewActsBody = { 
/**
 * Ask for a review.
 */
submit: ErrorCode | null, 
/**
 * Approve.
 */
approve: ErrorCode | null, 
/**
 * Ask for changes.
 */
request_changes: ErrorCode | null, 
/**
 * Take the question back.
 */
withdraw: ErrorCode | null, 
/**
 * Ask others, or until another day.
 */
reassign: ErrorCode | null, };

/**
 * One version, and what is said to it.
 */
export type ReviewBody = { 
/**
 * Stable.
 */
id: ReviewId, 
/**
 * The how manieth of its draft.
 */
number: number, 
/**
 * The version that it is about.
 */
version_id: VersionId, 
/**
 * Its number.
 */
version_number: number, 
/**
 * The hash of its content: whoever approves, approves this.
 */
content_hash: string, 
/**
 * How it stands; `draft` when it was taken back.
 */
state: ReviewState, 
/**
 * Who asked.
 */
asked_by: PersonRefBody, 
/**
 * When (RFC 3339).
 */
asked_at: string, 
/**
 * Until when it should be decided (RFC 3339).
 */
due_at: string | null, 
/**
 * What whoever asked wants known.
 */
note: string | null, 
/**
 * Who is asked by name. Empty: whoever may by the rules.
 */
approvers: Array<ReviewerBody>, 
/**
 * What was said, in the order in which it was.
 */
verdicts: Array<VerdictBody>, 
/**
 * The version that was published last: what this one is held against.
 */
published_version_id: VersionId | null, 
/**
 * Who has changed the draft since the version that was published last.
 */
authors: Array<PersonRefBody>, 
/**
 * How many must approve.
 */
needed: number, 
/**
 * As what they must; null: whoever may approve.
 */
role: Role | null, 
/**
 * Whether somebody must approve who has not changed it.
 */
four_eyes: boolean, 
/**
 * How many approvals are missing.
 */
missing: number, 
/**
 * Whether one of somebody who has not changed it is missing, however many there are.
 */
independent_missing: boolean, };

/**
 * Somebody who may be asked.
 */
export type ReviewerBody = { 
/**
 * Stable.
 */
id: PersonId, 
/**
 * First name and surname.
 */
name: string, 
/**
 * Their colour, `#rrggbb`.
 */
color: string, };

/**
 * Answer of `GET /api/approvers`.
 */
export type ApproversBody = { 
/**
 * Those who may approve, by their names.
 */
approvers: Array<ReviewerBody>, };

/**
 * What somebody says to a version.
 */
export type Verdict = "approved" | "changes_requested";

/**
 * What somebody has said to a version.
 */
export type VerdictBody = { 
/**
 * Who.
 */
person: ReviewerBody, 
/**
 * What.
 */
verdict: Verdict, 
/**
 * In their words.
 */
note: string | null, 
/**
 * When (RFC 3339).
 */
decided_at: string, };

/**
 * Body of `POST /api/drafts/{id}/review`.
 */
export type SubmitReviewBody = { 
/**
 * Who is asked. Empty: whoever may by the rules of the organisation.
 */
approvers: Array<PersonId>, 
/**
 * Until when (RFC 3339).
 */
due_at: string | null, 
/**
 * What they should know.
 */
note: string | null, };

/**
 * Body of `POST /api/reviews/{id}/approve`.
 */
export type ApproveBody = { 
/**
 * The hash of what was looked at.
 */
content_hash: string, 
/**
 * In one's own words.
 */
note: string | null, };

/**
 * Body of `POST /api/reviews/{id}/request-changes`.
 */
export type RequestChangesBody = { 
/**
 * What is to be changed.
 */
note: string, };

/**
 * Body of `PUT /api/reviews/{id}/approvers`.
 */
export type ReassignBody = { 
/**
 * Who is asked from now on. Empty: whoever may by the rules of the organisation.
 */
approvers: Array<PersonId>, 
/**
 * Until when (RFC 3339).
 */
due_at: string | null, };

/**
 * What is asked before a version is submitted or published. A code keeps its meaning for ever; new ones may be added.
 */
export type GateCode = "threads_blocking" | "translation_missing" | "text_overflows" | "text_overflows_longest" | "text_too_long" | "contrast_low" | "alt_missing" | "image_low_resolution" | "image_missing" | "off_page" | "glyph_missing" | "font_unknown" | "field_undeclared" | "field_unused" | "brand_color" | "brand_font" | "brand_logo_missing" | "brand_logo_space" | "brand_unlocked";

/**
 * How much a finding weighs.
 */
export type Severity = "error" | "warning" | "off";

/**
 * Query of `GET /api/drafts/{id}/gate`.
 */
export type GateQuery = { 
/**
 * A version of the draft; without it the live draft as it is saved.
 */
version?: VersionId, };

/**
 * Answer of `GET /api/drafts/{id}/gate`.
 */
export type GateBody = { 
/**
 * Whether nothing forbids submitting and publishing.
 */
is_open: boolean, 
/**
 * What stands against it: what forbids it first, each page by page and from back to front.
 */
findings: Array<FindingBody>, 
/**
 * Whether there may be more than is told.
 */
is_cut: boolean, };

/**
 * One thing that stands against it.
 */
export type FindingBody = { 
/**
 * Stable; the sentence for people is chosen by it.
 */
code: GateCode, 
/**
 * How much it weighs; never `off`.
 */
severity: Severity, 
/**
 * The element; null: of the layout as a whole.
 */
element: string | null, 
/**
 * The page of it.
 */
page: string | null, 
/**
 * The language; null: all of them.
 */
language: string | null, 
/**
 * What it is about: characters, a family, a colour, a key, an id; may be empty.
 */
about: string, 
/**
 * What was measured.
 */
measured: number | null, 
/**
 * What it should be.
 */
wanted: number | null, };

/**
 * By which rules reviews are decided; also the body of `PUT /api/settings/review`.
 */
export type ReviewRulesBody = { 
/**
 * How many must approve.
 */
approvals: number, 
/**
 * As what they must, `approver` or `admin`; null: whoever may approve.
 */
role: Role | null, 
/**
 * Whether whoever has changed it since the version that was published last cannot be its only approver.
 */
four_eyes: boolean, 
/**
 * How much what the gate asks about weighs, where it is not what it weighs by itself.
 */
severities: Partial<Record<GateCode, Severity>>, };

/**
 * How a review link stands.
 */
export type GuestState = "open" | "expired" | "revoked";

/**
 * A guest of a draft, as those see them who work on it.
 */
export type GuestBody = { 
/**
 * Stable.
 */
id: GuestId, 
/**
 * As they were called when they were invited; it stands beside what they say.
 */
name: string, 
/**
 * How their link stands.
 */
state: GuestState, 
/**
 * Who invited them.
 */
invited_by: AuthorBody, 
/**
 * When: RFC 3339, UTC.
 */
invited_at: string, 
/**
 * Until when their link lets them in.
 */
expires_at: string, 
/**
 * When they were last seen here, to some minutes; null: never yet.
 */
seen_at: string | null, };

/**
 * Answer of `GET /api/drafts/{draft}/guests`: the newest first.
 */
export type GuestsBody = { 
/**
 * Also those whose link lets nobody in any more.
 */
guests: Array<GuestBody>, };

/**
 * Body of `POST /api/drafts/{draft}/guests`.
 */
export type InviteGuestBody = { 
/**
 * As they are to be called.
 */
name: string, 
/**
 * For how many days their link lets them in: 1 to 90.
 */
days: number, };

/**
 * Answer of `POST /api/drafts/{draft}/guests`.
 */
export type InvitedGuestBody = { 
/**
 * Who was invited.
 */
guest: GuestBody, 
/**
 * Their review link, from the first `/` on. It is told this once; the secret behind `#` is not kept, and a browser never sends it to a server
 * by itself.
 */
link: string, };

/**
 * Body of `POST /api/guest/session`.
 */
export type EnterBody = { 
/**
 * What stands behind `#` in the review link.
 */
secret: string, };

/**
 * The version that a guest is shown: the one that was given to approvers last, unless that was taken back.
 */
export type ReadyVersionBody = { 
/**
 * Stable.
 */
id: VersionId, 
/**
 * As people call it.
 */
number: number, 
/**
 * When it was frozen: RFC 3339, UTC.
 */
frozen_at: string, 
/**
 * SHA-256 over all that it holds, in hexadecimal digits.
 */
hash: string, };

/**
 * Answer of `GET /api/guest` and `POST /api/guest/session`: what a guest is let in to.
 */
export type GuestViewBody = { 
/**
 * Who they are: without `person`, and with `guest`.
 */
me: AuthorBody, 
/**
 * The organisation, as its members call it.
 */
organisation: string, 
/**
 * The certificate, as it is called.
 */
template: string, 
/**
 * Who invited them; null when they were deleted.
 */
invited_by: string | null, 
/**
 * Until when they are let in: RFC 3339, UTC.
 */
expires_at: string, 
/**
 * What they are shown; null while nothing is ready.
 */
version: ReadyVersionBody | null, };

/**
 * Query of `GET /api/guest/threads`.
 */
export type GuestThreadsQuery = { 
/**
 * Only threads that changed after this revision; 0 and absent are all.
 */
since?: number, 
/**
 * Comments that have not changed since this revision are known to the caller and not told, as with members.
 */
known?: number, };

/**
 * Query of `GET /api/guest/layout`, and of `POST /api/guest/threads`.
 */
export type GuestVersionQuery = { 
/**
 * A version that was ready, while a newer one is; absent: the newest.
 */
version?: VersionId, };

/**
 * Query of `GET /api/guest/page.png`.
 */
export type GuestPageQuery = { 
/**
 * As in [`GuestVersionQuery`].
 */
version?: VersionId, 
/**
 * From 1; absent: the first.
 */
page?: number, 
/**
 * One of the layout's languages; absent: their first.
 */
locale?: string, };

/**
 * An address of theirs.
 */
export type RecipientAddressId = string;

/**
 * What a link in a mail does once its button is pressed.
 */
export type LinkKind = "claim" | "sign_in" | "address";

/**
 * Body of `POST /api/mine/look` and of `POST /api/mine/session`.
 */
export type LinkSecretBody = { 
/**
 * What stands behind `#` in the link.
 */
secret: string, };

/**
 * Answer of `POST /api/mine/look`: what a link would do. Looking uses nothing up.
 */
export type LinkBody = { 
/**
 * What it does.
 */
kind: LinkKind, 
/**
 * Until when it can be used (RFC 3339).
 */
expires_at: string, 
/**
 * The address that it was sent to, most of it hidden: `z…@acme.example`. Null where that was erased.
 */
address: string | null, 
/**
 * Of a link that adds an address: the oldest address of the page that it is added to, most of it hidden, so that whoever presses knows whose page that is.
 */
page: string | null, 
/**
 * The certificate that it claims.
 */
certificate: OfferedCertificateBody | null, };

/**
 * A certificate, as its claim link shows it.
 */
export type OfferedCertificateBody = { 
/**
 * Stable.
 */
id: CertificateId, 
/**
 * What it is called.
 */
title: string, 
/**
 * Who has issued it.
 */
organisation: string, 
/**
 * Its number.
 */
number: string, 
/**
 * Whether it holds.
 */
state: CertificateState, };

/**
 * Body of `POST /api/mine/links` and of `POST /api/mine/addresses`.
 */
export type AskLinkBody = { 
/**
 * Where the link is sent to.
 */
email: string, 
/**
 * The language of the mail.
 */
language: Locale, };

/**
 * Answer of `GET /api/mine`: the page of a recipient.
 */
export type MineBody = { 
/**
 * The addresses that are theirs, the oldest first.
 */
addresses: Array<OwnAddressBody>, 
/**
 * Their certificates, of all organisations, the newest first.
 */
certificates: Array<OwnCertificateBody>, 
/**
 * Whether there are more of them than are shown.
 */
more: boolean, };

/**
 * An address of a recipient.
 */
export type OwnAddressBody = { 
/**
 * Stable.
 */
id: RecipientAddressId, 
/**
 * The address.
 */
address: string, 
/**
 * Since when it is known to be theirs (RFC 3339).
 */
since: string, };

/**
 * A certificate, as whom it was given to sees it.
 */
export type OwnCertificateBody = { 
/**
 * Stable.
 */
id: CertificateId, 
/**
 * What it is called.
 */
title: string, 
/**
 * Who has issued it.
 */
organisation: string, 
/**
 * Its number.
 */
number: string, 
/**
 * As they are called in it; null once that was erased.
 */
recipient_name: string | null, 
/**
 * Whether it holds.
 */
state: CertificateState, 
/**
 * Why it does not.
 */
reason: StateReason | null, 
/**
 * Why, in words of its issuer.
 */
reason_note: string | null, 
/**
 * When it was issued (RFC 3339).
 */
issued_at: string, 
/**
 * Since when it holds (RFC 3339).
 */
valid_from: string, 
/**
 * Until when (RFC 3339).
 */
valid_until: string | null, 
/**
 * Where anybody sees all that it says.
 */
url: string, 
/**
 * Where anybody sees that it holds, and nothing of what it says of them; null: there is no such address.
 */
brief_url: string | null, 
/**
 * Whether they may ask to be called otherwise in it.
 */
may_ask_name: boolean, 
/**
 * What they have asked last.
 */
name_request: OwnNameRequestBody | null, };

/**
 * Answer of `PUT /api/mine/certificates/{id}/share`.
 */
export type SharedBody = { 
/**
 * Where anybody sees that the certificate holds, and nothing of what it says of somebody.
 */
brief_url: string, };

/**
 * What somebody asks of an organisation: to be called otherwise in a certificate.
 */
export type NameRequestId = string;

/**
 * How a request stands.
 */
export type NameRequestState = "open" | "accepted" | "declined";

/**
 * Body of `PUT /api/mine/certificates/{id}/name-request`.
 */
export type NewNameRequestBody = { 
/**
 * As they would be called.
 */
name: string, 
/**
 * Why, in their words; 500 characters at most.
 */
note: string | null, };

/**
 * A request, as whoever has made it sees it.
 */
export type OwnNameRequestBody = { 
/**
 * As they would be called.
 */
name: string, 
/**
 * Why, in their words.
 */
note: string | null, 
/**
 * How it stands.
 */
state: NameRequestState, 
/**
 * When it was made, or changed last (RFC 3339).
 */
asked_at: string, 
/**
 * When it was decided (RFC 3339).
 */
decided_at: string | null, 
/**
 * Why not, in words of the organisation.
 */
answer: string | null, };

/**
 * A request that nobody has decided, as the organisation sees it.
 */
export type NameRequestBody = { 
/**
 * Stable.
 */
id: NameRequestId, 
/**
 * The certificate, as it is now.
 */
certificate: CertificateBody, 
/**
 * As its recipient would be called.
 */
name: string, 
/**
 * Why, in their words.
 */
note: string | null, 
/**
 * When it was made, or changed last (RFC 3339).
 */
asked_at: string, };

/**
 * Answer of `GET /api/name-requests`.
 */
export type NameRequestsBody = { 
/**
 * Those that nobody has decided, the oldest first; 100 at most.
 */
requests: Array<NameRequestBody>, 
/**
 * Whether there are more of them.
 */
more: boolean, };

/**
 * Body of `POST /api/name-requests/{id}/accept`.
 */
export type AcceptNameBody = { 
/**
 * The name that is accepted: as it was read. Where another one is asked for by now, nothing is done.
 */
name: string, };

/**
 * Body of `POST /api/name-requests/{id}/decline`.
 */
export type DeclineNameBody = { 
/**
 * The name that is declined: as it was read. Where another one is asked for by now, nothing is done.
 */
name: string, 
/**
 * Why not: whoever has asked reads it. 500 characters at most.
 */
answer: string, };

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

/**
 * What there is news of.
 */
export type About = "discussions" | "inbox" | "review" | "publication";

/**
 * Body of message 107: there is news that is fetched by HTTP (O4).
 */
export type News = { 
/**
 * Of what.
 */
about: About, 
/**
 * The newest revision of it.
 */
revision: number, };

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
