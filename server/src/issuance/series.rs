//! The numbers of certificates in the registry: counted or drawn in the transaction in which the certificates are written that have them.

use std::collections::BTreeSet;

use imprimatur_protocol::OrganisationId;
use imprimatur_protocol::api::issuance::{NumberingBody, NumberingKind};

use super::numbering;
use crate::clock::Clock;
use crate::registry::{Failure, IfThere, RowTable, Tx, Value};
use crate::workspace::record;

/// The series that whoever issues holds, as no stem is called.
const EVERYTHING: &str = "*";

/// Numbers at random that are drawn beyond those that are needed.
const SPARE: usize = 8;

const SERIES: RowTable = RowTable {
    name: "number_series",
    columns: &["organisation_id", "series", "next_number"],
};

record! {
    struct NextRow {
        next_number: i64,
    }
}

record! {
    struct NumberRow {
        number: String,
    }
}

/// Until the transaction ends, nobody else issues for the organisation: a series of its own that is never counted, whatever numbers are made like.
pub(super) async fn lock(tx: &mut Tx, organisation: OrganisationId) -> Result<(), Failure> {
    locked_series(tx, organisation, EVERYTHING).await.map(drop)
}

/// The next number of a series, which nobody else gives until the transaction ends.
async fn locked_series(
    tx: &mut Tx,
    organisation: OrganisationId,
    series: &str,
) -> Result<i64, Failure> {
    let series = || [organisation.to_string().into(), Value::from(series)];
    let first = [&series()[..], &[1_i64.into()]].concat();
    tx.insert(&SERIES, &[first], IfThere::Keep).await?;
    let next: Vec<NextRow> = tx
        .fetch_locked(
            "SELECT next_number FROM number_series WHERE organisation_id = ? AND series = ?",
            &series(),
        )
        .await?;
    let next = next.first().map(|row| row.next_number);
    next.ok_or_else(|| Failure::locked("a series that was just begun is not there"))
}

/// Numbers that nobody has. Those that are counted have no hole: they are given with the certificates that have them, or not at all.
pub(super) async fn numbers(
    tx: &mut Tx,
    clock: &Clock,
    organisation: OrganisationId,
    (numbering, year): (&NumberingBody, &str),
    count: usize,
) -> Result<Vec<String>, Failure> {
    let stem = numbering::stem(numbering, year);
    if numbering.kind == NumberingKind::Random {
        return drawn(tx, clock, organisation, (numbering, &stem), count).await;
    }
    let next = locked_series(tx, organisation, &stem).await?;
    let after = next + i64::try_from(count).unwrap_or(0);
    tx.change(
        "UPDATE number_series SET next_number = ? WHERE organisation_id = ? AND series = ?",
        &[
            after.into(),
            organisation.to_string().into(),
            stem.as_str().into(),
        ],
    )
    .await?;
    Ok((next..after)
        .map(|place| numbering::counted(numbering, &stem, place))
        .collect())
}

/// Numbers at random that nobody has.
async fn drawn(
    tx: &mut Tx,
    clock: &Clock,
    organisation: OrganisationId,
    (numbering, stem): (&NumberingBody, &str),
    count: usize,
) -> Result<Vec<String>, Failure> {
    // Some more than are needed: that one is taken is rare.
    let mut guesses = BTreeSet::new();
    while guesses.len() < count + SPARE {
        guesses.insert(numbering::drawn(numbering, stem, clock));
    }
    let guessed: Vec<Value> = guesses.iter().map(|it| it.as_str().into()).collect();
    let taken: Vec<NumberRow> = tx
        .fetch_among(
            "SELECT number FROM issued_certificates WHERE organisation_id = ? AND number",
            &[organisation.to_string().into()],
            &guessed,
        )
        .await?;
    for row in taken {
        guesses.remove(&row.number);
    }
    // Sorted: which of them comes first is to be at random as well.
    let mut free: Vec<String> = guesses.into_iter().collect();
    let mut numbers = Vec::with_capacity(count);
    while numbers.len() < count {
        if free.is_empty() {
            return Err(Failure::locked("no free number was drawn"));
        }
        let at = u64::from_be_bytes(clock.random()) % free.len() as u64;
        numbers.push(free.swap_remove(usize::try_from(at).unwrap_or(0)));
    }
    Ok(numbers)
}
