//! Issuing without issuing: what it would be issued from, whether it may be said, how it would look, and who has one already.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use imprimatur_crdt::Layout;
use imprimatur_protocol::api::issuance::{
    BatchBody, CertificateState, NewBatchBody, NewCertificateBody,
};
use imprimatur_protocol::{CertificateId, Fault, OrganisationId, TemplateId};
use imprimatur_render::packed_sample;
use serde::Deserialize;

use super::acts::{away, nothing_to_issue_from};
use super::list::{moment_ms, state_at};
use super::routes::batch_body;
use super::rows::email_hash;
use super::{Issuance, fill, published, store};
use crate::access::Caller;
use crate::error::Result;
use crate::pictures::{Filled, Format, Shown};
use crate::registry::{Failure, Value};
use crate::workspace::record;

/// Addresses of one question to the registry.
const ASKED_AT_ONCE: usize = 500;

/// What a preview shows where a number will stand.
const NUMBER_SHOWN: &str = "0000-00000";

/// What is issued from.
pub struct Stage {
    /// The organisation whose it is.
    pub organisation: OrganisationId,
    template: TemplateId,
    /// As that is called.
    pub title: String,
    pub(super) current: published::Current,
    /// What it asks for, and how it looks.
    pub layout: Arc<Layout>,
}

/// A certificate that somebody has.
pub struct Given {
    /// Which one.
    pub certificate: CertificateId,
    /// Its number.
    pub number: String,
    /// When it was issued, in milliseconds since 1970.
    pub issued_at_ms: i64,
    /// What was filled in.
    pub values: BTreeMap<String, String>,
}

record! {
    struct GivenRow {
        id: CertificateId,
        number: Option<String>,
        email_hash: String,
        state: String,
        valid_from: String,
        valid_until: Option<String>,
        issued_at: String,
        claims: Option<String>,
    }
}

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    values: BTreeMap<String, String>,
}

impl Stage {
    /// Of which template.
    pub const fn template(&self) -> TemplateId {
        self.template
    }
}

impl Issuance {
    /// What is published of a template.
    ///
    /// # Errors
    /// Nothing is, or the registry is away.
    pub async fn stage(&self, organisation: OrganisationId, template: TemplateId) -> Result<Stage> {
        let current = published::current(self.registry(), organisation, template).await;
        let current = current.map_err(away)?.ok_or_else(nothing_to_issue_from)?;
        let layouts = &self.0.layouts;
        let layout = layouts
            .of(self.registry(), organisation, current.version)
            .await;
        let layout = layout.map_err(away)?.ok_or_else(nothing_to_issue_from)?;
        Ok(Stage {
            organisation,
            template,
            title: current.name.clone(),
            current,
            layout,
        })
    }

    /// What a certificate would say, with what was left out; or all that is wrong with it, each with its place in it.
    ///
    /// # Errors
    /// What is wrong.
    pub fn judged(
        &self,
        stage: &Stage,
        wanted: NewCertificateBody,
    ) -> std::result::Result<NewCertificateBody, Vec<Fault>> {
        let mut faults = fill::Faults::default();
        let now_ms = self.platform().clock.now_ms();
        fill::judged(&stage.layout, wanted, now_ms, "", &mut faults).ok_or(faults.0)
    }

    /// By which it is told whether two certificates are for the same person.
    pub fn whose(wanted: &NewCertificateBody) -> String {
        fill::recipient_hash("", wanted)
    }

    /// The values by which its fields are filled.
    pub fn filled(stage: &Stage, wanted: &NewCertificateBody) -> BTreeMap<String, String> {
        fill::values(&stage.layout, wanted, NUMBER_SHOWN)
    }

    /// A batch that was asked for by a key, as its answer has it.
    ///
    /// # Errors
    /// The workspace is away.
    pub async fn batch_by_key(&self, caller: &Caller, key: &str) -> Result<Option<BatchBody>> {
        let organisation = caller.organisation.id;
        let mut tx = self.platform().db.read().await?;
        let known = store::asked(&mut tx, organisation, key).await?;
        let Some(known) = known else {
            return Ok(None);
        };
        batch_body(&mut tx, organisation, known).await.map(Some)
    }

    /// Has a batch issued.
    ///
    /// # Errors
    /// As [`Self::issue`].
    pub async fn batch_of(&self, caller: &Caller, asked: NewBatchBody) -> Result<BatchBody> {
        let row = self.issue(caller, asked).await?;
        let mut tx = self.platform().db.read().await?;
        batch_body(&mut tx, caller.organisation.id, row).await
    }

    /// The first page of a certificate as it would look.
    ///
    /// # Errors
    /// Too many are being drawn, or it cannot be drawn.
    pub async fn preview(&self, stage: &Stage, wanted: &NewCertificateBody) -> Result<Bytes> {
        let (registry, assets) = (self.registry(), &self.0.assets);
        let images = published::images(registry, assets, stage.organisation, stage.current.version);
        let shown = Shown {
            images: Some(images.await?),
            format: Format::Png,
            page: Some(0),
            language: wanted.language.clone().unwrap_or_default(),
            title: stage.title.clone(),
            filled: Some(Filled {
                values: Self::filled(stage, wanted),
                // What it leads to says that there is no such certificate.
                verification: format!("{}/v/preview", self.origin()),
                packed: Some(packed_sample()),
                credential: None,
            }),
        };
        let pictures = &self.0.pictures;
        let drawn = pictures.of_layout(stage.organisation, (*stage.layout).clone(), shown);
        drawn.await
    }

    /// The newest certificate of a template that holds, or will, by each of some addresses in small letters.
    ///
    /// # Errors
    /// The registry is away.
    pub async fn given(
        &self,
        organisation: OrganisationId,
        template: TemplateId,
        addresses: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Given>> {
        let hashes: BTreeMap<String, &String> = addresses
            .iter()
            .map(|address| (email_hash(organisation, address), address))
            .collect();
        let mut given = BTreeMap::new();
        let all: Vec<&String> = hashes.keys().collect();
        for some in all.chunks(ASKED_AT_ONCE) {
            let rows = self.given_rows(organisation, template, some).await;
            let mut rows = rows.map_err(away)?;
            // The newest comes last, and stays.
            rows.sort_by_key(|row| row.id);
            for row in rows {
                let Some(address) = hashes.get(&row.email_hash) else {
                    continue;
                };
                if let Some(one) = self.holding(&row) {
                    given.insert((*address).clone(), one);
                }
            }
        }
        Ok(given)
    }

    async fn given_rows(
        &self,
        organisation: OrganisationId,
        template: TemplateId,
        hashes: &[&String],
    ) -> std::result::Result<Vec<GivenRow>, Failure> {
        let among: Vec<Value> = hashes.iter().map(|hash| (*hash).clone().into()).collect();
        self.registry()
            .fetch_among(
                "SELECT c.id, c.number, s.email_hash, c.state, CAST(c.valid_from AS CHAR) AS valid_from, CAST(c.valid_until AS CHAR) AS valid_until,
                        CAST(c.issued_at AS CHAR) AS issued_at, CAST(s.claims AS CHAR) AS claims
                 FROM certificate_subjects s
                 JOIN issued_certificates c ON c.organisation_id = s.organisation_id AND c.id = s.certificate_id
                 JOIN template_versions v ON v.organisation_id = c.organisation_id AND v.id = c.template_version_id
                 WHERE s.organisation_id = ? AND v.template_id = ? AND s.email_hash",
                &[
                    organisation.to_string().into(),
                    template.to_string().into(),
                ],
                &among,
            )
            .await
    }

    fn holding(&self, row: &GivenRow) -> Option<Given> {
        let moment = |text: &str| moment_ms(text);
        let state = state_at(
            &row.state,
            moment(&row.valid_from)?,
            row.valid_until.as_deref().and_then(moment),
            self.platform().clock.now_ms(),
        )?;
        let holds = matches!(
            state,
            CertificateState::Valid | CertificateState::NotYet | CertificateState::Suspended
        );
        let claims: Option<Claims> = row
            .claims
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok());
        holds.then(|| Given {
            certificate: row.id,
            number: row.number.clone().unwrap_or_default(),
            issued_at_ms: moment(&row.issued_at).unwrap_or(0),
            values: claims.map(|it| it.values).unwrap_or_default(),
        })
    }
}
