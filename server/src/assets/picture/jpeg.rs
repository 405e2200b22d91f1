//! The parts of a JPEG file, without decoding them.

use super::Refusal;

/// Scans of a progressive file. Encoders write about ten; each walks over the whole picture, so many make a decoder slow.
const SCANS: usize = 100;

/// What makes every decoder take the components for YCbCr, or the one for grey. Without density: nobody agrees on it.
const JFIF: [u8; 18] = [
    0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0,
];

/// A file taken apart.
pub(super) struct File<'a> {
    /// Tables, frame and scans: what the picture is made of, in order.
    parts: Vec<&'a [u8]>,
    /// Whether every decoder shows it alike without its metadata.
    plain: bool,
}

impl<'a> File<'a> {
    /// Walks over the segments up to the end of the picture. What comes after it is not looked at.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let cut_off = || Refusal::Unreadable("the file is cut off".to_owned());
        let mut file = Self {
            parts: Vec::new(),
            plain: true,
        };
        let (mut at, mut scans, mut frames) = (2, 0, 0);
        loop {
            // Any number of fill bytes may stand before a marker.
            if bytes.get(at) != Some(&0xff) {
                return Err(if at >= bytes.len() {
                    cut_off()
                } else {
                    Refusal::Unreadable("between its parts lies something else".to_owned())
                });
            }
            let marker = *bytes.get(at + 1).ok_or_else(cut_off)?;
            match marker {
                0xff => {
                    at += 1;
                    continue;
                }
                0xd9 if scans > 0 => return Ok(file),
                0xd9 => return Err(Refusal::Unreadable("there is no picture in it".to_owned())),
                0x01 | 0xd0..=0xd7 => {
                    at += 2;
                    continue;
                }
                _ => {}
            }
            let length = bytes.get(at + 2..at + 4).ok_or_else(cut_off)?;
            let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
            let segment = bytes.get(at..at + 2 + length).ok_or_else(cut_off)?;
            let content = segment.get(4..).ok_or_else(cut_off)?;
            at += segment.len();
            match marker {
                // Tables, restarts.
                0xdb | 0xc4 | 0xdd => file.parts.push(segment),
                // A frame: Huffman baseline, extended or progressive.
                0xc0..=0xc2 => {
                    frames += 1;
                    file.plain &= is_plain_frame(content);
                    file.parts.push(segment);
                }
                // Lossless, hierarchical or arithmetic: the decoder decides; hardly a browser shows it.
                0xc3 | 0xc5..=0xcf => file.plain = false,
                0xda => {
                    scans += 1;
                    if scans > SCANS {
                        return Err(Refusal::TooComplex("it has too many scans"));
                    }
                    let end = end_of_scan(bytes, at).ok_or_else(cut_off)?;
                    file.parts.push(&bytes[at - segment.len()..end]);
                    at = end;
                }
                // Adobe's, which says how the colours are meant: 1 is YCbCr.
                0xee if content.starts_with(b"Adobe") => {
                    file.plain &= matches!(content.get(11), Some(1));
                }
                // Other applications' segments and comments: left out. What is unknown changes how the rest is read.
                0xe0..=0xef | 0xfe => {}
                _ => file.plain = false,
            }
            file.plain &= frames <= 1;
        }
    }

    /// The file without metadata and without what follows the picture; none when it has to be written anew.
    pub(super) fn stripped(&self) -> Option<Vec<u8>> {
        if !self.plain {
            return None;
        }
        let length: usize = self.parts.iter().map(|part| part.len()).sum();
        let mut bytes = Vec::with_capacity(length + JFIF.len() + 4);
        bytes.extend_from_slice(&[0xff, 0xd8]);
        bytes.extend_from_slice(&JFIF);
        for part in &self.parts {
            bytes.extend_from_slice(part);
        }
        bytes.extend_from_slice(&[0xff, 0xd9]);
        Some(bytes)
    }
}

/// 8 bits, and one component or three that nothing takes for RGB.
fn is_plain_frame(content: &[u8]) -> bool {
    let (Some(8), Some(components)) = (content.first(), content.get(5)) else {
        return false;
    };
    let ids: Vec<u8> = content
        .get(6..)
        .unwrap_or_default()
        .iter()
        .step_by(3)
        .copied()
        .collect();
    match components {
        1 => ids.len() == 1,
        3 => ids.len() == 3 && ids != *b"RGB",
        _ => false,
    }
}

/// Where the coded data of a scan ends: at a marker that is neither a restart nor an escaped 0xff.
fn end_of_scan(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}
