//! Layouts become pictures here: text is set, values are written, a page becomes a list of items, and the items a file.
//!
//! Pure: no input or output, no clock; fonts and images come in as bytes. `TEXT.md`, `FORMAT.md` and `PICTURE.md` beside this crate
//! are its laws, and the web client follows the same ones: what one side draws, the other draws too.

pub mod assets;
pub mod fonts;
pub mod format;
pub mod gate;
mod outline;
pub mod pdf;
pub mod raster;
pub mod scene;
mod stop;
pub mod svg;
pub mod text;

pub use assets::{Asset, AssetKind, Assets, SVG_MAX};
pub use fonts::{Face, Fonts, FontsError, Outline};
pub use format::format_value;
pub use pdf::{Enclosed, Standard, write_enclosing_pdf, write_pdf};
pub use raster::write_png;
pub use scene::{
    Ask, Composed, Context, Notice, Scene, compose, packed_sample, pictures_of, qr_svg,
};
pub use stop::{Failure, Stop};
pub use svg::{Title, write_svg};
pub use text::{Frame, Line, SetText, StyledRun, TextStyle, set_text};

/// Rises whenever the same layout would give another picture: kept pictures of an older one are not shown any more.
pub const RENDERER_VERSION: u32 = 1;
