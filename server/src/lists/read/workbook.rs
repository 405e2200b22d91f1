//! Workbooks: a zip of XML, which is weighed before anything of it is believed.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::{CELL_LETTERS, COLUMNS, Refusal, Row, too_many_rows};

/// Bytes of a workbook once it is unpacked: ten thousand rows with fifty cells have some 40 MB. A zip can promise any number and hold another.
const UNPACKED_BYTES: u64 = 100 * 1024 * 1024;

/// Parts of a workbook.
const PARTS: usize = 1_000;

/// The last row of a sheet in which anything may stand.
const ROWS_LOOKED_AT: u32 = 100_000;

/// Bytes of all cells together: those that share a text hold it each for itself.
const CELLS_BYTES: usize = 50 * 1024 * 1024;

/// Sheets whose names are told, and how many are read to find one that holds something: two may be one part of the file.
const SHEETS: usize = 50;
const SHEETS_TRIED: usize = 3;

/// The part that holds texts which cells share, as its name ends.
const TEXTS: &str = "sharedstrings.xml";

/// Texts that cells share: as many as the longest list has cells, and some 24 bytes each in memory even where they are empty.
const TEXTS_MOST: usize = 500_000;

/// The part that says how cells look, as its name ends.
const STYLES: &str = "styles.xml";

/// Parts that are read whole into many small pieces, and are small in any list.
const SMALL_PARTS: [&str; 4] = [STYLES, "workbook.xml", ".rels", "[content_types].xml"];
const SMALL_BYTES: usize = 4 * 1024 * 1024;

/// Formats of cells: what spreadsheets hold at most (65,490), and some.
const FORMATS_MOST: usize = 70_000;

/// Bytes of the code of a format, of which spreadsheets hold 255 letters.
const FORMAT_BYTES: usize = 1_024;

/// A workbook that was read.
pub(super) struct Workbook {
    pub(super) sheet: String,
    pub(super) sheets: Vec<String>,
    pub(super) rows: Vec<Row>,
}

pub(super) fn read(bytes: &[u8], wanted: Option<&str>, most: usize) -> Result<Workbook, Refusal> {
    weigh(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut sheets = workbook.sheet_names();
    sheets.truncate(SHEETS);
    let candidates: Vec<String> = match wanted {
        Some(wanted) => sheets.iter().filter(|it| *it == wanted).cloned().collect(),
        None => sheets.iter().take(SHEETS_TRIED).cloned().collect(),
    };
    for sheet in candidates {
        let rows = rows(&mut workbook, &sheet, most)?;
        if !rows.is_empty() {
            return Ok(Workbook {
                sheet,
                sheets,
                rows,
            });
        }
    }
    Err(Refusal::Unreadable(match wanted {
        Some(wanted) => format!("There is nothing in a sheet `{wanted}`."),
        None => format!("There is nothing in its first {SHEETS_TRIED} sheets."),
    }))
}

/// Unpacks everything once and keeps nothing of it: only then it is known how much it is.
fn weigh(bytes: &[u8]) -> Result<(), Refusal> {
    let damaged = |cause: &dyn std::fmt::Display| {
        Refusal::Unreadable(format!("It is no workbook, or a damaged one: {cause}."))
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| damaged(&cause))?;
    if archive.len() > PARTS {
        return Err(too_large());
    }
    let mut left = UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|cause| damaged(&cause))?;
        let name = part.name().map_err(|cause| damaged(&cause))?;
        let name = name.to_ascii_lowercase();
        let is_small = SMALL_PARTS.iter().any(|end| name.ends_with(end));
        let mut part = part.take(left + 1);
        let read = if is_small || name.ends_with(TEXTS) {
            let mut text = Vec::new();
            let read = part.read_to_end(&mut text);
            if is_small && text.len() > SMALL_BYTES {
                return Err(too_large());
            }
            let text = plain_text(&text)?;
            if name.ends_with(TEXTS) {
                count_texts(text)?;
            } else if name.ends_with(STYLES) {
                count_styles(text)?;
            }
            read.map(|read| read as u64)
        } else {
            std::io::copy(&mut part, &mut std::io::sink())
        };
        let read = read.map_err(|cause| damaged(&cause))?;
        left = left.checked_sub(read).ok_or_else(too_large)?;
    }
    Ok(())
}

/// A part as text; in another encoding than UTF-8, what it says could not be seen here.
fn plain_text(part: &[u8]) -> Result<&str, Refusal> {
    let text = std::str::from_utf8(part).ok();
    text.filter(|text| !text.contains('\0'))
        .ok_or_else(|| Refusal::Unreadable("Its parts are not what it says of them.".to_owned()))
}

/// How often an element begins, whatever stands before its name.
fn begun(text: &str, element: &str) -> usize {
    let begins = |(at, name): &(usize, &str)| {
        let after = &text[at + name.len()..];
        text[..*at].ends_with(['<', ':'])
            && after.starts_with(|it: char| it == '>' || it == '/' || it.is_whitespace())
    };
    text.match_indices(element).filter(begins).count()
}

/// Each format of cells is read with copies of its font's name and of the code of its numbers: so there are so many, and those are so long, as spreadsheets
/// write them.
fn count_styles(styles: &str) -> Result<(), Refusal> {
    if begun(styles, "xf") > FORMATS_MOST {
        return Err(too_large());
    }
    for attribute in ["formatCode", "val", "name"] {
        for (at, _) in styles.match_indices(attribute) {
            let rest = styles[at + attribute.len()..].trim_start();
            let Some(rest) = rest.strip_prefix('=').map(str::trim_start) else {
                continue;
            };
            let quote = rest.chars().next().unwrap_or('"');
            let value = rest.get(1..).unwrap_or_default();
            if value.find(quote).unwrap_or(value.len()) > FORMAT_BYTES {
                return Err(too_large());
            }
        }
    }
    Ok(())
}

/// Texts that cells share are read into as much memory as the part says that it needs. So what it says is held against its length: each takes five bytes.
fn count_texts(texts: &str) -> Result<(), Refusal> {
    let refused = || Refusal::Unreadable("Its texts are not what it says of them.".to_owned());
    // Each is a text of its own in memory, however short it is.
    if begun(texts, "si") > TEXTS_MOST {
        return Err(too_large());
    }
    for (at, name) in texts.match_indices("uniqueCount") {
        let rest = texts[at + name.len()..].trim_start().strip_prefix('=');
        let Some(rest) = rest else { continue };
        let digits = rest.trim_start().trim_start_matches(['"', '\'']);
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 {
            continue;
        }
        let count = digits[..length].parse::<usize>().unwrap_or(usize::MAX);
        if count > texts.len() / 5 {
            return Err(refused());
        }
    }
    Ok(())
}

fn too_large() -> Refusal {
    Refusal::TooLarge("Unpacked, the workbook is larger than a list may be.".to_owned())
}

fn unreadable(cause: XlsxError) -> Refusal {
    let cause = cause.to_string();
    let cause = cause.trim_end_matches('.');
    Refusal::Unreadable(format!("It is no workbook that can be read here: {cause}."))
}

fn rows<R: Read + std::io::Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    most: usize,
) -> Result<Vec<Row>, Refusal> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut held = 0;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        // Looked at while it is borrowed: a thousand cells may be one text.
        if let DataRef::SharedString(text) = cell.get_value()
            && text.chars().nth(CELL_LETTERS).is_some()
        {
            return Err(Refusal::TooLarge(format!(
                "A cell in row {} has more than {CELL_LETTERS} letters.",
                row.saturating_add(1)
            )));
        }
        let text = written(cell.get_value().clone().into());
        held += text.len();
        if held > CELLS_BYTES {
            return Err(too_large());
        }
        if row >= ROWS_LOOKED_AT {
            return Err(Refusal::TooLarge(format!(
                "A row stands below row {ROWS_LOOKED_AT} of the sheet."
            )));
        }
        if text.trim().is_empty() {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= COLUMNS {
            return Err(Refusal::TooLarge(format!(
                "A list has at most {COLUMNS} columns; this has something in column {}.",
                column.saturating_add(1)
            )));
        }
        let line = row + 1;
        if rows.last().is_none_or(|last| last.line != line) {
            if rows.len() == most {
                return Err(too_many_rows(most - 1));
            }
            rows.push(Row {
                line,
                cells: Vec::new(),
            });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, String::new());
            }
            last.cells[column] = text;
        }
    }
    Ok(rows)
}

/// A cell as a person would write it. What was calculated is taken as it was shown last; nothing is calculated here.
fn written(value: Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Int(number) => number.to_string(),
        Data::Float(number) => plain(number),
        Data::Bool(is) => if is { "true" } else { "false" }.to_owned(),
        Data::DateTime(at) => day_of(&at),
        // `#REF!`: [`super::is_error`] knows it again, and it is told as a fault of its cell.
        Data::Error(error) => error.to_string(),
    }
}

/// A number without an exponent. Spreadsheets calculate with 15 digits, and 0.1 + 0.2 is shown as 0.3.
fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    let digits = 14 - (number.abs().max(1.0).log10().floor() as usize).min(14);
    let text = format!("{number:.digits$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// The day of a moment, which a workbook counts in days since 1900 or 1904 (ECMA-376, part 1, section 18.17.4.1). A time of day without a day stays a number.
fn day_of(at: &ExcelDateTime) -> String {
    let serial = at.as_f64();
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    // Up to 31 December 9999.
    if at.is_datetime() && (1.0..2_958_466.0).contains(&serial) {
        return format!("{year:04}-{month:02}-{day:02}");
    }
    plain(serial)
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_people_write_them() {
        for (number, text) in [
            (5.0, "5"),
            (-3.0, "-3"),
            (0.1 + 0.2, "0.3"),
            (1_234.5, "1234.5"),
            (4.75, "4.75"),
            (12_345_678_901.25, "12345678901.25"),
        ] {
            assert_eq!(plain(number), text);
        }
        let day = |serial: f64, is_1904| {
            let kind = ExcelDateTimeType::DateTime;
            day_of(&ExcelDateTime::new(serial, kind, is_1904))
        };
        assert_eq!(day(45_990.0, false), "2025-11-29");
        assert_eq!(day(46_355.75, false), "2026-11-29", "with a time of day");
        assert_eq!(day(46_355.0 - 1_462.0, true), "2026-11-29", "since 1904");
        assert_eq!(day(-1.0, false), "-1");
    }
}
