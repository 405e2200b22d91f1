//! Lists: files with many people in them, from which certificates are issued together.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::id::{CertificateId, ListId, TemplateId};

/// What sort of file a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ListFormat {
    /// Lines of text, with something between the cells.
    Csv,
    /// A workbook of a spreadsheet program (Office Open XML).
    Xlsx,
}

/// What a day such as 3.4.2026 means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// The third of April.
    DayFirst,
    /// The fourth of March.
    MonthFirst,
}

/// How a file is read. In a request, what is left out is found out; in an answer, what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListReadingBody {
    /// Of text: the name of its encoding by the Encoding Standard (`UTF-8`, `windows-1252`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub encoding: Option<String>,
    /// Of text: what stands between cells, one of `;`, `,`, tab and `|`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub delimiter: Option<String>,
    /// Of a workbook: the name of the sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sheet: Option<String>,
    /// Whether the first row names the columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub header: Option<bool>,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ListColumnBody {
    /// As the first row calls it; empty where that names nothing.
    pub name: String,
    /// Its first cells that are not empty, three at most.
    pub samples: Vec<String>,
    /// What it most likely is: see `to` of `ListAssignmentBody`.
    pub guess: Option<String>,
    /// What its days mean, where it has any that could mean two.
    pub days: Option<DayOrder>,
    /// Whether its days could all be read the other way as well.
    pub days_unsure: bool,
}

/// A list that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ListBody {
    /// Stable.
    pub id: ListId,
    /// From which template certificates are to be issued.
    pub template_id: TemplateId,
    /// As the file was called.
    pub name: String,
    /// What sort of file it is.
    pub format: ListFormat,
    /// How it was read.
    pub reading: ListReadingBody,
    /// The sheets of a workbook, the first 50.
    pub sheets: Vec<String>,
    /// Its columns.
    pub columns: Vec<ListColumnBody>,
    /// How many rows there are below the names of the columns; empty ones are left out.
    pub rows: u32,
    /// When it is forgotten (RFC 3339), unless it is issued before.
    pub expires_at: String,
}

/// What a column is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListAssignmentBody {
    /// From 0.
    pub column: u32,
    /// `name`, or `given_name` and `family_name`; `email`, `external_id`, `language`, `valid_from`, `valid_until`; or `values/` with the key of a field.
    pub to: String,
    /// What its days mean; without it, the day comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub days: Option<DayOrder>,
}

/// How certificates are made from a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListMappingBody {
    /// How the file is read.
    #[serde(default)]
    pub reading: ListReadingBody,
    /// What its columns are; others are not used.
    pub columns: Vec<ListAssignmentBody>,
    /// The language of whoever has none in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub language: Option<String>,
    /// Since when certificates hold that say nothing of it in the list (a day, `2026-11-29`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_from: Option<String>,
    /// The last day on which they hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_until: Option<String>,
    /// Rows that are not issued, by their numbers from 1.
    #[serde(default)]
    pub leave_out: Vec<u32>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ListFaultBody {
    /// From 1, below the names of the columns, as they are counted in `rows`.
    pub row: u32,
    /// Where it stands in the file: a line of text, or a row of the sheet; from 1.
    pub line: u32,
    /// In which column, from 0; null: in none of them.
    pub column: Option<u32>,
    /// What it is about: see `to` of `ListAssignmentBody`; null: the row as a whole.
    pub about: Option<String>,
    /// Stable; programs decide by it.
    pub code: String,
    /// A sentence for people, in English.
    pub message: String,
    /// What stands there, cut short.
    pub value: String,
}

/// Somebody in a list who has a certificate of the template already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ListGivenBody {
    /// From 1.
    pub row: u32,
    /// Where it stands in the file.
    pub line: u32,
    /// As the list calls them.
    pub name: String,
    /// The certificate that they have.
    pub certificate: CertificateId,
    /// Its number.
    pub number: String,
    /// When it was issued (RFC 3339).
    pub issued_at: String,
    /// Whether it says the same.
    pub is_same: bool,
}

/// What a list comes to by a mapping. Nothing is changed by asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ListCheckBody {
    /// How many rows there are, without those that are left out.
    pub rows: u32,
    /// How many of them nothing is wrong with.
    pub ready: u32,
    /// What is wrong, the first 200.
    pub faults: Vec<ListFaultBody>,
    /// Rows whose people have a certificate of this template already, the first 200.
    pub given: Vec<ListGivenBody>,
    /// The numbers of all rows that something is wrong with: what may be wanted in `leave_out`.
    pub faulty: Vec<u32>,
    /// The numbers of all rows whose people have one already.
    pub given_before: Vec<u32>,
    /// How many would be sent a mail.
    pub with_email: u32,
}

/// Which rows are tried in the template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListFitQueryBody {
    /// How certificates are made.
    pub mapping: ListMappingBody,
    /// The first row that is tried, from 1.
    pub from: u32,
}

/// A text that needs more room than it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ListOverflowBody {
    /// From 1.
    pub row: u32,
    /// Where it stands in the file.
    pub line: u32,
    /// Whose certificate it is.
    pub name: String,
    /// The elements whose text leaves its box, as they are called in the template, or by what they show.
    pub elements: Vec<String>,
}

/// Some rows that were tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ListFitBody {
    /// Ask from here next; null: all rows were tried.
    pub next: Option<u32>,
    /// Rows in which something leaves its box.
    pub overflowing: Vec<ListOverflowBody>,
}

/// Which page of which row is to be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListPreviewBody {
    /// How certificates are made.
    pub mapping: ListMappingBody,
    /// From 1.
    pub row: u32,
    /// From 1; none: the first.
    #[ts(optional)]
    pub page: Option<u32>,
}

/// A list that is to be issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct IssueListBody {
    /// How certificates are made.
    pub mapping: ListMappingBody,
    /// Whether whoever has an address is sent a mail that says where theirs stands.
    #[serde(default)]
    pub deliver: bool,
}
