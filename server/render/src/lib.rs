//! Layouts become pictures here: text is set, values are written, a page becomes a list of items.
//!
//! Pure: no input or output, no clock; fonts and images come in as bytes. `TEXT.md`, `FORMAT.md` and `PICTURE.md` beside this crate
//! are its laws, and the web client follows the same ones: what one side draws, the other draws too.

pub mod fonts;
pub mod format;
pub mod text;

pub use fonts::{Face, Fonts, FontsError, Outline};
pub use format::format_value;
pub use text::{Frame, Line, SetText, StyledRun, TextStyle, set_text};
