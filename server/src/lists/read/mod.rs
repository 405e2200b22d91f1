//! A file becomes rows of cells. Pure; every bound is here.

mod text;
mod workbook;

use imprimatur_protocol::api::lists::{ListFormat, ListReadingBody};

/// Columns of a list. Whoever has more has taken the wrong file.
pub(super) const COLUMNS: usize = 100;

/// Letters of one cell. No value of a certificate may be as long.
pub(super) const CELL_LETTERS: usize = 4_000;

/// Why a file is no list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It cannot be read; a sentence about it.
    Unreadable(String),
    /// It has more than a list may have; a sentence about it.
    TooLarge(String),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Where it stands in the file, from 1.
    pub(super) line: u32,
    /// As many as the table has columns, without blanks at their ends. A day of a workbook is written `2026-11-29`.
    pub(super) cells: Vec<String>,
}

/// The rows of a file that hold something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) format: ListFormat,
    /// How it was read, all of it said.
    pub(super) reading: ListReadingBody,
    /// The sheets of a workbook.
    pub(super) sheets: Vec<String>,
    /// What the columns are called; empty ones where nothing says it.
    pub(super) names: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// Reads a file as it is asked for, and finds out the rest.
///
/// # Errors
/// It is no list, or larger than one may be.
pub(super) fn read(
    bytes: &[u8],
    asked: &ListReadingBody,
    rows_most: usize,
) -> Result<Table, Refusal> {
    // One more, for the names of the columns.
    let most = rows_most + 1;
    let (format, mut reading, sheets, rows) = if bytes.starts_with(b"PK\x03\x04") {
        let read = workbook::read(bytes, asked.sheet.as_deref(), most)?;
        let reading = ListReadingBody {
            sheet: Some(read.sheet),
            ..ListReadingBody::default()
        };
        (ListFormat::Xlsx, reading, read.sheets, read.rows)
    } else {
        let read = text::read(bytes, asked, most)?;
        let reading = ListReadingBody {
            encoding: Some(read.encoding),
            delimiter: Some(read.delimiter.to_string()),
            ..ListReadingBody::default()
        };
        (ListFormat::Csv, reading, Vec::new(), read.rows)
    };
    let mut rows = even(rows)?;
    if rows.is_empty() {
        return Err(Refusal::Unreadable("There is nothing in it.".to_owned()));
    }
    let has_header = asked.header.unwrap_or_else(|| names_columns(&rows));
    reading.header = Some(has_header);
    let names = if has_header {
        rows.remove(0).cells
    } else {
        vec![String::new(); rows[0].cells.len()]
    };
    if rows.len() > rows_most {
        return Err(too_many_rows(rows_most));
    }
    Ok(Table {
        format,
        reading,
        sheets,
        names,
        rows,
    })
}

pub(super) fn too_many_rows(most: usize) -> Refusal {
    Refusal::TooLarge(format!(
        "A list has at most {most} rows. Issue them in several."
    ))
}

/// Gives every row as many cells as the longest has, and leaves out rows and last columns without any.
fn even(mut rows: Vec<Row>) -> Result<Vec<Row>, Refusal> {
    for row in &mut rows {
        for cell in &mut row.cells {
            let trimmed = cell.trim_matches(|it: char| it.is_whitespace() || it == '\u{feff}');
            if trimmed.len() != cell.len() {
                *cell = trimmed.to_owned();
            }
            if cell.chars().nth(CELL_LETTERS).is_some() {
                return Err(Refusal::TooLarge(format!(
                    "A cell in line {} has more than {CELL_LETTERS} letters. Is a quotation mark missing?",
                    row.line
                )));
            }
        }
        let used = row.cells.iter().rposition(|cell| !cell.is_empty());
        row.cells.truncate(used.map_or(0, |last| last + 1));
    }
    rows.retain(|row| !row.cells.is_empty());
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if columns > COLUMNS {
        return Err(Refusal::TooLarge(format!(
            "A list has at most {COLUMNS} columns; this has {columns}."
        )));
    }
    for row in &mut rows {
        row.cells.resize(columns, String::new());
    }
    Ok(rows)
}

/// Whether the first row names the columns: each of its cells says something, none twice, and none is an address, a day or a number.
fn names_columns(rows: &[Row]) -> bool {
    let Some(first) = rows.first() else {
        return false;
    };
    let is_data =
        |cell: &String| cell.contains('@') || cell.starts_with(|it: char| it.is_ascii_digit());
    let mut named: Vec<String> = first
        .cells
        .iter()
        .filter(|cell| !cell.is_empty())
        .map(|cell| cell.to_lowercase())
        .collect();
    let count = named.len();
    named.sort_unstable();
    named.dedup();
    !first.cells.iter().any(is_data) && named.len() == count
}

#[cfg(test)]
mod tests;
