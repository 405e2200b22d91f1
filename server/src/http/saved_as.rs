//! `Content-Disposition`: what a browser that saves a file is told to call it (RFC 6266).

use std::fmt::Write as _;

/// The header's value. `how`: `inline` or `attachment`. The name comes twice: in plain ASCII, and exactly (RFC 8187).
pub fn saved_as(how: &str, file: &str) -> String {
    let plain: String = file
        .chars()
        .map(|it| match it {
            '"' | '\\' | '%' | '/' => '_',
            it if it.is_ascii_graphic() || it == ' ' => it,
            _ => '_',
        })
        .collect();
    let mut exact = String::new();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            exact.push(char::from(byte));
        } else {
            write!(exact, "%{byte:02X}").expect("a string takes everything");
        }
    }
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}
