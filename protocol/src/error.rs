//! The stable codes of everything that can be refused: HTTP answers, refused edits and closed sockets.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

/// The body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ErrorBody {
    /// Stable; programs decide by it.
    pub code: ErrorCode,
    /// A sentence for people, in English. May change at any time.
    pub message: String,
    /// With `layout_invalid`: everything that is wrong, not the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Fault>>", optional)]
    pub faults: Vec<Fault>,
}

/// One thing that is wrong with a layout, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct Fault {
    /// The place, as a JSON pointer into the layout that was sent.
    pub at: String,
    /// Stable; programs decide by it.
    pub code: String,
    /// A sentence for people, in English.
    pub message: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Why something was refused. A code keeps its meaning for ever; new ones may be added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl ErrorCode {
            /// All of them, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code as it is written on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// No session, or one that has ended.
    Unauthenticated = "unauthenticated",
    /// The e-mail address belongs to nobody who may sign in here.
    SignInUnknown = "sign_in_unknown",
    /// Signing in without an identity provider is switched off.
    LocalSignInOff = "local_sign_in_off",
    /// Signing in by WorkOS is not set up.
    WorkOsOff = "workos_off",
    /// The way back from WorkOS is not the one that this browser left by, or it took too long.
    SignInOver = "sign_in_over",
    /// WorkOS does not let the person in.
    SignInRefused = "sign_in_refused",
    /// WorkOS does not answer; try again.
    SignInUnavailable = "sign_in_unavailable",
    /// The person is no member of the organisation, or of none.
    OrganisationRequired = "organisation_required",
    /// The permissions of a key are none, or too many.
    ScopesInvalid = "scopes_invalid",
    /// The organisation holds `LIMIT_API_KEYS_PER_ORGANISATION` keys.
    ApiKeysFull = "api_keys_full",
    /// Several organisations have verified the domain.
    DomainContested = "domain_contested",
    /// A setting of the organisation that means nothing.
    SettingsInvalid = "settings_invalid",
    /// A webhook that WorkOS has not signed.
    SignatureInvalid = "signature_invalid",
    /// The caller's role lacks the permission.
    PermissionRequired = "permission_required",
    /// Nothing here by that name, or it belongs to another organisation.
    NotFound = "not_found",
    /// The address exists, the method does not.
    MethodNotAllowed = "method_not_allowed",
    /// The body is not JSON of the expected shape.
    BodyInvalid = "body_invalid",
    /// The body is larger than `LIMIT_BODY_BYTES`.
    BodyTooLarge = "body_too_large",
    /// The body is not declared as `application/json`.
    JsonRequired = "json_required",
    /// A part of the address or of its query is not of the expected shape.
    AddressInvalid = "address_invalid",
    /// A name is empty, too long, or holds control characters.
    NameInvalid = "name_invalid",
    /// Not one of the interface's languages.
    LocaleUnknown = "locale_unknown",
    /// No starter of that id.
    StarterUnknown = "starter_unknown",
    /// Both a starter and a layout were given.
    StarterAndLayout = "starter_and_layout",
    /// The layout breaks the schema; `faults` says where.
    LayoutInvalid = "layout_invalid",
    /// The layout has fewer pages.
    PageNotFound = "page_not_found",
    /// A picture's scale is not between the bounds of `PICTURE.md`.
    ScaleOutOfRange = "scale_out_of_range",
    /// The values of merge fields are not a JSON object of strings, or too many.
    ValuesInvalid = "values_invalid",
    /// The layout, or its picture at this scale, is larger than a picture may be.
    PictureTooLarge = "picture_too_large",
    /// As many pictures as wait their turn may wait; try again.
    RenderBusy = "render_busy",
    /// The picture took longer than `LIMIT_RENDER_SECONDS`.
    RenderTimeout = "render_timeout",
    /// The draft has `LIMIT_VERSIONS_PER_DRAFT` versions.
    VersionsFull = "versions_full",
    /// The two versions are not of one draft.
    VersionsUnrelated = "versions_unrelated",
    /// A review of the draft is open already.
    ReviewOpen = "review_open",
    /// There is no review of the draft that could still be decided.
    ReviewClosed = "review_closed",
    /// What was looked at is not the version that the review is about.
    ReviewMoved = "review_moved",
    /// The version is not approved.
    VersionNotApproved = "version_not_approved",
    /// The version is published already.
    VersionPublished = "version_published",
    /// The version is not published.
    VersionNotPublished = "version_not_published",
    /// Others are asked, by name or by the role that the rules want.
    ApprovalNotAsked = "approval_not_asked",
    /// Somebody who is named is no member who may approve, or is named twice.
    ApproverUnknown = "approver_unknown",
    /// Fewer are asked than must approve.
    ApproversTooFew = "approvers_too_few",
    /// All who are asked have changed the draft since the version that was published last.
    FourEyes = "four_eyes",
    /// Something stands against it that the organisation does not let pass: `GET /api/drafts/{id}/gate`.
    GateClosed = "gate_closed",
    /// A day that has passed, or is too far away.
    DeadlineInvalid = "deadline_invalid",
    /// Words that are empty, too long, or hold control characters.
    NoteInvalid = "note_invalid",
    /// The organisation holds `LIMIT_TEMPLATES_PER_ORGANISATION` templates.
    TemplatesFull = "templates_full",
    /// Something else is being published of the template.
    PublishingOpen = "publishing_open",
    /// The publication is being written in the registry, or has ended: it cannot be cancelled.
    PublishingSettled = "publishing_settled",
    /// Nothing is published of the template, or nothing new is issued from it any more.
    NothingToIssueFrom = "nothing_to_issue_from",
    /// What a certificate is to say is not what its template asks for; `faults` says where.
    CertificateInvalid = "certificate_invalid",
    /// More certificates at once than this server takes.
    BatchTooLarge = "batch_too_large",
    /// As many images wait for certificates of the organisation as may. They are forgotten a day after their upload.
    CertificateImagesFull = "certificate_images_full",
    /// The file is no list: neither lines of text with cells nor a workbook, or one that cannot be read.
    ListUnreadable = "list_unreadable",
    /// The file of a list is larger than `LIMIT_LIST_BYTES`, or has more rows or columns than a list may.
    ListTooLarge = "list_too_large",
    /// The organisation has as many lists waiting as it may.
    ListsFull = "lists_full",
    /// Columns are taken for what they cannot be, or nobody is named.
    MappingInvalid = "mapping_invalid",
    /// What the certificate is makes this impossible: what was revoked stays so.
    CertificateState = "certificate_state",
    /// Something is being done to the certificate already. Try again in a moment.
    CertificateBusy = "certificate_busy",
    /// Another certificate has taken the place of this one, or is about to: nobody has two successors.
    CertificateSuperseded = "certificate_superseded",
    /// What was asked for was taken back, changed or decided meanwhile. Look at it again.
    NameRequestMoved = "name_request_moved",
    /// Another name was asked for in this certificate as often as it may be.
    NameRequestsFull = "name_requests_full",
    /// What the certificate says of a person was erased.
    CertificateErased = "certificate_erased",
    /// What is kept of the certificate is not what was issued: nobody is to believe it.
    CertificateDamaged = "certificate_damaged",
    /// The registry does not answer. Try again in a moment.
    RegistryUnavailable = "registry_unavailable",
    /// The uploaded file is larger than `LIMIT_ASSET_BYTES`, or would rest in more than `LIMIT_ASSET_STORED_BYTES`.
    AssetTooLarge = "asset_too_large",
    /// The uploaded file is no PNG, JPEG, WebP or SVG.
    AssetTypeUnknown = "asset_type_unknown",
    /// The uploaded file is damaged, cut off, or of a kind that cannot be read.
    AssetUnreadable = "asset_unreadable",
    /// The image has more pixels than `LIMIT_ASSET_PIXELS`, or a side longer than `LIMIT_ASSET_SIDE`.
    AssetTooManyPixels = "asset_too_many_pixels",
    /// The SVG takes more to draw than is allowed.
    AssetTooComplex = "asset_too_complex",
    /// The organisation holds as many images, or as many bytes of them, as it may.
    AssetsFull = "assets_full",
    /// A comment is empty or too long, or its key is none.
    CommentInvalid = "comment_invalid",
    /// What a thread is to be pinned to is no place.
    AnchorInvalid = "anchor_invalid",
    /// Only whoever wrote it may.
    NotTheAuthor = "not_the_author",
    /// The key was used for something else before.
    KeyReused = "key_reused",
    /// The draft holds `LIMIT_THREADS_PER_DRAFT` threads.
    ThreadsFull = "threads_full",
    /// The thread holds `LIMIT_COMMENTS_PER_THREAD` comments, or the comment as many reactions as it may.
    ThreadFull = "thread_full",
    /// A review link that was never given out, or whose template is gone.
    GuestLinkUnknown = "guest_link_unknown",
    /// The days of the review link are over.
    GuestLinkExpired = "guest_link_expired",
    /// The review link was taken back.
    GuestLinkRevoked = "guest_link_revoked",
    /// A review link lets in for 1 to 90 days.
    GuestDaysInvalid = "guest_days_invalid",
    /// The draft has as many guests as it may.
    GuestsFull = "guests_full",
    /// A link in a mail to a recipient that was never sent, or that leads to nothing any more.
    RecipientLinkUnknown = "recipient_link_unknown",
    /// The time of the link is over.
    RecipientLinkExpired = "recipient_link_expired",
    /// The link was used before.
    RecipientLinkUsed = "recipient_link_used",
    /// The link adds an address to a page that this browser is not signed in to.
    RecipientOtherBrowser = "recipient_other_browser",
    /// Somebody else has claimed the certificate.
    CertificateClaimed = "certificate_claimed",
    /// What was typed is no e-mail address.
    AddressMalformed = "address_malformed",
    /// The page has as many addresses as it may.
    AddressesFull = "addresses_full",
    /// It is the last address of the page: nobody could come back to it.
    AddressLast = "address_last",
    /// No secret is set with which bounces would be signed.
    BouncesOff = "bounces_off",
    /// No version of the draft is with approvers, or was.
    VersionNotReady = "version_not_ready",
    /// The place where images rest is away or full; nothing was changed. Try again.
    StorageUnavailable = "storage_unavailable",
    /// The request names a host that this server does not answer for.
    HostNotAllowed = "host_not_allowed",
    /// The request comes from a page of another origin.
    OriginNotAllowed = "origin_not_allowed",
    /// The request came through a proxy while anybody may sign in.
    ForwardedRefused = "forwarded_refused",
    /// Over the rate; try again later.
    TooManyRequests = "too_many_requests",
    /// The server is busy or its database is away; try again.
    Unavailable = "unavailable",
    /// The request took longer than `LIMIT_REQUEST_SECONDS`.
    TimedOut = "timed_out",
    /// A fault of the server; the log names it under the request id.
    Internal = "internal",
    /// An edit by somebody who may only look.
    ReadOnly = "read_only",
    /// The role allows to change texts, and the update brings something else as well. Nothing of it is taken.
    TextsOnly = "texts_only",
    /// Edits wait for the journal; they are kept and saved when it is back.
    JournalUnavailable = "journal_unavailable",
    /// Bytes that are not a message, or an update that does not scan.
    Malformed = "malformed",
    /// Structs under somebody else's client id.
    ForeignClientId = "foreign_client_id",
    /// More client ids than a session may bind.
    ClientIdsExhausted = "client_ids_exhausted",
    /// An update nested deeper than `LIMIT_NESTING`.
    NestingTooDeep = "nesting_too_deep",
    /// A message over `LIMIT_FRAME_BYTES`.
    FrameTooLarge = "frame_too_large",
    /// The draft would exceed `LIMIT_DOCUMENT_BYTES`, or what it may cost (SPEC R7).
    DocumentFull = "document_full",
    /// The draft is in quarantine (SPEC U12): it can only be read, or nothing of it can be opened.
    DraftDamaged = "draft_damaged",
}

/// Why the server closes a socket (SPEC §4). A stock client stops after 44xx and comes back after the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Close {
    /// Bytes that are not a message, or an update that does not scan.
    Malformed,
    /// The sign-in ended while the socket was open.
    SessionEnded,
    /// Structs under somebody else's client id.
    ForeignClientId,
    /// The draft was deleted while the socket was open.
    DraftGone,
    /// More client ids than a session may bind.
    ClientIdsExhausted,
    /// An update nested deeper than the limit.
    NestingTooDeep,
    /// A message over the limit.
    FrameTooLarge,
    /// The draft would exceed its limit.
    DocumentFull,
    /// Nothing of the draft can be loaded.
    DraftDamaged,
    /// The session's queue is full.
    Lagging,
    /// The server is going away.
    Restarting,
    /// Too many sessions in the draft, or too many drafts on the node.
    DraftFull,
    /// The room failed inside; come back.
    RoomFailed,
    /// What the person may do has changed; come back to learn of it.
    RightsChanged,
}

impl Close {
    /// All of them, in the order of the table in SPEC §4.
    pub const ALL: &[Self] = &[
        Self::Malformed,
        Self::SessionEnded,
        Self::ForeignClientId,
        Self::DraftGone,
        Self::ClientIdsExhausted,
        Self::NestingTooDeep,
        Self::FrameTooLarge,
        Self::DocumentFull,
        Self::DraftDamaged,
        Self::Lagging,
        Self::Restarting,
        Self::DraftFull,
        Self::RoomFailed,
        Self::RightsChanged,
    ];

    /// The close code of the WebSocket.
    pub const fn code(self) -> u16 {
        match self {
            Self::Malformed => 4400,
            Self::SessionEnded => 4401,
            Self::ForeignClientId => 4403,
            Self::DraftGone => 4404,
            Self::ClientIdsExhausted => 4408,
            Self::NestingTooDeep => 4409,
            Self::FrameTooLarge => 4413,
            Self::DocumentFull => 4414,
            Self::DraftDamaged => 4423,
            Self::Lagging | Self::Restarting => 1012,
            Self::DraftFull => 1013,
            Self::RoomFailed => 4500,
            Self::RightsChanged => 4501,
        }
    }

    /// The stable word sent as the close reason.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::SessionEnded => "session_ended",
            Self::ForeignClientId => "foreign_client_id",
            Self::DraftGone => "draft_gone",
            Self::ClientIdsExhausted => "client_ids_exhausted",
            Self::NestingTooDeep => "nesting_too_deep",
            Self::FrameTooLarge => "frame_too_large",
            Self::DocumentFull => "document_full",
            Self::DraftDamaged => "draft_damaged",
            Self::Lagging => "lagging",
            Self::Restarting => "restarting",
            Self::DraftFull => "draft_full",
            Self::RoomFailed => "room_failed",
            Self::RightsChanged => "rights_changed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_as_serde_writes_it() {
        for code in ErrorCode::ALL {
            assert_eq!(
                serde_json::to_string(code).unwrap(),
                format!("\"{}\"", code.as_str())
            );
        }
    }

    /// The table of SPEC §4 and this file say the same.
    #[test]
    fn r2_close_codes_are_those_of_the_specification() {
        let spec = include_str!("../SPEC.md");
        let rows: Vec<(u16, &str)> = spec
            .lines()
            .filter_map(|line| {
                let mut cells = line.strip_prefix("| ")?.split(" | ");
                let code = cells.next()?.parse().ok()?;
                let reason = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
                (code >= 1000).then_some((code, reason))
            })
            .collect();
        let ours: Vec<(u16, &str)> = Close::ALL
            .iter()
            .map(|close| (close.code(), close.reason()))
            .collect();
        assert_eq!(rows, ours);
    }
}
