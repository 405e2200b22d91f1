//! What is done with a list: taken in, read by a mapping, judged, tried, shown and issued.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use imprimatur_crdt::element::{Element, ElementKind};
use imprimatur_protocol::api::issuance::{BatchBody, NewBatchBody, NewCertificateBody};
use imprimatur_protocol::api::lists::{
    IssueListBody, ListBody, ListCheckBody, ListFaultBody, ListFitBody, ListGivenBody,
    ListMappingBody, ListOverflowBody, ListPreviewBody, ListReadingBody,
};
use imprimatur_protocol::{ErrorCode, ListId, OrganisationId, TemplateId};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::spawn_blocking;

use super::mapping::{Plan, Planned};
use super::read::{self, Refusal, Table};
use super::sameness::{filled_by_itself, says_the_same};
use super::store::{self, ListRow, NewList};
use super::{Lists, guess};
use crate::access::Caller;
use crate::clock::rfc3339;
use crate::error::{Error, Kind, Result};
use crate::issuance::{Issuance, Stage};
use crate::pictures::page_not_found;
use crate::workspace::Tx;

/// Lists that an organisation may have waiting: each is a file in the database.
const LISTS_MOST: i64 = 20;

/// How long a list is kept: people come back to it after lunch, not after the holidays.
const KEPT_MS: i64 = 24 * 60 * 60 * 1_000;

/// How long a question may wait until few enough files are read.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is told of each sort; whoever has more sees what is wrong.
const TOLD: usize = 200;

/// How long one question about room may take, so that whoever asks sees how far it is.
const FIT_TIME: Duration = Duration::from_millis(800);

/// Rows of one such question.
const FIT_ROWS: usize = 500;

/// What rows of a list come to.
struct Judged {
    stage: Stage,
    /// Rows with nothing wrong, in their order.
    ready: Vec<Ready>,
    faults: Vec<ListFaultBody>,
    faulty: Vec<u32>,
}

/// A row that can be issued.
struct Ready {
    number: u32,
    line: u32,
    body: NewCertificateBody,
    /// Fields that are filled because the list says nothing of them: on another day otherwise.
    own: Vec<String>,
}

impl Lists {
    /// Takes a file in, and tells what it is.
    pub(super) async fn take(
        &self,
        caller: &Caller,
        template: TemplateId,
        name: &str,
        file: Vec<u8>,
    ) -> Result<ListBody> {
        let platform = self.platform();
        let organisation = caller.organisation.id;
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.read().await?;
        has_room(&mut tx, organisation, now_ms).await?;
        drop(tx);
        let stage = self.0.issuance.stage(organisation, template).await?;
        let (id, expires_at) = (platform.clock.id(), now_ms + KEPT_MS);
        let row = ListRow {
            template_id: template,
            name: name.to_owned(),
            file,
            expires_at,
        };
        let place = self.place().await?;
        let reading = ListReadingBody::default();
        let (_place, row, table) = self.table(place, row, reading).await?;
        let body = described(id, &row, &table, &stage);
        let mut tx = platform.db.begin().await?;
        // Once more: some others may have come meanwhile, as many as are received at once.
        has_room(&mut tx, organisation, now_ms).await?;
        let new = NewList {
            id,
            template,
            name,
            file: row.file,
            created_by: caller.person.id,
            now_ms,
            expires_at,
        };
        store::insert(&mut tx, organisation, new).await?;
        tx.commit().await?;
        Ok(body)
    }

    /// Reads a list by what is said of it.
    pub(super) async fn reread(
        &self,
        organisation: OrganisationId,
        list: ListId,
        reading: ListReadingBody,
    ) -> Result<ListBody> {
        let place = self.place().await?;
        let row = self.row(organisation, list).await?;
        let stage = self.0.issuance.stage(organisation, row.template_id).await?;
        let (_place, row, table) = self.table(place, row, reading).await?;
        Ok(described(list, &row, &table, &stage))
    }

    /// Judges every row.
    pub(super) async fn check(
        &self,
        organisation: OrganisationId,
        list: ListId,
        mapping: ListMappingBody,
    ) -> Result<ListCheckBody> {
        let judged = self.judged(organisation, list, mapping).await?;
        let template = judged.stage.template();
        let people = judged.ready.iter().map(|row| &row.body.recipient);
        let given = self.0.issuance.given(organisation, template, people);
        let given = given.await?;
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let mut told = Vec::new();
        let mut given_before = Vec::new();
        for row in &judged.ready {
            let Some(one) = given.of(&row.body.recipient) else {
                continue;
            };
            given_before.push(row.number);
            if told.len() < TOLD {
                told.push(ListGivenBody {
                    row: row.number,
                    line: row.line,
                    name: row.body.recipient.name.clone(),
                    certificate: one.certificate,
                    number: one.number.clone(),
                    issued_at: rfc3339(one.issued_at_ms),
                    is_same: says_the_same(
                        (&one.values, &row.own),
                        &Issuance::filled(&judged.stage, &row.body),
                    ),
                });
            }
        }
        let mut faults = judged.faults;
        faults.truncate(TOLD);
        Ok(ListCheckBody {
            rows: count(judged.ready.len() + judged.faulty.len()),
            ready: count(judged.ready.len()),
            faults,
            given: told,
            faulty: judged.faulty,
            given_before,
            with_email: count(
                judged
                    .ready
                    .iter()
                    .filter(|row| row.body.recipient.email.is_some())
                    .count(),
            ),
        })
    }

    /// Tries rows from one on, as many as can be tried in a moment.
    pub(super) async fn fit(
        &self,
        organisation: OrganisationId,
        list: ListId,
        mapping: ListMappingBody,
        from: u32,
    ) -> Result<ListFitBody> {
        let judged = self.judged(organisation, list, mapping).await?;
        let stage = judged.stage;
        let mut left = judged.ready.into_iter().filter(|row| row.number >= from);
        let tried: Vec<Ready> = left.by_ref().take(FIT_ROWS).collect();
        let after = left.next().map(|row| row.number);
        if tried.is_empty() {
            return Ok(ListFitBody {
                next: None,
                overflowing: Vec::new(),
            });
        }
        let filled = tried.iter().map(|row| {
            let language = row.body.language.clone().unwrap_or_default();
            (language, Issuance::filled(&stage, &row.body))
        });
        let pictures = &self.0.pictures;
        let layout = Arc::clone(&stage.layout);
        let found = pictures.overflowing(organisation, layout, filled.collect(), FIT_TIME);
        let found = found.await?;
        let next = tried.get(found.len()).map(|row| row.number).or(after);
        let overflowing = tried
            .into_iter()
            .zip(found)
            .filter(|(_, elements)| !elements.is_empty())
            .map(|(row, elements)| ListOverflowBody {
                row: row.number,
                line: row.line,
                name: row.body.recipient.name,
                elements: elements.iter().map(|id| element_name(&stage, id)).collect(),
            });
        Ok(ListFitBody {
            next,
            overflowing: overflowing.collect(),
        })
    }

    /// A page of a row as its certificate would look.
    pub(super) async fn preview(
        &self,
        organisation: OrganisationId,
        list: ListId,
        wanted: ListPreviewBody,
    ) -> Result<Bytes> {
        let ListPreviewBody { mapping, row, page } = wanted;
        let judged = self.judged(organisation, list, mapping).await?;
        let faulty = || {
            Error::unprocessable(
                ErrorCode::CertificateInvalid,
                "Something is wrong with this row, or there is no such row.",
            )
        };
        let wanted = judged.ready.iter().find(|it| it.number == row);
        let wanted = wanted.ok_or_else(faulty)?;
        let page = page
            .unwrap_or(1)
            .checked_sub(1)
            .ok_or_else(page_not_found)?;
        self.0
            .issuance
            .preview(&judged.stage, &wanted.body, page as usize)
            .await
    }

    /// Issues all of it, and forgets the file. Asked again, it answers with what was issued.
    pub(super) async fn issue(
        &self,
        caller: &Caller,
        list: ListId,
        body: IssueListBody,
    ) -> Result<BatchBody> {
        let organisation = caller.organisation.id;
        let issuance = &self.0.issuance;
        // An id has an underscore, a key none.
        let key = list.to_string().replace('_', "-");
        if let Some(batch) = issuance.batch_by_key(caller, &key).await? {
            self.discard(organisation, list).await?;
            return Ok(batch);
        }
        let judged = self.judged(organisation, list, body.mapping).await?;
        if !judged.faulty.is_empty() || judged.ready.is_empty() {
            return Err(Error::unprocessable(
                ErrorCode::CertificateInvalid,
                "Something is wrong with some rows, or there is none. Nothing was issued; mend them, or leave them out.",
            ));
        }
        let asked = NewBatchBody {
            key,
            template_id: judged.stage.template(),
            certificates: judged.ready.into_iter().map(|row| row.body).collect(),
            deliver: body.deliver,
        };
        let batch = issuance.batch_of(caller, asked).await?;
        self.discard(organisation, list).await?;
        Ok(batch)
    }

    /// Forgets a list. Whether it was there.
    pub(super) async fn discard(&self, organisation: OrganisationId, list: ListId) -> Result<bool> {
        let mut tx = self.platform().db.begin().await?;
        let is_gone = store::delete(&mut tx, organisation, list).await?;
        tx.commit().await?;
        Ok(is_gone)
    }

    async fn row(&self, organisation: OrganisationId, list: ListId) -> Result<ListRow> {
        let platform = self.platform();
        let mut tx = platform.db.read().await?;
        let row = store::find(&mut tx, organisation, list, platform.clock.now_ms()).await?;
        row.ok_or_else(|| Error::not_found("list"))
    }

    /// A place among those whose files are in memory, taken before the file is; refused after a while.
    async fn place(&self) -> Result<OwnedSemaphorePermit> {
        let waiting = Arc::clone(&self.0.places).acquire_owned();
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(cause)) => Err(Error::internal("waiting to read").caused_by(cause)),
            Err(_) => Err(Error::unavailable(
                "So many lists are being read already. Try again in a moment.",
            )),
        }
    }

    /// Reads the file of a row, away from the async threads. The place is given back with it.
    async fn table(
        &self,
        place: OwnedSemaphorePermit,
        row: ListRow,
        reading: ListReadingBody,
    ) -> Result<(OwnedSemaphorePermit, ListRow, Table)> {
        let most = self.platform().config.limits.batch_certificates;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let read = spawn_blocking(move || {
            let table = read::read(&row.file, &reading, most);
            (place, row, table)
        });
        match read.await {
            Ok((place, row, Ok(table))) => Ok((place, row, table)),
            Ok((_, _, Err(refusal))) => Err(refused(refusal)),
            Err(_) => {
                // Why would name what stands in a cell.
                tracing::warn!("a list broke its reader");
                Err(refused(Refusal::Unreadable(
                    "It breaks whoever reads it.".to_owned(),
                )))
            }
        }
    }

    async fn judged(
        &self,
        organisation: OrganisationId,
        list: ListId,
        mapping: ListMappingBody,
    ) -> Result<Judged> {
        let place = self.place().await?;
        let row = self.row(organisation, list).await?;
        let stage = self.0.issuance.stage(organisation, row.template_id).await?;
        let (place, _, table) = self.table(place, row, mapping.reading.clone()).await?;
        let issuance = self.0.issuance.clone();
        let judging = spawn_blocking(move || {
            let _place = place;
            judge(&issuance, stage, &table, &mapping)
        });
        // Why would name what stands in a cell.
        judging
            .await
            .map_err(|_| Error::internal("judging a list"))?
    }
}

/// Judges every row by itself, and all of them together.
fn judge(
    issuance: &Issuance,
    stage: Stage,
    table: &Table,
    mapping: &ListMappingBody,
) -> Result<Judged> {
    let plan = Plan::new(table, &stage.layout, mapping).map_err(Error::mapping_invalid)?;
    let (mut ready, mut faults, mut faulty) = (Vec::new(), Vec::new(), Vec::new());
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    for mut planned in plan.rows(table) {
        let row = &table.rows[planned.number as usize - 1];
        let wrong = std::mem::take(&mut planned.faults);
        let place = |planned: &Planned, fault: imprimatur_protocol::Fault| {
            let at = fault.at.clone();
            plan.fault(planned, row, &at, fault)
        };
        let mut of_row = wrong;
        if of_row.is_empty() {
            match issuance.judged(&stage, planned.body.clone()) {
                Err(wrong) => of_row.extend(wrong.into_iter().map(|it| place(&planned, it))),
                Ok(body) => {
                    let first = known.get(&Issuance::whose(&body)).copied();
                    match first {
                        Some(first) => of_row.push(place(&planned, twice(first, &body))),
                        None => {
                            known.insert(Issuance::whose(&body), planned.line);
                            ready.push(Ready {
                                number: planned.number,
                                line: planned.line,
                                own: filled_by_itself(&planned.body, &body),
                                body,
                            });
                        }
                    }
                }
            }
        }
        if !of_row.is_empty() {
            faulty.push(planned.number);
            // Enough to be told, and no more than that in memory.
            let room = TOLD.saturating_sub(faults.len());
            faults.extend(of_row.into_iter().take(room));
        }
    }
    Ok(Judged {
        stage,
        ready,
        faults,
        faulty,
    })
}

fn twice(first: u32, body: &NewCertificateBody) -> imprimatur_protocol::Fault {
    let recipient = &body.recipient;
    let at = match (&recipient.email, &recipient.external_id) {
        (Some(_), _) => "/recipient/email",
        (None, Some(_)) => "/recipient/external_id",
        (None, None) => "/recipient/name",
    };
    imprimatur_protocol::Fault {
        at: at.to_owned(),
        code: "recipient_twice".to_owned(),
        message: format!("The same person stands in line {first} already."),
    }
}

/// Whether an organisation may have one more list.
async fn has_room(tx: &mut Tx, organisation: OrganisationId, now_ms: i64) -> Result<()> {
    if store::count(tx, organisation, now_ms).await? < LISTS_MOST {
        return Ok(());
    }
    Err(Error::new(
        Kind::Conflict,
        ErrorCode::ListsFull,
        format!(
            "Your organisation has {LISTS_MOST} lists waiting already. Issue or discard some, or wait for a day."
        ),
    ))
}

fn described(id: ListId, row: &ListRow, table: &Table, stage: &Stage) -> ListBody {
    ListBody {
        id,
        template_id: row.template_id,
        name: row.name.clone(),
        format: table.format,
        reading: table.reading.clone(),
        sheets: table.sheets.clone(),
        columns: guess::columns(table, &stage.layout),
        rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
        expires_at: rfc3339(row.expires_at),
    }
}

/// What people call an element: its name, else the field that it shows.
fn element_name(stage: &Stage, id: &str) -> String {
    fn find<'a>(elements: &'a [Element], id: &str) -> Option<&'a Element> {
        elements.iter().find_map(|element| match &element.kind {
            _ if element.id == id => Some(element),
            ElementKind::Group { elements } => find(elements, id),
            _ => None,
        })
    }
    let layout = &stage.layout;
    let found = layout
        .pages
        .iter()
        .find_map(|page| find(&page.elements, id));
    let Some(element) = found else {
        return id.to_owned();
    };
    match (&element.name, &element.kind) {
        (Some(name), _) if !name.trim().is_empty() => name.clone(),
        (
            _,
            ElementKind::Field {
                field: Some(key), ..
            },
        ) => {
            let field = layout.fields.iter().find(|it| it.key == *key);
            let label = field.and_then(|it| it.label.values().next());
            label.unwrap_or(key).clone()
        }
        _ => id.to_owned(),
    }
}

fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Unreadable(why) => Error::unprocessable(ErrorCode::ListUnreadable, why),
        Refusal::TooLarge(why) => Error::new(Kind::TooLarge, ErrorCode::ListTooLarge, why),
    }
}
