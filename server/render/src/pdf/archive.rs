//! A file that is kept for good and read by everybody: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), with what it was made of inside.

use krilla::configure::{ConfigurationBuilder, validate::Accessibility, validate::Archival};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::Point;
use krilla::metadata::DateTime;
use krilla::outline::{Outline, OutlineNode};
use krilla::{Document, SerializeSettings};

use super::write;
use crate::assets::Assets;
use crate::fonts::Fonts;
use crate::scene::Scene;
use crate::stop::{Failure, Stop};
use crate::svg::Title;

/// What travels inside a file that is kept for good.
#[derive(Debug, Clone, Copy)]
pub struct Enclosed<'a> {
    /// What whoever takes it out calls it.
    pub name: &'a str,
    /// What it is: `application/vc`.
    pub media_type: &'a str,
    /// What it is, for people.
    pub description: &'a str,
    /// Its bytes, as they are found in the file again.
    pub bytes: &'a [u8],
    /// When it was made, in UTC: year, month, day, hour, minute, second. The file has the same moment, so that it has the same bytes whenever it is drawn.
    pub made: [u16; 6],
}

/// By what a file with another inside is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-3a and PDF/UA-1: kept for good.
    Archive,
    /// Neither: for what they do not take, such as a letter that no face has.
    Plain,
}

/// Writes the pages as one file with a file inside.
///
/// # Errors
/// As [`super::write_pdf`]; or something in the pages is not as the standard wants it.
pub fn write_enclosing_pdf(
    scenes: &[Scene],
    title: Title<'_>,
    (enclosed, standard): (&Enclosed<'_>, Standard),
    fonts: &Fonts,
    assets: &Assets,
    stop: &Stop,
) -> Result<Vec<u8>, Failure> {
    let settings = match standard {
        Standard::Archive => settings()?,
        Standard::Plain => SerializeSettings::default(),
    };
    write(scenes, title, Some(enclosed), settings, fonts, assets, stop)
}

/// Both standards are checked while the file is written.
fn settings() -> Result<SerializeSettings, Failure> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|cause| Failure::Writing(format!("{cause:?}")))?;
    Ok(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    })
}

/// When a file was made.
pub(super) fn moment([year, month, day, hour, minute, second]: [u16; 6]) -> DateTime {
    let small = |number: u16| u8::try_from(number).unwrap_or(0);
    DateTime::new(year)
        .month(small(month))
        .day(small(day))
        .hour(small(hour))
        .minute(small(minute))
        .second(small(second))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// Puts it in, and an outline, which readers for the blind go by.
pub(super) fn enclose(
    document: &mut Document,
    enclosed: &Enclosed<'_>,
    title: Title<'_>,
) -> Result<(), Failure> {
    let unwritable = || Failure::Writing("what is enclosed has no name".to_owned());
    let file = EmbeddedFile {
        path: enclosed.name.to_owned(),
        mime_type: Some(MimeType::new(enclosed.media_type).ok_or_else(unwritable)?),
        description: Some(enclosed.description.to_owned()),
        association_kind: AssociationKind::Source,
        data: enclosed.bytes.to_vec().into(),
        modification_date: Some(moment(enclosed.made)),
        compress: Some(true),
        location: None,
    };
    document.embed_file(file).ok_or_else(unwritable)?;
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
    outline.push_child(OutlineNode::new(title.text.to_owned(), top));
    document.set_outline(outline);
    Ok(())
}
