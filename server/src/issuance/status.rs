//! Places in the lists of states that others read: what stands there, and the list signed anew.

use imprimatur_credential::{Bits, Purpose};
use imprimatur_protocol::{OrganisationId, StatusListId};

use super::keys::Key;
use super::rows::{list_row, signed_list};
use crate::registry::{Failure, Tx, moment};
use crate::workspace::record;

record! {
    struct BitsRow {
        bits: Vec<u8>,
        revision: i64,
    }
}

/// A place in a list, and what is to stand there.
pub(super) struct Bit {
    pub(super) list: StatusListId,
    pub(super) purpose: Purpose,
    pub(super) index: u32,
    pub(super) is_set: bool,
}

/// Writes a place of a list, which is signed anew.
pub(super) async fn set_bit(
    tx: &mut Tx,
    organisation: OrganisationId,
    (key, origin): (&Key, &str),
    bit: Bit,
    now_ms: i64,
) -> std::result::Result<(), Failure> {
    let id = list_row(bit.list, bit.purpose);
    let mut bits = locked_bits(tx, organisation, &id).await?;
    bits.0.set(bit.index, bit.is_set);
    let signed = signed_list(key, origin, (bit.list, bit.purpose), &bits.0, now_ms)?;
    tx.change(
        "UPDATE status_lists SET bits = ?, credential = ?, revision = ?, updated_at = ? WHERE organisation_id = ? AND id = ?",
        &[
            bits.0.as_bytes().to_vec().into(),
            signed.into_bytes().into(),
            (bits.1 + 1).into(),
            moment(now_ms).into(),
            organisation.to_string().into(),
            id.into(),
        ],
    )
    .await?;
    Ok(())
}

async fn locked_bits(
    tx: &mut Tx,
    organisation: OrganisationId,
    list: &str,
) -> std::result::Result<(Bits, i64), Failure> {
    let found: Vec<BitsRow> = tx
        .fetch_locked(
            "SELECT bits, revision FROM status_lists WHERE organisation_id = ? AND id = ?",
            &[organisation.to_string().into(), list.into()],
        )
        .await?;
    let found = found.into_iter().next();
    let found = found.and_then(|row| Some((Bits::from_bytes(row.bits)?, row.revision)));
    found.ok_or_else(|| Failure::row("the list of its state is not there, or damaged"))
}
