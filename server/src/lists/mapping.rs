//! Rows become what certificates are to say: each column is taken for one thing, and each cell is judged. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use imprimatur_crdt::Layout;
use imprimatur_crdt::layout::FieldKind;
use imprimatur_protocol::Fault;
use imprimatur_protocol::api::issuance::{NewCertificateBody, RecipientBody};
use imprimatur_protocol::api::lists::{DayOrder, ListFaultBody, ListMappingBody};

use super::read::{COLUMNS, Row, Table};
use super::values::{day, is_error, is_formula, language, number_of};

/// Letters of a cell that a fault shows.
const SHOWN_LETTERS: usize = 80;

/// What a column may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Name,
    GivenName,
    FamilyName,
    Email,
    ExternalId,
    Language,
    ValidFrom,
    ValidUntil,
    /// A field of the template, by key.
    Value(String),
}

const WORDS: [(Target, &str); 8] = [
    (Target::Name, "name"),
    (Target::GivenName, "given_name"),
    (Target::FamilyName, "family_name"),
    (Target::Email, "email"),
    (Target::ExternalId, "external_id"),
    (Target::Language, "language"),
    (Target::ValidFrom, "valid_from"),
    (Target::ValidUntil, "valid_until"),
];

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, WORDS.iter().find(|(known, _)| known == self)) {
            (Self::Value(key), _) => write!(f, "values/{key}"),
            (_, Some((_, word))) => f.write_str(word),
            (_, None) => Err(fmt::Error),
        }
    }
}

impl FromStr for Target {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(key) = text.strip_prefix("values/") {
            return Ok(Self::Value(key.to_owned()));
        }
        let known = WORDS.iter().find(|(_, word)| *word == text);
        known.map(|(target, _)| target.clone()).ok_or(())
    }
}

/// How rows of one table become certificates of one layout.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    layout: &'a Layout,
    columns: BTreeMap<Target, (usize, DayOrder)>,
    mapping: &'a ListMappingBody,
    left_out: BTreeSet<u32>,
}

/// A row, and what it comes to.
pub(super) struct Planned {
    /// From 1.
    pub(super) number: u32,
    pub(super) line: u32,
    pub(super) body: NewCertificateBody,
    pub(super) faults: Vec<ListFaultBody>,
}

impl<'a> Plan<'a> {
    /// Judges a mapping.
    ///
    /// # Errors
    /// All that is wrong with it, each with its place.
    pub(super) fn new(
        table: &Table,
        layout: &'a Layout,
        mapping: &'a ListMappingBody,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut wrong = |at: String, code: &str, message: &str| {
            faults.push(Fault {
                at,
                code: code.to_owned(),
                message: message.to_owned(),
            });
        };
        if mapping.columns.len() > COLUMNS {
            let message = format!("A list has at most {COLUMNS} columns.");
            wrong("/mapping/columns".to_owned(), "columns_too_many", &message);
            return Err(faults);
        }
        let mut columns = BTreeMap::new();
        let mut used = BTreeSet::new();
        for (index, assigned) in mapping.columns.iter().enumerate() {
            let at = |part: &str| format!("/mapping/columns/{index}/{part}");
            let column = usize::try_from(assigned.column).unwrap_or(usize::MAX);
            if column >= table.names.len() {
                wrong(
                    at("column"),
                    "column_unknown",
                    "The list has no such column.",
                );
            } else if !used.insert(column) {
                wrong(
                    at("column"),
                    "column_twice",
                    "A column is taken for one thing.",
                );
            }
            let Ok(target) = assigned.to.parse::<Target>() else {
                wrong(at("to"), "target_unknown", "Nothing is called so.");
                continue;
            };
            if let Target::Value(key) = &target
                && let Err((code, why)) = may_be_given(layout, key)
            {
                wrong(at("to"), code, why);
            }
            let order = assigned.days.unwrap_or(DayOrder::DayFirst);
            if columns.insert(target, (column, order)).is_some() {
                wrong(
                    at("to"),
                    "target_twice",
                    "Two columns are taken for the same.",
                );
            }
        }
        let has = |target: &Target| columns.contains_key(target);
        if !has(&Target::Name) && !has(&Target::FamilyName) && !has(&Target::GivenName) {
            wrong(
                "/mapping/columns".to_owned(),
                "name_missing",
                "No column says whom the certificates are for.",
            );
        }
        if has(&Target::Name) && (has(&Target::GivenName) || has(&Target::FamilyName)) {
            wrong(
                "/mapping/columns".to_owned(),
                "target_twice",
                "A name is one column, or a first name and a surname.",
            );
        }
        if faults.is_empty() {
            Ok(Self {
                layout,
                columns,
                mapping,
                left_out: mapping.leave_out.iter().copied().collect(),
            })
        } else {
            Err(faults)
        }
    }

    /// The rows that are not left out, each by the function; it stops when that says so.
    pub(super) fn rows<'t>(
        &'t self,
        table: &'t Table,
    ) -> impl Iterator<Item = Planned> + use<'t, 'a> {
        let numbered = (1_u32..).zip(&table.rows);
        numbered
            .filter(|(number, _)| !self.left_out.contains(number))
            .map(|(number, row)| self.row(number, row))
    }

    fn row(&self, number: u32, row: &Row) -> Planned {
        let mut reading = Reading {
            plan: self,
            number,
            row,
            faults: Vec::new(),
        };
        let given = reading.text(&Target::GivenName);
        let family = reading.text(&Target::FamilyName);
        let whole = reading.text(&Target::Name);
        let name = whole.unwrap_or_else(|| {
            let both = [given.unwrap_or_default(), family.unwrap_or_default()];
            both.join(" ").trim().to_owned()
        });
        let body = NewCertificateBody {
            recipient: RecipientBody {
                name,
                email: reading.text(&Target::Email),
                external_id: reading.text(&Target::ExternalId),
            },
            language: reading.language(),
            valid_from: reading.day(&Target::ValidFrom, self.mapping.valid_from.as_ref()),
            valid_until: reading.day(&Target::ValidUntil, self.mapping.valid_until.as_ref()),
            values: reading.values(),
        };
        Planned {
            number,
            line: row.line,
            body,
            faults: reading.faults,
        }
    }

    /// What was found wrong with a certificate, in words of its row: `at` is below the certificate (`/recipient/name`).
    pub(super) fn fault(
        &self,
        planned: &Planned,
        row: &Row,
        at: &str,
        fault: Fault,
    ) -> ListFaultBody {
        let about = match at {
            "/recipient/name" => {
                let parts = [Target::Name, Target::FamilyName, Target::GivenName];
                parts.into_iter().find(|it| self.columns.contains_key(it))
            }
            "/recipient/email" => Some(Target::Email),
            "/recipient/external_id" => Some(Target::ExternalId),
            "/language" => Some(Target::Language),
            "/valid_from" => Some(Target::ValidFrom),
            "/valid_until" => Some(Target::ValidUntil),
            _ => at
                .strip_prefix("/values/")
                .map(|key| Target::Value(key.replace("~1", "/").replace("~0", "~"))),
        };
        let column = about.as_ref().and_then(|it| self.columns.get(it));
        let column = column.map(|(column, _)| *column);
        ListFaultBody {
            row: planned.number,
            line: planned.line,
            column: column.and_then(|it| u32::try_from(it).ok()),
            about: about.map(|it| it.to_string()),
            code: fault.code,
            message: fault.message,
            value: column.map(|it| shown(&row.cells[it])).unwrap_or_default(),
        }
    }
}

/// Whether a field can be filled in from a list.
fn may_be_given(layout: &Layout, key: &str) -> Result<(), (&'static str, &'static str)> {
    let field = layout.fields.iter().find(|field| field.key == key);
    let field = field.ok_or(("field_unknown", "The template has no such field."))?;
    match key {
        "recipient_name" | "certificate_number" | "valid_from" | "valid_until" => {
            Err(("field_fills_itself", "This field fills itself."))
        }
        _ if field.kind == FieldKind::Image => {
            Err(("value_invalid", "An image is not given by a list."))
        }
        _ => Ok(()),
    }
}

/// One row while it is read.
struct Reading<'a> {
    plan: &'a Plan<'a>,
    number: u32,
    row: &'a Row,
    faults: Vec<ListFaultBody>,
}

impl Reading<'_> {
    fn cell(&self, target: &Target) -> Option<(usize, DayOrder, &str)> {
        let (column, order) = *self.plan.columns.get(target)?;
        let cell = self.row.cells[column].as_str();
        (!cell.is_empty()).then_some((column, order, cell))
    }

    fn wrong(&mut self, target: &Target, code: &str, message: &str) {
        let Some((column, _, cell)) = self.cell(target) else {
            return;
        };
        let fault = ListFaultBody {
            row: self.number,
            line: self.row.line,
            column: u32::try_from(column).ok(),
            about: Some(target.to_string()),
            code: code.to_owned(),
            message: message.to_owned(),
            value: shown(cell),
        };
        self.faults.push(fault);
    }

    fn text(&mut self, target: &Target) -> Option<String> {
        let (_, _, cell) = self.cell(target)?;
        if is_formula(cell) {
            self.wrong(
                target,
                "cell_formula",
                "This begins as a formula does: a spreadsheet would run it.",
            );
            return None;
        }
        if is_error(cell) {
            self.wrong(
                target,
                "cell_error",
                "The spreadsheet could not calculate this.",
            );
            return None;
        }
        Some(cell.to_owned())
    }

    fn language(&mut self) -> Option<String> {
        let Some((_, _, cell)) = self.cell(&Target::Language) else {
            return self.plan.mapping.language.clone();
        };
        let found = language(cell, &self.plan.layout.languages).cloned();
        if found.is_none() {
            let languages = self.plan.layout.languages.join(", ");
            let message = format!("The template has the languages {languages}.");
            self.wrong(&Target::Language, "language_unknown", &message);
        }
        found
    }

    fn day(&mut self, target: &Target, of_all: Option<&String>) -> Option<String> {
        let Some((_, order, cell)) = self.cell(target) else {
            return of_all.cloned();
        };
        let found = day(cell).and_then(|it| it.by(order));
        if found.is_none() {
            self.wrong(target, "day_invalid", "This is no day.");
        }
        found.map(|it| it.to_string())
    }

    fn values(&mut self) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        for field in &self.plan.layout.fields {
            let target = Target::Value(field.key.clone());
            let Some((_, order, cell)) = self.cell(&target) else {
                continue;
            };
            let value = match field.kind {
                FieldKind::Date => {
                    let found = day(cell).and_then(|it| it.by(order));
                    if found.is_none() {
                        self.wrong(&target, "day_invalid", "This is no day.");
                    }
                    found.map(|it| it.to_string())
                }
                FieldKind::Number => {
                    let found = number_of(cell);
                    if found.is_none() {
                        self.wrong(
                            &target,
                            "number_invalid",
                            "This is no number, or it could be two: write 1234 or 1.234.",
                        );
                    }
                    found
                }
                FieldKind::Text | FieldKind::Image => self.text(&target),
            };
            if let Some(value) = value {
                values.insert(field.key.clone(), value);
            }
        }
        values
    }
}

fn shown(cell: &str) -> String {
    match cell.char_indices().nth(SHOWN_LETTERS) {
        Some((at, _)) => format!("{}…", &cell[..at]),
        None => cell.to_owned(),
    }
}
