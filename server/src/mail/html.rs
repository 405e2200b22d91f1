//! The text of a mail as HTML.

use maud::{DOCTYPE, html};

/// A text as HTML that shows the same: paragraphs, lines, and addresses that stand alone as links. Nothing in it comes from elsewhere.
pub(super) fn html_of(language: &str, text: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; }
            body style="margin:0;padding:24px;background:#fbfaf7;color:#1b1d22;font:16px/1.5 sans-serif" {
                div style="max-width:560px" {
                    @for paragraph in text.split("\n\n").map(str::trim).filter(|it| !it.is_empty()) {
                        p style="margin:0 0 16px;overflow-wrap:anywhere" {
                            @for (at, line) in paragraph.lines().enumerate() {
                                @if at > 0 { br; }
                                @if is_address(line) { a href=(line) style="color:#9e2b25" { (line) } } @else { (line) }
                            }
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

/// A line that is an address of the web, and nothing else.
fn is_address(line: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|it| line.starts_with(it))
        && !line.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_says_what_the_text_says_and_runs_nothing() {
        let text = "Grüezi <script>x</script>\nzwei & drei\n\nhttps://example.org/a?b=1&c=\"2\"\n\njavascript:alert(1)\n\nhttps://example.org und mehr\n";
        let html = html_of("de", text);
        for part in [
            "<html lang=\"de\">",
            "Grüezi &lt;script&gt;x&lt;/script&gt;<br>zwei &amp; drei</p>",
            "<a href=\"https://example.org/a?b=1&amp;c=&quot;2&quot;\"",
            ">javascript:alert(1)</p>",
            ">https://example.org und mehr</p>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert_eq!(html.matches("<a ").count(), 1, "{html}");
    }
}
