//! Writes the client's types, and fails when the committed file is stale.
//! `IMPRIMATUR_BLESS=1 cargo test -p imprimatur-protocol` rewrites it.

use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, TS};

use crate::api::{
    access, admin, assets, audit, collab, comments, guests, issuance, lists, notifications,
    publishing, recipients, reviews, templates, versions,
};
use crate::error::{Close, ErrorBody, ErrorCode, Fault};
use crate::frame;
use crate::id::{
    ActorId, ApiKeyId, AssetId, BatchId, CertificateId, CommentId, DraftId, EventId, GuestId,
    ListId, NotificationId, OrganisationId, PersonId, PublicationId, RecipientAddressId, ReviewId,
    RunId, SessionId, TemplateId, ThreadId, VersionId,
};

const FILE: &str = "../web-client/src/protocol/generated.ts";

fn generated() -> String {
    let config = Config::new();
    let mut out = String::from(
        "// Written by `make bless` from the protocol crate. Do not edit.\n\n/* eslint-disable */\n",
    );
    macro_rules! write_types {
        ($($name:ty),* $(,)?) => {$(
            if let Some(docs) = <$name as TS>::docs() {
                let _ = write!(out, "\n{docs}");
            } else {
                out.push('\n');
            }
            let _ = writeln!(out, "export {}", <$name as TS>::decl(&config));
        )*};
    }
    write_types!(
        OrganisationId,
        PersonId,
        TemplateId,
        DraftId,
        AssetId,
        SessionId,
        ApiKeyId,
        RunId,
        EventId,
        ThreadId,
        CommentId,
        NotificationId,
        VersionId,
        ReviewId,
        GuestId,
        CertificateId,
        BatchId,
        ListId,
        ActorId,
        ErrorCode,
        Fault,
        ErrorBody,
        access::Role,
        access::Permission,
        access::Locale,
        access::SignInOptionsBody,
        access::LocalPersonBody,
        access::LocalSignInBody,
        access::SignedInBody,
        access::MeBody,
        access::ChangeMeBody,
        access::PersonBody,
        access::PersonRefBody,
        access::OrganisationBody,
        access::SwitchBody,
        access::SignedOutBody,
        access::ApiKeyBody,
        access::ApiKeysBody,
        access::NewApiKeyBody,
        access::CreatedApiKeyBody,
        PublicationId,
        publishing::PublicationAct,
        publishing::PublicationState,
        publishing::PublicationWait,
        publishing::PublicationBody,
        publishing::PublishedBody,
        issuance::RecipientBody,
        issuance::NewCertificateBody,
        issuance::NewBatchBody,
        issuance::BatchState,
        issuance::BatchBody,
        issuance::CertificateState,
        issuance::DeliveryState,
        issuance::DeliveryBody,
        issuance::CertificateBody,
        issuance::CertificatesBody,
        issuance::StateReason,
        issuance::ReasonBody,
        issuance::BatchesBody,
        lists::ListFormat,
        lists::DayOrder,
        lists::ListReadingBody,
        lists::ListColumnBody,
        lists::ListBody,
        lists::ListAssignmentBody,
        lists::ListMappingBody,
        lists::ListFaultBody,
        lists::ListGivenBody,
        lists::ListCheckBody,
        lists::ListFitQueryBody,
        lists::ListOverflowBody,
        lists::ListFitBody,
        lists::ListPreviewBody,
        lists::IssueListBody,
        issuance::VerificationBody,
        issuance::VerifiedDomainBody,
        issuance::CertificateStepBody,
        issuance::CertificateStep,
        publishing::DraftPublicationBody,
        audit::ActivityBody,
        audit::ActivityEntryBody,
        audit::ActivityTemplateBody,
        audit::ActivityPersonBody,
        admin::SyncBody,
        admin::RegistryBody,
        admin::SyncKindBody,
        admin::SyncMinuteBody,
        admin::WebhooksBody,
        admin::RefusedWebhooksBody,
        admin::EventsBody,
        admin::KeysBody,
        admin::RunBody,
        admin::EventBody,
        admin::HappenedBody,
        admin::NewRunBody,
        admin::AskedRunBody,
        admin::RetryBody,
        admin::ThingBody,
        admin::RetriedBody,
        admin::SyncThingsBody,
        admin::SyncThingBody,
        admin::MembersBody,
        admin::MemberBody,
        admin::DomainBody,
        admin::SettingsBody,
        admin::FoundPersonBody,
        admin::BrandBody,
        admin::BrandLogoBody,
        admin::Lockable,
        admin::BillingBody,
        templates::TemplateBody,
        templates::TemplatesQuery,
        templates::TemplatesBody,
        templates::CreateTemplateBody,
        templates::CreatedTemplateBody,
        templates::NameTemplateBody,
        templates::StarterBody,
        assets::AssetType,
        assets::AssetWarning,
        assets::AssetBody,
        assets::UploadAssetQuery,
        assets::UploadedAssetBody,
        assets::AssetsQuery,
        assets::AssetsBody,
        collab::DraftBody,
        collab::TemplateRefBody,
        comments::AnchorBody,
        comments::PlaceBody,
        comments::ThreadState,
        comments::AuthorBody,
        comments::Emoji,
        comments::ReactionBody,
        comments::CommentBody,
        comments::ThreadBody,
        comments::ThreadsQuery,
        comments::ThreadsBody,
        comments::NewThreadBody,
        comments::NewCommentBody,
        comments::EditCommentBody,
        comments::ReactBody,
        comments::ChangeThreadBody,
        comments::ReadThreadBody,
        comments::MentionableQuery,
        comments::MentionableBody,
        notifications::NotificationKind,
        notifications::NotificationBody,
        notifications::InboxQuery,
        notifications::InboxBody,
        notifications::UnreadBody,
        notifications::ReadInboxBody,
        notifications::MailPace,
        notifications::PreferenceBody,
        notifications::PreferencesBody,
        versions::VersionKind,
        versions::VersionOccasion,
        versions::VersionAuthorBody,
        versions::VersionBody,
        versions::VersionsQuery,
        versions::VersionsBody,
        versions::VersionTimesQuery,
        versions::VersionTimesBody,
        versions::VersionTimeBody,
        versions::FreezeBody,
        versions::NameVersionBody,
        versions::RestoredBody,
        versions::DiffQuery,
        versions::DiffBody,
        versions::ChangedThing,
        versions::ChangedHow,
        versions::ChangeBody,
        versions::ChangedPropertyBody,
        reviews::ReviewState,
        reviews::DraftReviewBody,
        reviews::ReviewActsBody,
        reviews::ReviewBody,
        reviews::ReviewerBody,
        reviews::ApproversBody,
        reviews::Verdict,
        reviews::VerdictBody,
        reviews::SubmitReviewBody,
        reviews::ApproveBody,
        reviews::RequestChangesBody,
        reviews::ReassignBody,
        reviews::GateCode,
        reviews::Severity,
        reviews::GateQuery,
        reviews::GateBody,
        reviews::FindingBody,
        reviews::ReviewRulesBody,
        guests::GuestState,
        guests::GuestBody,
        guests::GuestsBody,
        guests::InviteGuestBody,
        guests::InvitedGuestBody,
        guests::EnterBody,
        guests::ReadyVersionBody,
        guests::GuestViewBody,
        guests::GuestThreadsQuery,
        guests::GuestVersionQuery,
        guests::GuestPageQuery,
        RecipientAddressId,
        recipients::LinkKind,
        recipients::LinkSecretBody,
        recipients::LinkBody,
        recipients::OfferedCertificateBody,
        recipients::AskLinkBody,
        recipients::MineBody,
        recipients::OwnAddressBody,
        recipients::OwnCertificateBody,
        recipients::SharedBody,
        frame::Access,
        frame::PresentPerson,
        frame::Hello,
        frame::Saved,
        frame::Refused,
        frame::GoingAway,
        frame::Unsaved,
        frame::Expiring,
        frame::About,
        frame::News,
    );
    out.push_str("\n/** Why the server closes a socket (SPEC §4), by close code and reason. */\n");
    out.push_str("export const closes = [\n");
    for close in Close::ALL {
        let _ = writeln!(
            out,
            "  {{ code: {}, reason: \"{}\" }},",
            close.code(),
            close.reason()
        );
    }
    out.push_str("] as const;\n");
    out
}

#[test]
fn the_clients_types_are_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let fresh = generated();
    if std::env::var_os("IMPRIMATUR_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("the file lies in a folder")).unwrap();
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == fresh,
        "{FILE} is stale: run `make bless` and commit it"
    );
}
