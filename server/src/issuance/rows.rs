//! Certificates in the registry: some at once, in one transaction, with their numbers, their places in a list of states, and what they say.

use std::collections::BTreeSet;
use std::sync::Arc;

use imprimatur_crdt::Layout;
use imprimatur_credential::{
    Bits, Fault, LIST_LENGTH, Moment, Purpose, Signer, StatusList, Url, sign,
};
use imprimatur_protocol::api::issuance::{NewCertificateBody, NumberingBody};
use imprimatur_protocol::{CertificateId, OrganisationId, StatusListId};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::Issuance;
use super::credential::credential;
use super::dates::{begins_ms, day, ends_ms};
use super::fill::{self, recipient_hash};
use super::images::{IMAGES, row_of};
use super::keys::Key;
use super::series;
use super::store::jobs::Job;
use super::store::succession_name;
use crate::assets::CertificateImage;
use crate::clock::Clock;
use crate::registry::{Failure, IfThere, RowTable, Tx, Value, moment};
use crate::workspace::record;

/// Half of a list is never given: a free place is then found by guessing twice, and its number says nothing.
const LIST_TAKEN_MOST: i64 = LIST_LENGTH as i64 / 2;

/// Guesses of free places for each certificate. That none of them is free happens once in a thousand times, and then it is tried again.
const GUESSES: usize = 10;

const CERTIFICATES: RowTable = RowTable {
    name: "issued_certificates",
    columns: &[
        "id",
        "organisation_id",
        "template_version_id",
        "batch_id",
        "batch_row",
        "number",
        "recipient_hash",
        "asking_key_hash",
        "credential_id",
        "credential_types",
        "issuer",
        "issuer_key_id",
        "cryptosuite",
        "credential_hash",
        "language",
        "valid_from",
        "valid_until",
        "status_list_id",
        "status_list_index",
        "state",
        "issued_by",
        "issued_at",
        "supersedes_id",
        "succession",
    ],
};

const SUBJECTS: RowTable = RowTable {
    name: "certificate_subjects",
    columns: &[
        "certificate_id",
        "organisation_id",
        "email_hash",
        "external_id_hash",
        "name",
        "email",
        "claims",
        "credential",
    ],
};

const LISTS: RowTable = RowTable {
    name: "status_lists",
    columns: &[
        "id",
        "organisation_id",
        "purpose",
        "length",
        "next_index",
        "bits",
        "credential",
        "revision",
        "created_at",
        "updated_at",
    ],
};

/// A certificate that is to be issued.
#[derive(Clone)]
pub(super) struct Wanted {
    pub(super) number: i64,
    pub(super) id: CertificateId,
    pub(super) body: NewCertificateBody,
    /// The images that its fields are filled with.
    pub(super) images: Vec<CertificateImage>,
}

/// What a certificate is made from, beside what it says.
pub(super) struct Press {
    pub(super) job: Job,
    pub(super) organisation_name: String,
    /// How numbers are made.
    pub(super) numbering: NumberingBody,
    pub(super) layout: Arc<Layout>,
    pub(super) key: Arc<Key>,
    pub(super) origin: String,
    /// Later nothing is written: somebody else may have taken the job on.
    pub(super) until: Instant,
}

record! {
    struct ThereRow {
        id: CertificateId,
    }
}

record! {
    struct ListRow {
        id: String,
    }
}

record! {
    struct TakenRow {
        status_list_index: i64,
    }
}

impl Issuance {
    /// Issues certificates that stand next to each other in a batch. Those that are there already stay as they are.
    pub(super) async fn write(&self, press: Press, wanted: Vec<Wanted>) -> Result<(), Failure> {
        let clock = &self.platform().clock;
        let organisation = press.job.organisation_id;
        let mut tx = self.registry().begin().await?;
        let now_ms = clock.now_ms();
        let year = super::dates::day_of_ms(now_ms)[..4].to_owned();
        // First, and before anything is read: whoever issues for the same organisation waits here, all that follows is theirs alone, and what was
        // written by whoever went before is seen.
        series::lock(&mut tx, organisation).await?;
        let missing = not_there(&mut tx, &press.job, wanted).await?;
        if missing.is_empty() {
            return Ok(());
        }
        // Before any list: whoever acts on a certificate holds it first, and then its list.
        no_other(&mut tx, &press.job, &missing).await?;
        self.supersede(&mut tx, &press, &missing, now_ms).await?;
        let numbering = (&press.numbering, year.as_str());
        let count = missing.len();
        let numbers = series::numbers(&mut tx, clock, organisation, numbering, count).await?;
        let (list, places) = self.places(&mut tx, &press, missing.len(), now_ms).await?;
        let until = press.until;
        let signing = tokio::task::spawn_blocking(move || {
            let each = missing.iter().zip(numbers).zip(places);
            let signed = each.map(|((wanted, number), place)| {
                rows_of(&press, wanted, &number, (list, place), now_ms)
            });
            signed.collect::<Result<Vec<_>, Failure>>()
        });
        let rows = signing
            .await
            .map_err(|cause| Failure::locked(cause.to_string()))??;
        let (mut certificates, mut subjects, mut images) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            certificates.push(row.certificate);
            subjects.push(row.subject);
            images.extend(row.images);
        }
        tx.insert(&CERTIFICATES, &certificates, IfThere::Fail)
            .await?;
        tx.insert(&SUBJECTS, &subjects, IfThere::Fail).await?;
        if !images.is_empty() {
            tx.insert(&IMAGES, &images, IfThere::Fail).await?;
        }
        if Instant::now() > until {
            return Err(Failure::locked(
                "it took too long, and somebody else may have taken it on",
            ));
        }
        tx.commit().await
    }

    /// Places in the list that is being filled, which is begun where there is none.
    async fn places(
        &self,
        tx: &mut Tx,
        press: &Press,
        count: usize,
        now_ms: i64,
    ) -> Result<(StatusListId, Vec<u32>), Failure> {
        let organisation = press.job.organisation_id;
        let room = LIST_TAKEN_MOST - i64::try_from(count).unwrap_or(i64::MAX);
        // Nobody else of this organisation fills one.
        let open: Vec<ListRow> = tx
            .fetch_all(
                "SELECT id FROM status_lists
                 WHERE organisation_id = ? AND purpose = 'revocation' AND next_index <= ? ORDER BY id DESC LIMIT 1",
                &[organisation.to_string().into(), room.into()],
            )
            .await?;
        let found = open.first().and_then(|row| {
            let (list, _) = row.id.split_once('-')?;
            list.parse::<StatusListId>().ok()
        });
        let list = match found {
            Some(found) => found,
            None => self.begin_list(tx, press, now_ms).await?,
        };
        let places = free_places(tx, &self.platform().clock, (organisation, list), count).await?;
        let taken = i64::try_from(count).unwrap_or(0);
        let id = list_row(list, Purpose::Revocation);
        tx.change(
            "UPDATE status_lists SET next_index = next_index + ? WHERE organisation_id = ? AND id = ?",
            &[taken.into(), organisation.to_string().into(), id.into()],
        )
        .await?;
        Ok((list, places))
    }

    /// Begins a pair of lists: of what is revoked, and of what is suspended.
    async fn begin_list(
        &self,
        tx: &mut Tx,
        press: &Press,
        now_ms: i64,
    ) -> Result<StatusListId, Failure> {
        let list: StatusListId = self.platform().clock.id();
        let bits = Bits::default();
        let mut rows = Vec::new();
        for purpose in [Purpose::Revocation, Purpose::Suspension] {
            let signed = signed_list(&press.key, &press.origin, (list, purpose), &bits, now_ms)?;
            rows.push(vec![
                list_row(list, purpose).into(),
                press.job.organisation_id.to_string().into(),
                purpose.as_str().into(),
                i64::from(LIST_LENGTH).into(),
                0_i64.into(),
                bits.as_bytes().to_vec().into(),
                signed.into_bytes().into(),
                1_i64.into(),
                moment(now_ms).into(),
                moment(now_ms).into(),
            ]);
        }
        tx.insert(&LISTS, &rows, IfThere::Fail).await?;
        Ok(list)
    }
}

impl Issuance {
    /// Whether certificates that were to be written together are there.
    pub(super) async fn are_there(&self, job: &Job, wanted: &[Wanted]) -> Result<bool, Failure> {
        let mut tx = self.registry().begin().await?;
        let missing = not_there(&mut tx, job, wanted.to_vec()).await?;
        Ok(missing.is_empty())
    }
}

/// Of those that are wanted, the ones that are not there.
async fn not_there(tx: &mut Tx, job: &Job, wanted: Vec<Wanted>) -> Result<Vec<Wanted>, Failure> {
    let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else {
        return Ok(wanted);
    };
    let there: Vec<ThereRow> = tx
        .fetch_all(
            "SELECT id FROM issued_certificates WHERE organisation_id = ? AND batch_id = ? AND batch_row >= ? AND batch_row <= ?",
            &[
                job.organisation_id.to_string().into(),
                job.id.to_string().into(),
                first.number.into(),
                last.number.into(),
            ],
        )
        .await?;
    let there: BTreeSet<CertificateId> = there.into_iter().map(|row| row.id).collect();
    Ok(wanted
        .into_iter()
        .filter(|it| !there.contains(&it.id))
        .collect())
}

/// What is asked for by a key is issued once, also where the workspace has forgotten that it was: it may be an older copy.
async fn no_other(tx: &mut Tx, job: &Job, wanted: &[Wanted]) -> Result<(), Failure> {
    let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else {
        return Ok(());
    };
    let there: Vec<ThereRow> = tx
        .fetch_all(
            "SELECT id FROM issued_certificates WHERE organisation_id = ? AND asking_key_hash = ? AND batch_row >= ? AND batch_row <= ? AND batch_id <> ? LIMIT 1",
            &[
                job.organisation_id.to_string().into(),
                key_hash(job).into(),
                first.number.into(),
                last.number.into(),
                job.id.to_string().into(),
            ],
        )
        .await?;
    match there.first() {
        Some(row) => Err(Failure::row(format!(
            "by the same key {} was issued already, from a workspace that knew more than this one",
            row.id
        ))),
        None => Ok(()),
    }
}

fn key_hash(job: &Job) -> String {
    hex::encode(Sha256::digest(&job.asking_key))
}

/// Places of a list that nobody has, at random.
async fn free_places(
    tx: &mut Tx,
    clock: &Clock,
    (organisation, list): (OrganisationId, StatusListId),
    count: usize,
) -> Result<Vec<u32>, Failure> {
    let mut guesses = BTreeSet::new();
    while guesses.len() < count * GUESSES {
        guesses.insert(u32::from_be_bytes(clock.random()) % LIST_LENGTH);
    }
    let guessed: Vec<Value> = guesses.iter().map(|it| i64::from(*it).into()).collect();
    let taken: Vec<TakenRow> = tx
        .fetch_among(
            "SELECT status_list_index FROM issued_certificates WHERE organisation_id = ? AND status_list_id = ? AND status_list_index",
            &[organisation.to_string().into(), list.to_string().into()],
            &guessed,
        )
        .await?;
    for row in taken {
        guesses.remove(&u32::try_from(row.status_list_index).unwrap_or(u32::MAX));
    }
    // Sorted: which of them comes first is to be at random as well.
    let mut free: Vec<u32> = guesses.into_iter().collect();
    let mut places = Vec::with_capacity(count);
    while places.len() < count {
        if free.is_empty() {
            return Err(Failure::locked("no free place of a list was guessed"));
        }
        let at = u64::from_be_bytes(clock.random()) % free.len() as u64;
        places.push(free.swap_remove(usize::try_from(at).unwrap_or(0)));
    }
    Ok(places)
}

/// The row of a list.
pub(super) fn list_row(list: StatusListId, purpose: Purpose) -> String {
    format!("{list}-{}", purpose.as_str())
}

/// A list, signed, as it is served.
pub(super) fn signed_list(
    key: &Key,
    origin: &str,
    (list, purpose): (StatusListId, Purpose),
    bits: &Bits,
    now_ms: i64,
) -> Result<String, Failure> {
    let now = Moment::of_ms(now_ms).ok_or_else(|| Failure::locked("the clock is wrong"))?;
    let url = list_url(origin, list, purpose)?;
    let list = StatusList::new(url, key.issuer.clone(), purpose, bits, now.clone());
    let signer = Signer {
        issuer: &key.issuer,
        key: &key.key,
    };
    sign(&list, signer, now).map_err(|cause| Failure::row(cause.to_string()))
}

fn list_url(origin: &str, list: StatusListId, purpose: Purpose) -> Result<Url, Failure> {
    Url::new(format!("{origin}/status/{list}/{}", purpose.as_str())).map_err(of_fault)
}

fn of_fault(fault: Fault) -> Failure {
    Failure::row(fault.to_string())
}

/// The rows of one certificate.
struct Rows {
    certificate: Vec<Value>,
    /// What it says of a person.
    subject: Vec<Value>,
    images: Vec<Vec<Value>>,
}

fn rows_of(
    press: &Press,
    wanted: &Wanted,
    number: &str,
    (list, place): (StatusListId, u32),
    now_ms: i64,
) -> Result<Rows, Failure> {
    let job = &press.job;
    let succession = job.succession().map_err(Failure::row)?;
    let (from_ms, until_ms) = holds(&wanted.body);
    let credential = credential(press, wanted, number, (list, place)).map_err(of_fault)?;
    let created = Moment::of_ms(now_ms).ok_or_else(|| Failure::locked("the clock is wrong"))?;
    let signer = Signer {
        issuer: &press.key.issuer,
        key: &press.key.key,
    };
    let signed =
        sign(&credential, signer, created).map_err(|cause| Failure::row(cause.to_string()))?;
    let values = fill::values(&press.layout, &wanted.body, number);
    let body = &wanted.body;
    let certificate = vec![
        wanted.id.to_string().into(),
        job.organisation_id.to_string().into(),
        job.version_id.to_string().into(),
        job.id.to_string().into(),
        wanted.number.into(),
        number.into(),
        recipient_hash(job.secret.as_deref().unwrap_or_default(), body).into(),
        key_hash(job).into(),
        credential.id.as_str().into(),
        json!(["VerifiableCredential", "OpenBadgeCredential"])
            .to_string()
            .into(),
        press.key.issuer.as_str().into(),
        press.key.id.clone().into(),
        "eddsa-rdfc-2022".into(),
        hex::encode(Sha256::digest(&signed)).into(),
        body.language.clone().unwrap_or_default().into(),
        moment(from_ms).into(),
        until_ms.map(moment).into(),
        list.to_string().into(),
        i64::from(place).into(),
        "issued".into(),
        job.asked_by.to_string().into(),
        moment(now_ms).into(),
        succession.map(|(of, _)| of.to_string()).into(),
        succession
            .map(|(_, how)| succession_name(how).to_owned())
            .into(),
    ];
    let email = body.recipient.email.clone();
    let hash = |email: &String| email_hash(job.organisation_id, email);
    let id = body.recipient.external_id.as_deref();
    let subject = vec![
        wanted.id.to_string().into(),
        job.organisation_id.to_string().into(),
        email.as_ref().map(hash).into(),
        id.map(|id| external_id_hash(job.organisation_id, id))
            .into(),
        body.recipient.name.clone().into(),
        email.into(),
        json!({ "external_id": body.recipient.external_id, "values": values })
            .to_string()
            .into(),
        signed.into_bytes().into(),
    ];
    let images = wanted.images.iter();
    let images = images.map(|image| row_of(job.organisation_id, wanted.id, image));
    Ok(Rows {
        certificate,
        subject,
        images: images.collect(),
    })
}

/// Since when and until when it holds, in milliseconds since 1970.
pub(super) fn holds(body: &NewCertificateBody) -> (i64, Option<i64>) {
    let given = |text: &Option<String>| text.as_deref().and_then(day);
    let from = given(&body.valid_from).map_or(0, begins_ms);
    (from, given(&body.valid_until).map(ends_ms))
}

/// By which an organisation finds the certificates of an address.
pub(crate) fn email_hash(organisation: OrganisationId, email: &str) -> String {
    hex::encode(Sha256::digest(format!(
        "{organisation}\n{}",
        email.to_lowercase()
    )))
}

/// By which an organisation finds the certificates of whom it calls so.
pub(crate) fn external_id_hash(organisation: OrganisationId, id: &str) -> String {
    hex::encode(Sha256::digest(format!("{organisation}\nid {id}")))
}
