//! A journal row: the original updates of one batch, each behind its length. Never merged: it says
//! what each browser wrote.

use bytes::Bytes;
use imprimatur_protocol::frame::{FrameError, Reader, write_bytes};

/// Writes a row.
pub(in crate::collab) fn write<'a>(updates: impl Iterator<Item = &'a Bytes> + Clone) -> Vec<u8> {
    let mut row = Vec::with_capacity(length(updates.clone().map(Bytes::len)));
    for update in updates {
        write_bytes(&mut row, update);
    }
    row
}

/// How many bytes the row of updates of these lengths has.
pub(in crate::collab) fn length(updates: impl Iterator<Item = usize>) -> usize {
    let behind_its_length = |update: usize| {
        let bits = usize::BITS - update.leading_zeros();
        // Seven bits to the byte, and one byte for nothing.
        bits.div_ceil(7).max(1) as usize + update
    };
    updates.map(behind_its_length).sum()
}

/// Reads a row. The updates share its bytes.
pub(in crate::collab) fn read(row: &Bytes) -> Result<Vec<Bytes>, FrameError> {
    let mut reader = Reader::new(row);
    let mut updates = Vec::new();
    while reader.remaining() > 0 {
        updates.push(row.slice_ref(reader.bytes()?));
    }
    Ok(updates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_reads_as_it_was_written() {
        let updates = [
            Bytes::from_static(b"one"),
            Bytes::new(),
            Bytes::from(vec![7; 127]),
            Bytes::from(vec![7; 128]),
            Bytes::from(vec![7; 16_383]),
            Bytes::from(vec![7; 16_384]),
        ];
        let row = Bytes::from(write(updates.iter()));
        assert_eq!(row.len(), length(updates.iter().map(Bytes::len)));
        assert_eq!(read(&row).unwrap(), updates);
        assert_eq!(read(&Bytes::new()).unwrap(), Vec::<Bytes>::new());
        assert!(read(&row.slice(..row.len() - 1)).is_err());
    }
}
