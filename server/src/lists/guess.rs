//! What columns most likely are: by their names in five languages, and by what stands in them. Pure.

use std::collections::BTreeSet;

use imprimatur_crdt::Layout;
use imprimatur_crdt::layout::FieldKind;
use imprimatur_protocol::api::lists::{DayOrder, ListColumnBody};

use super::mapping::Target;
use super::read::Table;
use super::values::{DayRead, day, plain_letters};

/// Cells of a column that are shown.
const SAMPLES: usize = 3;

/// Letters of a cell that are shown.
const SAMPLE_LETTERS: usize = 60;

/// Names of columns, without accents, in small letters, and nothing but letters.
const NAMES: [(Target, &[&str]); 7] = [
    (
        Target::GivenName,
        &[
            "vorname",
            "prenom",
            "nome",
            "prenum",
            "firstname",
            "givenname",
            "forename",
        ],
    ),
    (
        Target::FamilyName,
        &[
            "nachname",
            "familienname",
            "nomdefamille",
            "cognome",
            "num",
            "lastname",
            "surname",
            "familyname",
            "numdafamiglia",
        ],
    ),
    (
        Target::Name,
        &[
            "name",
            "nom",
            "fullname",
            "vollername",
            "nomcomplet",
            "nomecompleto",
            "nomecognome",
            "nomeecognome",
            "namevorname",
            "vornamename",
            "vornamenachname",
            "nomprenom",
            "prenomnom",
            "empfanger",
            "recipient",
            "destinataire",
            "destinatario",
            "teilnehmer",
            "participant",
            "participante",
            "partecipante",
            "numcumplet",
            "recipientname",
        ],
    ),
    (
        Target::Email,
        &[
            "email",
            "mail",
            "emailadresse",
            "mailadresse",
            "adresseemail",
            "courriel",
            "indirizzoemail",
            "postaelettronica",
            "emailaddress",
            "adressemail",
            "adressadaemail",
            "eml",
        ],
    ),
    (
        Target::ExternalId,
        &[
            "id",
            "personalnummer",
            "personalnr",
            "matrikelnummer",
            "matrikel",
            "mitarbeiternummer",
            "employeeid",
            "studentid",
            "externalid",
            "matricule",
            "matricola",
            "numeropersonnel",
            "nummer",
            "nr",
            "personid",
        ],
    ),
    (
        Target::Language,
        &[
            "sprache",
            "langue",
            "lingua",
            "language",
            "linguatg",
            "lang",
            "locale",
            "korrespondenzsprache",
        ],
    ),
    (
        Target::ValidUntil,
        &[
            "gultigbis",
            "ablaufdatum",
            "ablauf",
            "valablejusquau",
            "validojusquau",
            "validofinoal",
            "scadenza",
            "validuntil",
            "expiry",
            "expires",
            "expirydate",
            "expirationdate",
            "echeance",
            "valaivelfin",
            "valaivelfinals",
        ],
    ),
];

const VALID_FROM: &[&str] = &[
    "gultigab",
    "gultigvon",
    "valabledes",
    "validodal",
    "validfrom",
    "ausstellungsdatum",
    "issuedate",
    "dateemission",
    "valaiveldavent",
];

/// What is told of the columns of a table.
pub(super) fn columns(table: &Table, layout: &Layout) -> Vec<ListColumnBody> {
    let mut taken = BTreeSet::new();
    let guesses = guesses(table, layout, &mut taken);
    table
        .names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let filled = || {
                let cells = table.rows.iter().map(|row| row.cells[index].as_str());
                cells.filter(|cell| !cell.is_empty())
            };
            let (days, days_unsure) = order_of(filled());
            ListColumnBody {
                name: cut(name),
                samples: filled().take(SAMPLES).map(cut).collect(),
                guess: guesses[index].as_ref().map(ToString::to_string),
                days,
                days_unsure,
            }
        })
        .collect()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SAMPLE_LETTERS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn guesses(table: &Table, layout: &Layout, taken: &mut BTreeSet<Target>) -> Vec<Option<Target>> {
    let plain: Vec<String> = table.names.iter().map(|name| letters(name)).collect();
    let mut found: Vec<Option<Target>> = vec![None; plain.len()];
    let mut take = |index: usize, target: Target, found: &mut Vec<Option<Target>>| {
        if found[index].is_none() && !taken.contains(&target) {
            taken.insert(target.clone());
            found[index] = Some(target);
        }
    };
    // What the template calls a field counts before what others call a column.
    for field in layout
        .fields
        .iter()
        .filter(|field| field.kind != FieldKind::Image)
    {
        let target = match field.key.as_str() {
            "recipient_name" => Target::Name,
            "valid_from" => Target::ValidFrom,
            "valid_until" => Target::ValidUntil,
            "certificate_number" => continue,
            key => Target::Value(key.to_owned()),
        };
        let labels = field.label.values().map(|label| letters(label));
        let names: BTreeSet<String> = labels.chain([letters(&field.key)]).collect();
        if let Some(index) = plain
            .iter()
            .position(|name| !name.is_empty() && names.contains(name))
        {
            take(index, target, &mut found);
        }
    }
    for (index, name) in plain.iter().enumerate() {
        let known = NAMES
            .iter()
            .find(|(_, names)| names.contains(&name.as_str()));
        if let Some((target, _)) = known {
            take(index, target.clone(), &mut found);
        } else if VALID_FROM.contains(&name.as_str()) {
            take(index, Target::ValidFrom, &mut found);
        }
    }
    // An address is known by how it looks.
    for index in 0..plain.len() {
        let cells = table.rows.iter().map(|row| row.cells[index].as_str());
        let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let addresses = filled.iter().filter(|cell| cell.contains('@')).count();
        if !filled.is_empty() && addresses * 10 >= filled.len() * 9 {
            take(index, Target::Email, &mut found);
        }
    }
    split_names(&mut found);
    found
}

/// `Name` beside a first name is the surname; a surname alone, or a first name alone, is the name.
fn split_names(found: &mut [Option<Target>]) {
    let at = |target: &Target, found: &[Option<Target>]| {
        found.iter().position(|it| it.as_ref() == Some(target))
    };
    let (given, family, whole) = (
        at(&Target::GivenName, found),
        at(&Target::FamilyName, found),
        at(&Target::Name, found),
    );
    match (given, family, whole) {
        (Some(_), None, Some(whole)) => found[whole] = Some(Target::FamilyName),
        (Some(only), None, None) | (None, Some(only), None) => found[only] = Some(Target::Name),
        (Some(given), Some(family), Some(_)) => {
            found[given] = None;
            found[family] = None;
        }
        (None, Some(family), Some(_)) => found[family] = None,
        _ => {}
    }
}

fn letters(text: &str) -> String {
    plain_letters(text)
        .chars()
        .filter(|it| it.is_alphanumeric())
        .collect()
}

/// What the days of a column mean, where some could mean two, and whether nothing in it tells.
fn order_of<'a>(cells: impl Iterator<Item = &'a str>) -> (Option<DayOrder>, bool) {
    let (mut either, mut day_first, mut month_first) = (false, false, false);
    for cell in cells {
        match day(cell) {
            Some(DayRead::Either(..)) => either = true,
            Some(DayRead::Only(DayOrder::DayFirst, _)) => day_first = true,
            Some(DayRead::Only(DayOrder::MonthFirst, _)) => month_first = true,
            Some(DayRead::Plain(_)) => {}
            None => return (None, false),
        }
    }
    match (either, day_first, month_first) {
        (_, false, true) => (Some(DayOrder::MonthFirst), false),
        (true, false, false) => (Some(DayOrder::DayFirst), true),
        (false, false, false) => (None, false),
        // Both are there: those that cannot be the first are told as faults.
        (_, true, _) => (Some(DayOrder::DayFirst), month_first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_days_is_what_some_of_them_tell() {
        use DayOrder::{DayFirst, MonthFirst};
        let order = |cells: &[&'static str]| order_of(cells.iter().copied());
        assert_eq!(
            order(&["03/04/2026", "29/04/2026"]),
            (Some(DayFirst), false)
        );
        assert_eq!(
            order(&["03/04/2026", "04/29/2026"]),
            (Some(MonthFirst), false)
        );
        assert_eq!(order(&["03/04/2026"]), (Some(DayFirst), true));
        assert_eq!(order(&["29/04/2026", "04/29/2026"]), (Some(DayFirst), true));
        assert_eq!(order(&["3.4.2026", "2026-04-03"]), (None, false));
        assert_eq!(order(&["03/04/2026", "soon"]), (None, false));
    }

    #[test]
    fn names_are_one_column_or_two() {
        let of = |given: &[Option<Target>]| {
            let mut found = given.to_vec();
            split_names(&mut found);
            found
        };
        let (given, family, whole) = (
            Some(Target::GivenName),
            Some(Target::FamilyName),
            Some(Target::Name),
        );
        assert_eq!(
            of(&[whole.clone(), given.clone()]),
            [family.clone(), given.clone()]
        );
        assert_eq!(
            of(std::slice::from_ref(&given)),
            std::slice::from_ref(&whole)
        );
        assert_eq!(
            of(std::slice::from_ref(&family)),
            std::slice::from_ref(&whole)
        );
        assert_eq!(
            of(&[given.clone(), family.clone()]),
            [given.clone(), family.clone()]
        );
        assert_eq!(of(&[whole.clone(), given, family]), [whole, None, None]);
    }
}
