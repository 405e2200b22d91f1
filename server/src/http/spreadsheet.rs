//! Files that spreadsheets open.

/// A line of RFC 4180. A spreadsheet runs what begins as a formula does, so such a cell begins with an apostrophe.
pub fn csv_line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push('"');
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
            out.push('\'');
        }
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, written) in [
            ("Anna", "\"Anna\"\r\n"),
            ("say \"a\", b", "\"say \"\"a\"\", b\"\r\n"),
            ("=1+1", "\"'=1+1\"\r\n"),
            ("+41", "\"'+41\"\r\n"),
            ("-1", "\"'-1\"\r\n"),
            ("@SUM(A1)", "\"'@SUM(A1)\"\r\n"),
            ("\t=1", "\"'\t=1\"\r\n"),
            ("a=1", "\"a=1\"\r\n"),
            ("", "\"\"\r\n"),
        ] {
            let mut line = String::new();
            csv_line(&mut line, std::iter::once(cell.to_owned()));
            assert_eq!(line, written);
        }
    }
}
