//! Writes the client's types, and fails when the committed file is stale.
//! `IMPRIMATUR_BLESS=1 cargo test -p imprimatur-protocol` rewrites it.

use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, TS};

use crate::api::{access, admin, assets, collab, templates};
use crate::error::{Close, ErrorBody, ErrorCode, Fault};
use crate::frame;
use crate::id::{
    ApiKeyId, AssetId, DraftId, EventId, OrganisationId, PersonId, RunId, SessionId, TemplateId,
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
        frame::Access,
        frame::PresentPerson,
        frame::Hello,
        frame::Saved,
        frame::Refused,
        frame::GoingAway,
        frame::Unsaved,
        frame::Expiring,
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
