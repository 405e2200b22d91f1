//! One picture, from the wish to the bytes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use imprimatur_crdt::Layout;
use imprimatur_protocol::{DraftId, ErrorCode, OrganisationId};
use imprimatur_render::{
    Ask, Assets, Context, Enclosed, Failure, Fonts, RENDERER_VERSION, Scene, Standard, Stop, Title,
    compose, pictures_of, write_enclosing_pdf, write_pdf, write_png, write_svg,
};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::spawn_blocking;

use super::Pictures;
use super::images::of_published;
use super::model::{Format, Key, Wish, page_not_found};
use crate::assets::PublishedImage;
use crate::collab::DraftHead;
use crate::error::{Error, Kind, Result};

/// What a certificate's QR code says in a picture that is kept: nothing of this server's own address, which may change when the picture
/// may not.
const VERIFICATION: &str = "https://imprimatur.example/v/sample";

/// A picture and its name.
pub(super) struct Picture {
    pub(super) key: Key,
    pub(super) bytes: Bytes,
    /// Of its template.
    pub(super) name: String,
}

/// What is known before anything is drawn.
pub(super) enum Known {
    /// The caller has it already.
    Same(Key),
    Picture(Picture),
}

/// Asks the work to end when nobody waits for it any more.
pub(super) struct StopOnDrop(pub(super) Stop);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.ask();
    }
}

/// What is to be seen of a layout that is no draft's.
pub struct Shown {
    /// What sort of file.
    pub format: Format,
    /// From 0; none: all pages of a PDF.
    pub page: Option<usize>,
    /// One of the layout's.
    pub language: String,
    /// What a reader of the file calls it.
    pub title: String,
    /// What it is filled in with; none: with its samples.
    pub filled: Option<Filled>,
    /// The images that it may show, by what the layout calls them; none: those of the organisation.
    pub images: Option<BTreeMap<String, PublishedImage>>,
}

/// What a certificate is filled in with.
pub struct Filled {
    /// Values of the merge fields by key.
    pub values: BTreeMap<String, String>,
    /// Where it can be checked: what its QR code says.
    pub verification: String,
    /// The signed certificate, packed, for a code that holds all of it; none: it says too much for one.
    pub packed: Option<String>,
    /// The credential that its PDF holds; none: it is not issued yet.
    pub credential: Option<Enclosure>,
}

/// A credential inside a PDF.
pub struct Enclosure {
    /// What whoever takes it out calls it.
    pub name: String,
    /// What it is, for people.
    pub description: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When it was signed, in UTC: year, month, day, hour, minute, second.
    pub made: [u16; 6],
}

impl Enclosure {
    fn enclosed(&self) -> Enclosed<'_> {
        Enclosed {
            name: &self.name,
            media_type: "application/vc",
            description: &self.description,
            bytes: &self.bytes,
            made: self.made,
        }
    }
}

/// A place among those that are drawn, and one among those that wait for it.
pub(super) struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

/// What is drawn.
struct Drawing {
    layout: Layout,
    wish: Wish,
    language: String,
    name: String,
    verification: String,
    packed: Option<String>,
    /// Whether a field without a value stays empty.
    is_issued: bool,
    credential: Option<Enclosure>,
    /// None: those that the organisation has.
    images: Option<Assets>,
}

/// Where the picture is asked for, and with what.
pub(super) struct Request<'a> {
    pub(super) organisation: OrganisationId,
    pub(super) draft: DraftId,
    pub(super) wish: Wish,
    /// What a certificate's QR code says in a draft.
    pub(super) verification: String,
    /// Whether the caller has the picture of a tag.
    pub(super) has: &'a (dyn Fn(&str) -> bool + Sync),
}

impl Request<'_> {
    fn key(&self, head: u64, name: &str) -> Key {
        let wish = &self.wish;
        let values = serde_json::to_vec(&wish.values).expect("strings are JSON");
        let page = wish.page.map_or(u64::MAX, |page| page as u64);
        Key::of(&[
            &RENDERER_VERSION.to_be_bytes(),
            self.organisation.to_string().as_bytes(),
            self.draft.to_string().as_bytes(),
            &head.to_be_bytes(),
            name.as_bytes(),
            wish.format.ending().as_bytes(),
            &page.to_be_bytes(),
            &wish.scale.to_bits().to_be_bytes(),
            wish.locale.as_deref().unwrap_or_default().as_bytes(),
            &values,
            self.verification.as_bytes(),
        ])
    }
}

impl Pictures {
    /// The picture, drawn anew only when nobody has it. Counted by what became of it.
    pub(super) async fn picture(&self, request: Request<'_>) -> Result<Known> {
        let format = request.wish.format.ending();
        let found = self.found(request).await;
        let outcome = match &found {
            Ok((_, outcome)) => *outcome,
            Err(error) => match error.code() {
                ErrorCode::RenderBusy => "busy",
                ErrorCode::RenderTimeout => "late",
                _ if error.kind().is_ours() => "failed",
                _ => "refused",
            },
        };
        metrics::counter!("imprimatur_pictures_total", "format" => format, "outcome" => outcome)
            .increment(1);
        found.map(|(known, _)| known)
    }

    /// The picture, and whether it was drawn.
    async fn found(&self, request: Request<'_>) -> Result<(Known, &'static str)> {
        let DraftHead { head, name } = self
            .0
            .collab
            .head(request.organisation, request.draft)
            .await?;
        let key = request.key(head, &name);
        if (request.has)(&key.tag()) {
            return Ok((Known::Same(key), "unchanged"));
        }
        if let Some(bytes) = self.0.cache.get(&key) {
            return Ok((Known::Picture(Picture { key, bytes, name }), "cached"));
        }
        let turn = self.turn().await?;
        let committed = self
            .0
            .collab
            .layout(request.organisation, request.draft)
            .await?;
        // Edits may have come in between: the picture is named after what it shows.
        let key = request.key(committed.head, &name);
        let language = language(&committed.layout, request.wish.locale.as_deref())?;
        let drawing = Drawing {
            layout: committed.layout,
            wish: request.wish,
            language,
            name: name.clone(),
            verification: request.verification,
            packed: None,
            is_issued: false,
            credential: None,
            images: None,
        };
        let bytes = self.drawn(turn, request.organisation, drawing).await?;
        self.0.cache.put(key.clone(), bytes.clone());
        Ok((Known::Picture(Picture { key, bytes, name }), "drawn"))
    }

    /// A layout that is no draft's, as a picture. It is drawn anew each time.
    ///
    /// # Errors
    /// There is no such page or language, the picture would be too large, or too many are being drawn.
    pub async fn of_layout(
        &self,
        organisation: OrganisationId,
        layout: Layout,
        shown: Shown,
    ) -> Result<Bytes> {
        let turn = self.turn().await?;
        let is_issued = shown.filled.is_some();
        let (values, verification, packed, credential) = match shown.filled {
            Some(filled) => (
                Some(filled.values),
                filled.verification,
                filled.packed,
                filled.credential,
            ),
            None => (None, VERIFICATION.to_owned(), None, None),
        };
        let drawing = Drawing {
            language: language(&layout, Some(&shown.language))?,
            layout,
            wish: Wish {
                format: shown.format,
                page: shown.page,
                scale: 1.0,
                locale: Some(shown.language),
                values,
            },
            name: shown.title,
            verification,
            packed,
            is_issued,
            credential,
            images: shown.images.map(|images| {
                let images = images.into_iter();
                images
                    .map(|(id, image)| (id, of_published(&image)))
                    .collect()
            }),
        };
        self.drawn(turn, organisation, drawing).await
    }

    /// A place among those that are drawn; refused when all places to wait in are taken.
    pub(super) async fn turn(&self) -> Result<Turn> {
        let busy = || {
            Error::new(
                Kind::Busy,
                ErrorCode::RenderBusy,
                "Too many pictures are being drawn. Try again in a moment.",
            )
        };
        let place = Arc::clone(&self.0.places)
            .try_acquire_owned()
            .map_err(|_| busy())?;
        let turn = Arc::clone(&self.0.turns)
            .acquire_owned()
            .await
            .map_err(|cause| Error::internal("waiting to draw").caused_by(cause))?;
        Ok(Turn {
            _place: place,
            _turn: turn,
        })
    }

    async fn drawn(
        &self,
        turn: Turn,
        organisation: OrganisationId,
        drawing: Drawing,
    ) -> Result<Bytes> {
        let Drawing {
            layout,
            wish,
            language,
            name,
            verification,
            packed,
            is_issued,
            credential,
            images,
        } = drawing;
        let fonts = self.fonts().await?;
        let assets = match images {
            Some(images) => images,
            None => {
                let shown = pictures_of(&layout, &language, wish.values.as_ref());
                self.images(organisation, shown).await?
            }
        };
        let stop = Stop::default();
        let stopping = StopOnDrop(stop.clone());
        let work = Work {
            layout,
            wish,
            language,
            name,
            verification,
            packed,
            is_issued,
            credential,
            fonts,
            assets,
            stop,
        };
        let drawing = spawn_blocking(move || {
            // Held by the work itself: it may go on for a moment when its request has been given up.
            let _turn = turn;
            let (started, format) = (Instant::now(), work.wish.format.ending());
            let drawn = work.draw();
            if drawn.is_ok() {
                metrics::histogram!("imprimatur_pictures_draw_seconds", "format" => format)
                    .record(started.elapsed());
            }
            drawn
        });
        let seconds = self.0.platform.config.limits.render_seconds;
        let drawn = tokio::time::timeout(Duration::from_secs(seconds), drawing).await;
        drop(stopping);
        match drawn {
            Err(_) => Err(timed_out(seconds)),
            Ok(Err(cause)) => Err(Error::internal("drawing").caused_by(cause)),
            Ok(Ok(drawn)) => Ok(Bytes::from(drawn.map_err(refused)?)),
        }
    }
}

/// The language to draw in: one of the layout's.
fn language(layout: &Layout, wanted: Option<&str>) -> Result<String> {
    let found = match wanted {
        None => layout.languages.first(),
        Some(wanted) => layout.languages.iter().find(|it| *it == wanted),
    };
    found.cloned().ok_or_else(|| {
        Error::invalid(
            ErrorCode::LocaleUnknown,
            format!(
                "The layout's languages are {}.",
                layout.languages.join(", ")
            ),
        )
    })
}

pub(super) fn timed_out(seconds: u64) -> Error {
    Error::new(
        Kind::Busy,
        ErrorCode::RenderTimeout,
        format!(
            "The picture could not be drawn within {seconds} seconds. Try again, or make the layout simpler."
        ),
    )
}

pub(super) fn refused(failure: Failure) -> Error {
    match failure {
        Failure::NoSuchPage => page_not_found(),
        Failure::TooLarge => Error::unprocessable(
            ErrorCode::PictureTooLarge,
            "The layout holds more than a picture can show, or the picture would have too many pixels at this scale.",
        ),
        // Nobody asked for the end but whoever does not listen any more.
        Failure::Stopped => Error::new(
            Kind::Busy,
            ErrorCode::RenderTimeout,
            "The picture was given up before it was drawn. Try again.",
        ),
        failure @ Failure::Writing(_) => Error::internal("writing a picture").caused_by(failure),
    }
}

/// Everything that drawing needs, away from the async threads.
struct Work {
    layout: Layout,
    wish: Wish,
    language: String,
    name: String,
    verification: String,
    packed: Option<String>,
    is_issued: bool,
    credential: Option<Enclosure>,
    fonts: Arc<Fonts>,
    assets: Assets,
    stop: Stop,
}

impl Work {
    fn draw(&self) -> Result<Vec<u8>, Failure> {
        let title = Title {
            text: &self.name,
            language: &self.language,
        };
        let (fonts, assets, stop) = (&*self.fonts, &self.assets, &self.stop);
        let page = self.wish.page.unwrap_or_default();
        match self.wish.format {
            Format::Svg => {
                write_svg(&self.scene(page)?, title, fonts, assets, stop).map(String::into_bytes)
            }
            Format::Png => write_png(&self.scene(page)?, self.wish.scale, fonts, assets, stop),
            Format::Pdf => {
                let pages = match self.wish.page {
                    Some(page) => page..page + 1,
                    None => 0..self.layout.pages.len(),
                };
                let scenes = pages
                    .map(|page| self.scene(page))
                    .collect::<Result<Vec<_>, _>>()?;
                match &self.credential {
                    Some(credential) => {
                        let enclosed = credential.enclosed();
                        let written = |standard| {
                            let inside = (&enclosed, standard);
                            write_enclosing_pdf(&scenes, title, inside, fonts, assets, stop)
                        };
                        match written(Standard::Archive) {
                            // A name in letters that no face has: better a plain file than none.
                            Err(Failure::Writing(_)) => {
                                // Why would name letters of somebody.
                                tracing::warn!(
                                    "a certificate is a plain PDF: something in it is not as PDF/A and PDF/UA want it, such as a letter without a face"
                                );
                                written(Standard::Plain)
                            }
                            done => done,
                        }
                    }
                    None => write_pdf(&scenes, title, fonts, assets, stop),
                }
            }
        }
    }

    fn scene(&self, page: usize) -> Result<Scene, Failure> {
        let ask = Ask {
            page,
            language: &self.language,
            values: self.wish.values.as_ref(),
            is_issued: self.is_issued,
        };
        let context = Context {
            fonts: &self.fonts,
            picture_size: &|id| self.assets.get(id).map(|asset| asset.size),
            verification: &self.verification,
            packed: self.packed.as_deref(),
            stop: &self.stop,
        };
        compose(&self.layout, ask, &context).map(|composed| composed.scene)
    }
}
