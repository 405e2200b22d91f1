//! Issuing without issuing: what it would be issued from, whether it may be said, how it would look, and who has one already.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use imprimatur_crdt::Layout;
use imprimatur_protocol::api::issuance::{
    BatchBody, CertificateState, NewBatchBody, NewCertificateBody, RecipientBody,
};
use imprimatur_protocol::{CertificateId, Fault, OrganisationId, TemplateId};
use imprimatur_render::packed_sample;
use serde::Deserialize;

use super::acts::{away, nothing_to_issue_from};
use super::list::{moment_ms, state_at};
use super::routes::batch_body;
use super::rows::{email_hash, external_id_hash};
use super::{Issuance, fill, published, store};
use crate::access::Caller;
use crate::error::Result;
use crate::pictures::{Filled, Format, Shown};
use crate::registry::Value;
use crate::workspace::record;

/// Addresses, ids or names of one question to the registry.
const ASKED_AT_ONCE: usize = 500;

/// What a preview shows where a number will stand.
const NUMBER_SHOWN: &str = "0000-00000";

macro_rules! given {
    ($by:literal) => {
        concat!(
            "SELECT c.id, c.number, s.name, s.email_hash, s.external_id_hash, c.state, CAST(c.valid_from AS CHAR) AS valid_from, CAST(c.valid_until AS CHAR) AS valid_until,
                    CAST(c.issued_at AS CHAR) AS issued_at, CAST(s.claims AS CHAR) AS claims
             FROM certificate_subjects s
             JOIN issued_certificates c ON c.organisation_id = s.organisation_id AND c.id = s.certificate_id
             JOIN template_versions v ON v.organisation_id = c.organisation_id AND v.id = c.template_version_id
             WHERE s.organisation_id = ? AND v.template_id = ? AND ",
            $by
        )
    };
}

const GIVEN_BY_HASH: &str = given!("s.email_hash");
const GIVEN_BY_ID: &str = given!("s.external_id_hash");
const GIVEN_BY_NAME: &str = given!("s.name");

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

/// Who has a certificate already.
#[derive(Default)]
pub struct GivenBefore {
    by_address: BTreeMap<String, Arc<Given>>,
    by_id: BTreeMap<String, Arc<Given>>,
    /// By name, and what they are called in a system of the organisation.
    by_name: BTreeMap<String, BTreeMap<Option<String>, Arc<Given>>>,
}

impl GivenBefore {
    /// The newest one that somebody has: by their address, or by what they are called in a system of the organisation; without an address also by their
    /// name, unless both say what they are called there, and that differs.
    #[must_use]
    pub fn of(&self, recipient: &RecipientBody) -> Option<&Given> {
        let id = recipient.external_id.as_ref();
        let email = recipient.email.as_ref();
        let by_address = email.and_then(|it| self.by_address.get(&it.to_lowercase()));
        let by_id = id.and_then(|it| self.by_id.get(it));
        let named = self
            .by_name
            .get(&recipient.name)
            .filter(|_| email.is_none());
        let named = named.into_iter().flatten();
        let by_name =
            named.filter(|(other, _)| id.is_none() || other.is_none() || other.as_ref() == id);
        let all = by_address.into_iter().chain(by_id);
        let all = all.chain(by_name.map(|(_, given)| given));
        all.max_by_key(|given| given.certificate).map(Arc::as_ref)
    }
}

record! {
    struct GivenRow {
        id: CertificateId,
        number: Option<String>,
        name: Option<String>,
        email_hash: Option<String>,
        external_id_hash: Option<String>,
        state: String,
        valid_from: String,
        valid_until: Option<String>,
        issued_at: String,
        claims: Option<String>,
    }
}

#[derive(Default, Deserialize)]
struct Claims {
    #[serde(default)]
    external_id: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
}

fn claims(row: &GivenRow) -> Option<Claims> {
    serde_json::from_str(row.claims.as_deref()?).ok()
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

    /// A page, from 0, of a certificate as it would look.
    ///
    /// # Errors
    /// There is no such page, too many are being drawn, or it cannot be drawn.
    pub async fn preview(
        &self,
        stage: &Stage,
        wanted: &NewCertificateBody,
        page: usize,
    ) -> Result<Bytes> {
        let (registry, assets) = (self.registry(), &self.0.assets);
        let images = published::images(registry, assets, stage.organisation, stage.current.version);
        let shown = Shown {
            images: Some(images.await?),
            format: Format::Png,
            page: Some(page),
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

    /// The newest certificate of a template that holds, or will, of each of some people.
    ///
    /// # Errors
    /// The registry is away.
    pub async fn given(
        &self,
        organisation: OrganisationId,
        template: TemplateId,
        people: impl Iterator<Item = &RecipientBody>,
    ) -> Result<GivenBefore> {
        let (mut addresses, mut ids, mut names) =
            (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        for one in people {
            match &one.email {
                Some(email) => {
                    let address = email.to_lowercase();
                    addresses.insert(email_hash(organisation, &address), address);
                }
                None => drop(names.insert(one.name.clone())),
            }
            if let Some(id) = &one.external_id {
                ids.insert(external_id_hash(organisation, id), id.clone());
            }
        }
        let of = (organisation, template);
        let mut given = GivenBefore::default();
        let hashes: Vec<Value> = addresses.keys().map(|it| it.clone().into()).collect();
        // Some at a time: what certificates say may be long.
        for some in hashes.chunks(ASKED_AT_ONCE) {
            for row in self.given_rows(GIVEN_BY_HASH, of, some).await? {
                let address = row.email_hash.as_ref().and_then(|it| addresses.get(it));
                // The newest comes last, and stays.
                if let (Some(address), Some((_, one))) = (address, self.holding(&row)) {
                    given.by_address.insert(address.clone(), Arc::new(one));
                }
            }
        }
        let hashes: Vec<Value> = ids.keys().map(|it| it.clone().into()).collect();
        for some in hashes.chunks(ASKED_AT_ONCE) {
            for row in self.given_rows(GIVEN_BY_ID, of, some).await? {
                let id = row.external_id_hash.as_ref().and_then(|it| ids.get(it));
                if let (Some(id), Some((_, one))) = (id, self.holding(&row)) {
                    given.by_id.insert(id.clone(), Arc::new(one));
                }
            }
        }
        let names: Vec<Value> = names.into_iter().map(Value::from).collect();
        for some in names.chunks(ASKED_AT_ONCE) {
            for row in self.given_rows(GIVEN_BY_NAME, of, some).await? {
                if let (Some(name), Some((id, one))) = (row.name.clone(), self.holding(&row)) {
                    let named = given.by_name.entry(name).or_default();
                    named.insert(id, Arc::new(one));
                }
            }
        }
        Ok(given)
    }

    /// The oldest first.
    async fn given_rows(
        &self,
        sql: &'static str,
        (organisation, template): (OrganisationId, TemplateId),
        among: &[Value],
    ) -> Result<Vec<GivenRow>> {
        let of = [organisation.to_string().into(), template.to_string().into()];
        let rows = self.registry().fetch_among(sql, &of, among).await;
        let mut rows: Vec<GivenRow> = rows.map_err(away)?;
        rows.sort_by_key(|row| row.id);
        Ok(rows)
    }

    /// A certificate that holds, and what whoever has it is called in a system of the organisation.
    fn holding(&self, row: &GivenRow) -> Option<(Option<String>, Given)> {
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
        if !holds {
            return None;
        }
        let claims = claims(row).unwrap_or_default();
        let given = Given {
            certificate: row.id,
            number: row.number.clone().unwrap_or_default(),
            issued_at_ms: moment(&row.issued_at).unwrap_or(0),
            values: claims.values,
        };
        Some((claims.external_id, given))
    }
}
