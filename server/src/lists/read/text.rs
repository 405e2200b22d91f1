//! Lines of text: in which encoding, and what stands between the cells.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::{ByteRecord, ReaderBuilder, StringRecord, Trim};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use imprimatur_protocol::api::lists::ListReadingBody;

use super::{COLUMNS, Refusal, Row, too_many_rows};
use crate::http::extract::shortened;

/// What may stand between cells, the likeliest first: a spreadsheet program that speaks German or French writes semicolons.
const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];

/// Rows by which the delimiter is told.
const LOOKED_AT: usize = 50;

/// A file that was read.
pub(super) struct Text {
    pub(super) encoding: String,
    pub(super) delimiter: char,
    pub(super) rows: Vec<Row>,
}

pub(super) fn read(bytes: &[u8], asked: &ListReadingBody, most: usize) -> Result<Text, Refusal> {
    let encoding = match asked.encoding.as_deref() {
        Some(name) => Encoding::for_label(name.as_bytes()).ok_or_else(|| {
            Refusal::Unreadable(format!("There is no encoding `{}`.", shortened(name)))
        })?,
        None => encoding(bytes)?,
    };
    let (text, encoding, is_broken) = encoding.decode(bytes);
    if is_broken {
        return Err(Refusal::Unreadable(format!(
            "Read as {}, it holds what is no letter. Save it as UTF-8, or choose another encoding.",
            encoding.name()
        )));
    }
    if let Some(at) = text.find('\0') {
        let line = text[..at].matches('\n').count() + 1;
        return Err(Refusal::Unreadable(format!(
            "There is a NUL character in line {line}: it is no text."
        )));
    }
    // Some programs say in a first line what they have put between cells.
    let (said, body) = said_delimiter(&text);
    let delimiter = match asked.delimiter.as_deref() {
        Some(wanted) => DELIMITERS
            .into_iter()
            .find(|it| it.to_string() == wanted)
            .ok_or_else(|| {
                Refusal::Unreadable("What stands between cells is ; , | or a tab.".to_owned())
            })?,
        None => said.unwrap_or_else(|| delimiter(body)),
    };
    let first_line = if said.is_some() { 2 } else { 1 };
    Ok(Text {
        encoding: encoding.name().to_owned(),
        delimiter,
        rows: rows(body, delimiter, first_line, most)?,
    })
}

/// The encoding of a file: what its first bytes say, UTF-8 where all of it is, else what its letters look like.
fn encoding(bytes: &[u8]) -> Result<&'static Encoding, Refusal> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding);
    }
    if let Some(wide) = wide(bytes) {
        return Ok(wide);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(UTF_8);
    }
    mixed(bytes)?;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok(detector.guess(None, Utf8Detection::Deny))
}

/// UTF-16 without a mark: every second byte of Latin letters is 0.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1_024)];
    if head.len() < 4 {
        return None;
    }
    let zeros = |parity: usize| {
        head.iter()
            .enumerate()
            .filter(|(at, byte)| at % 2 == parity && **byte == 0)
            .count()
    };
    let most = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 10 > most * 7 => Some(UTF_16LE),
        (even, 0) if even * 10 > most * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// Refuses a file some of whose lines are UTF-8 and others are not: read either way, names of people come out wrong.
fn mixed(bytes: &[u8]) -> Result<(), Refusal> {
    let (mut first_is, mut first_is_not) = (None, None);
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.is_ascii() {
            continue;
        }
        let first = match std::str::from_utf8(line) {
            Ok(_) => &mut first_is,
            Err(_) => &mut first_is_not,
        };
        first.get_or_insert(index + 1);
    }
    match (first_is, first_is_not) {
        (Some(is), Some(is_not)) => Err(Refusal::Unreadable(format!(
            "It is in two encodings: line {is} is UTF-8, and line {is_not} is not. Save all of it as UTF-8."
        ))),
        _ => Ok(()),
    }
}

fn said_delimiter(text: &str) -> (Option<char>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = line
        .trim_end_matches('\r')
        .strip_prefix("sep=")
        .and_then(|it| DELIMITERS.into_iter().find(|known| it == known.to_string()));
    match said {
        Some(said) => (Some(said), rest),
        None => (None, text),
    }
}

/// What most rows agree on: the delimiter by which the most of the first rows have the same number of cells, more than one.
fn delimiter(text: &str) -> char {
    let mut best = (0, DELIMITERS[0]);
    for candidate in DELIMITERS {
        let mut counts = [0_usize; COLUMNS + 1];
        let mut reader = reader(candidate).from_reader(text.as_bytes());
        let mut record = ByteRecord::new();
        for _ in 0..LOOKED_AT {
            // What breaks here is told by reading all of it.
            if !reader.read_byte_record(&mut record).unwrap_or(false) {
                break;
            }
            counts[record.len().min(COLUMNS)] += 1;
        }
        let agreed = counts.iter().enumerate().skip(2);
        let score = agreed.map(|(_, rows)| *rows).max().unwrap_or(0);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

fn reader(delimiter: char) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .trim(Trim::None)
        // All of them are ASCII.
        .delimiter(u8::try_from(delimiter).unwrap_or(b';'));
    builder
}

fn rows(text: &str, delimiter: char, first_line: u64, most: usize) -> Result<Vec<Row>, Refusal> {
    let mut reader = reader(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|cause| Refusal::Unreadable(format!("{cause}.")))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == most {
            return Err(too_many_rows(most - 1));
        }
        if record.len() > COLUMNS
            && record
                .iter()
                .skip(COLUMNS)
                .any(|cell| !cell.trim().is_empty())
        {
            return Err(Refusal::TooLarge(format!(
                "A list has at most {COLUMNS} columns; this has {}.",
                record.len()
            )));
        }
        let line = first_line - 1 + line_of(&record, text);
        rows.push(Row {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            cells: record.iter().take(COLUMNS).map(str::to_owned).collect(),
        });
    }
    Ok(rows)
}

/// The line on which a record begins: the reader tells where the last one ended, and empty lines may follow that.
fn line_of(record: &StringRecord, text: &str) -> u64 {
    let Some(position) = record.position() else {
        return 0;
    };
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let ends = text.as_bytes().get(at..).unwrap_or_default().iter();
    let skipped = ends.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + skipped.filter(|byte| **byte == b'\n').count() as u64
}
