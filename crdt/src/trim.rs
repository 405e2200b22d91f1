//! Cuts what is held already off a struct that goes on beyond it.
//!
//! Whoever writes offline may bring in one struct what it had begun to send: the first letters are held, the others are not. yrs gives the
//! rest the place that the struct names, and writes it behind its first half from then on. The two are one place where the struct
//! is what its author wrote; where it is not (damaged, or forged under ids that are taken), the document would read differently after
//! the next load, and the rest would stand where nobody judged whether it may. Cut off, it rests on the half that is held and
//! says nothing else, for everybody and from the start.

use std::panic::catch_unwind;

use yrs::updates::encoder::Encode;

use crate::id::ClientId;
use crate::scan::{Scan, ScanError, StructKind};

/// An update without what is held already, where it brings half a struct of that.
///
/// # Errors
/// yrs does not read what was scanned.
pub(crate) fn trim(
    bytes: &[u8],
    scan: &Scan,
    next: impl Fn(ClientId) -> u32,
) -> Result<Option<Vec<u8>>, ScanError> {
    let halved = scan.clients.iter().any(|client| {
        let next = next(client.client);
        let mut structs = client.structs.iter();
        structs.any(|it| it.kind != StructKind::Skip && it.from < next && next < it.to)
    });
    if !halved {
        return Ok(None);
    }
    let held = scan.clients.iter();
    let held = held.map(|it| (it.client.yrs(), next(it.client))).collect();
    let trimmed = beyond(bytes, &held).ok_or(ScanError::Contradiction {
        what: "a struct that is held in part cannot be cut",
    })?;
    Ok(Some(trimmed))
}

/// What of an update goes beyond `held`. `None`: yrs does not read it.
pub(crate) fn beyond(bytes: &[u8], held: &yrs::StateVector) -> Option<Vec<u8>> {
    let held = held.encode_v1();
    catch_unwind(|| yrs::diff_updates_v1(bytes, &held))
        .ok()?
        .ok()
}
