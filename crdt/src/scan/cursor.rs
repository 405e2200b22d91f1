//! Walks over the bytes of lib0's first encoding; every read is checked.

use super::ScanError;
use crate::id::{ClientId, Id};

/// The greatest clock. Yrs subtracts clocks as signed 32-bit numbers.
const CLOCK_MAX: u64 = i32::MAX as u64;

pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    next: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, next: 0 }
    }

    /// Goes on at an offset that an earlier walk has noted.
    pub(crate) const fn at(bytes: &'a [u8], next: usize) -> Self {
        let next = if next > bytes.len() {
            bytes.len()
        } else {
            next
        };
        Self { bytes, next }
    }

    pub(crate) const fn malformed(&self, what: &'static str) -> ScanError {
        ScanError::Malformed {
            at: self.next,
            what,
        }
    }

    pub(crate) const fn position(&self) -> usize {
        self.next
    }

    const fn remaining(&self) -> usize {
        self.bytes.len() - self.next
    }

    #[inline]
    pub(crate) fn byte(&mut self) -> Result<u8, ScanError> {
        let byte = *self.bytes.get(self.next).ok_or(ScanError::Truncated)?;
        self.next += 1;
        Ok(byte)
    }

    /// The next `length` bytes.
    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], ScanError> {
        if length > self.remaining() {
            return Err(ScanError::Truncated);
        }
        let taken = &self.bytes[self.next..self.next + length];
        self.next += length;
        Ok(taken)
    }

    /// An unsigned number of at most 53 bits, as JavaScript can hold it, in its shortest form: yrs wraps what is longer.
    #[inline]
    pub(crate) fn varuint(&mut self) -> Result<u64, ScanError> {
        let mut number = 0_u64;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                if byte == 0 && shift > 0 {
                    return Err(self.malformed("a padded number"));
                }
                if number >> 53 != 0 {
                    return Err(self.malformed("a number of more than 53 bits"));
                }
                return Ok(number);
            }
            shift += 7;
            if shift > 49 {
                return Err(self.malformed("a number of more than 53 bits"));
            }
        }
    }

    /// Passes over a signed number of at most 53 bits.
    pub(crate) fn varint(&mut self) -> Result<(), ScanError> {
        let first = self.byte()?;
        let mut number = u64::from(first & 0x3f);
        let mut shift = 6;
        let mut byte = first;
        while byte & 0x80 != 0 {
            if shift > 48 {
                return Err(self.malformed("a number of more than 53 bits"));
            }
            byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
        }
        if number >> 53 != 0 {
            return Err(self.malformed("a number of more than 53 bits"));
        }
        Ok(())
    }

    /// How many things follow, each at least `least` bytes long; more than fit into what remains is a lie.
    pub(crate) fn count(&mut self, least: usize) -> Result<usize, ScanError> {
        let count = self.varuint()?;
        match usize::try_from(count) {
            Ok(count) if count <= self.remaining() / least => Ok(count),
            _ => Err(self.malformed("a count beyond the end of the update")),
        }
    }

    pub(crate) fn client(&mut self) -> Result<ClientId, ScanError> {
        let id = self.varuint()?;
        ClientId::new(id).ok_or_else(|| self.malformed("a client id of more than 53 bits"))
    }

    /// A clock, or a length in clocks.
    pub(crate) fn clock(&mut self) -> Result<u32, ScanError> {
        let clock = self.varuint()?;
        if clock > CLOCK_MAX {
            return Err(self.malformed("a clock of more than 31 bits"));
        }
        Ok(clock as u32)
    }

    /// `from + length`, within the bound of clocks.
    pub(crate) fn past(&self, from: u32, length: u32) -> Result<u32, ScanError> {
        match from.checked_add(length) {
            Some(to) if u64::from(to) <= CLOCK_MAX => Ok(to),
            _ => Err(self.malformed("a clock of more than 31 bits")),
        }
    }

    pub(crate) fn id(&mut self) -> Result<Id, ScanError> {
        Ok(Id {
            client: self.client()?,
            clock: self.clock()?,
        })
    }

    pub(crate) fn buffer(&mut self) -> Result<&'a [u8], ScanError> {
        let length = self.count(1)?;
        self.take(length)
    }

    pub(crate) fn string(&mut self) -> Result<&'a str, ScanError> {
        let buffer = self.buffer()?;
        std::str::from_utf8(buffer).map_err(|_| self.malformed("a string that is not UTF-8"))
    }

    pub(crate) fn end(&self) -> Result<(), ScanError> {
        if self.remaining() == 0 {
            Ok(())
        } else {
            Err(self.malformed("bytes after the end of the update"))
        }
    }
}
