use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const MOST: usize = 1_000;

fn read_text(text: impl AsRef<[u8]>) -> Result<Table, Refusal> {
    read(text.as_ref(), &ListReadingBody::default(), MOST)
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    let rows = table.rows.iter();
    rows.map(|row| row.cells.iter().map(String::as_str).collect())
        .collect()
}

fn unreadable(table: Result<Table, Refusal>) -> String {
    match table {
        Err(Refusal::Unreadable(why)) => why,
        other => panic!("expected a refusal: {other:?}"),
    }
}

fn too_large(table: Result<Table, Refusal>) -> String {
    match table {
        Err(Refusal::TooLarge(why)) => why,
        other => panic!("expected a refusal: {other:?}"),
    }
}

#[test]
fn what_stands_between_cells_is_found_out() {
    for (delimiter, text) in [
        (";", "Name;E-Mail\nMüller, Anna;anna@example.ch\n"),
        (",", "Name,E-Mail\n\"Müller, Anna\",anna@example.ch\n"),
        ("\t", "Name\tE-Mail\nMüller, Anna\tanna@example.ch\n"),
        ("|", "Name|E-Mail\r\nMüller, Anna|anna@example.ch\r\n"),
        (";", "sep=;\nName;E-Mail\nMüller, Anna;anna@example.ch"),
    ] {
        let table = read_text(text).unwrap();
        assert_eq!(
            table.reading.delimiter.as_deref(),
            Some(delimiter),
            "{text}"
        );
        assert_eq!(table.names, ["Name", "E-Mail"], "{text}");
        assert_eq!(
            cells(&table),
            [["Müller, Anna", "anna@example.ch"]],
            "{text}"
        );
    }
    let one = read_text("Name\nAnna\n").unwrap();
    assert_eq!(cells(&one), [["Anna"]], "a list may have one column");
}

#[test]
fn encodings_are_found_out() {
    let text = "Name;Ort\nJosé Müller;Zürich\nRène Çelik;Genève\n";
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let with_mark = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for (name, bytes) in [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8", with_mark),
        ("windows-1252", latin.to_vec()),
        ("UTF-16LE", wide(u16::to_le_bytes)),
        ("UTF-16BE", wide(u16::to_be_bytes)),
        (
            "UTF-16LE",
            [b"\xff\xfe".to_vec(), wide(u16::to_le_bytes)].concat(),
        ),
    ] {
        let table = read_text(&bytes).unwrap();
        assert_eq!(table.reading.encoding.as_deref(), Some(name));
        assert_eq!(
            cells(&table),
            [["José Müller", "Zürich"], ["Rène Çelik", "Genève"]],
            "{name}"
        );
    }
    let asked = ListReadingBody {
        encoding: Some("macintosh".to_owned()),
        ..ListReadingBody::default()
    };
    let (mac, _, _) = (b"Name\nZ\x9frich\n", (), ());
    assert_eq!(cells(&read(mac, &asked, MOST).unwrap()), [["Zürich"]]);
}

#[test]
fn what_is_no_list_is_refused_with_its_place() {
    let mixed = [b"Name\nM\xc3\xbcller\nM\xfcller\n".as_slice()].concat();
    assert!(unreadable(read_text(mixed)).contains("line 2 is UTF-8, and line 3 is not"));
    assert!(unreadable(read_text("Name\nAn\0na\n")).contains("line 2"));
    assert!(unreadable(read_text("")).contains("nothing"));
    assert!(unreadable(read_text("\n\n;;;\n \n")).contains("nothing"));
    assert!(unreadable(read_text(b"PK\x03\x04 and no more")).contains("workbook"));
    let binary: Vec<u8> = (0..4_096_u32).map(|it| (it * 7 % 256) as u8).collect();
    assert!(matches!(read_text(binary), Err(Refusal::Unreadable(_))));
    let asked = ListReadingBody {
        encoding: Some("klingon".to_owned()),
        ..ListReadingBody::default()
    };
    assert!(unreadable(read(b"Name\nAnna", &asked, MOST)).contains("klingon"));
    let asked = ListReadingBody {
        encoding: Some("UTF-8".to_owned()),
        ..ListReadingBody::default()
    };
    assert!(unreadable(read(b"Name\nM\xfcller", &asked, MOST)).contains("UTF-8"));
}

#[test]
fn a_list_is_bounded() {
    let rows = format!("Name\n{}", "Anna\n".repeat(MOST));
    assert_eq!(read_text(&rows).unwrap().rows.len(), MOST);
    assert!(too_large(read_text(format!("{rows}Bea\n"))).contains("1000 rows"));
    let no_header = format!("a@b.ch\n{}", "a@b.ch\n".repeat(MOST));
    assert!(too_large(read_text(no_header)).contains("1000 rows"));
    let wide = format!("Name{}\n", ";x".repeat(COLUMNS));
    assert!(too_large(read_text(wide)).contains("100 columns"));
    let open = format!("Name;Ort\n\"Anna;Bern\n{}", "Bea;Chur\n".repeat(900));
    assert!(too_large(read_text(open)).contains("quotation mark"));
}

#[test]
fn the_first_row_names_columns_or_does_not() {
    let table = read_text("Anna Muster;anna@example.ch\nBea Muster;bea@example.ch\n").unwrap();
    assert_eq!(table.reading.header, Some(false));
    assert_eq!((table.names.len(), table.rows.len()), (2, 2));
    let asked = ListReadingBody {
        header: Some(true),
        ..ListReadingBody::default()
    };
    let table = read(b"12;13\nAnna;Bern\n", &asked, MOST).unwrap();
    assert_eq!(table.names, ["12", "13"]);
}

#[test]
fn lines_are_those_of_the_file() {
    let table = read_text("Name;Ort\n\nAnna;\"Bern\nBümpliz\"\n;\nBea;Chur\n").unwrap();
    let lines: Vec<u32> = table.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [3, 6]);
    assert_eq!(cells(&table)[0][1], "Bern\nBümpliz");
    let table = read_text("sep=;\nName;Ort\nAnna;Bern\n").unwrap();
    assert_eq!(table.rows[0].line, 3);
}

/// A workbook with sheets of cells: text, or XML of a cell where it begins with `<`.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: String| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    part(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
            .to_owned(),
    );
    part(
        "_rels/.rels",
        format!(
            "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let names: String = sheets
        .iter()
        .enumerate()
        .map(|(at, (name, _))| {
            format!(
                "<sheet name=\"{name}\" sheetId=\"{}\" r:id=\"s{at}\"/>",
                at + 1
            )
        })
        .collect();
    part(
        "xl/workbook.xml",
        format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"
        ),
    );
    let targets: String = (0..sheets.len())
        .map(|at| format!("<Relationship Id=\"s{at}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"))
        .collect();
    part(
        "xl/_rels/workbook.xml.rels",
        format!(
            "<Relationships xmlns=\"{relations}\">{targets}<Relationship Id=\"st\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
        ),
    );
    // The second format is a day.
    part(
        "xl/styles.xml",
        format!(
            "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
        ),
    );
    for (at, (_, rows)) in sheets.iter().enumerate() {
        let mut text = String::new();
        for (row, cells) in rows.iter().enumerate() {
            let row = row + 1;
            text.push_str(&format!("<row r=\"{row}\">"));
            for (column, cell) in cells.iter().enumerate() {
                let place = format!("{}{row}", char::from(b'A' + u8::try_from(column).unwrap()));
                match cell.strip_prefix('<') {
                    Some(rest) => text.push_str(&format!("<c r=\"{place}\" {rest}")),
                    None => text.push_str(&format!(
                        "<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"
                    )),
                }
            }
            text.push_str("</row>");
        }
        part(
            &format!("xl/worksheets/sheet{at}.xml"),
            format!("<worksheet xmlns=\"{main}\"><sheetData>{text}</sheetData></worksheet>"),
        );
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn workbooks_are_read() {
    let people: &[&[&str]] = &[
        &["Name", "Punkte", "Datum", "Summe"],
        &[
            "Anna Müller",
            "<><v>5.5</v></c>",
            "<s=\"1\"><v>46355</v></c>",
            "<><f>1+1</f><v>2</v></c>",
        ],
        &[],
        &[
            "Bea",
            "<><v>12</v></c>",
            "<t=\"str\"><f>\"x\"</f><v>29.11.2026</v></c>",
            "<t=\"e\"><v>#REF!</v></c>",
        ],
    ];
    let file = workbook(&[
        ("Leer", &[]),
        ("Personen", people),
        ("Andere", &[&["Name"], &["Carl"]]),
    ]);
    let table = read(&file, &ListReadingBody::default(), MOST).unwrap();
    assert_eq!(table.format, ListFormat::Xlsx);
    assert_eq!(table.sheets, ["Leer", "Personen", "Andere"]);
    assert_eq!(table.reading.sheet.as_deref(), Some("Personen"));
    assert_eq!(
        cells(&table),
        [
            ["Anna Müller", "5.5", "2026-11-29", "2"],
            ["Bea", "12", "29.11.2026", "#REF!"]
        ]
    );
    assert_eq!((table.rows[0].line, table.rows[1].line), (2, 4));
    let asked = |sheet: &str| ListReadingBody {
        sheet: Some(sheet.to_owned()),
        ..ListReadingBody::default()
    };
    assert_eq!(
        cells(&read(&file, &asked("Andere"), MOST).unwrap()),
        [["Carl"]]
    );
    assert!(unreadable(read(&file, &asked("Leer"), MOST)).contains("Leer"));
}

#[test]
fn a_zip_that_swells_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default())
        .unwrap();
    let zeros = vec![0_u8; 1024 * 1024];
    for _ in 0..=100 {
        zip.write_all(&zeros).unwrap();
    }
    let file = zip.finish().unwrap().into_inner();
    assert!(file.len() < 1024 * 1024, "it is small as it comes");
    assert!(too_large(read_text(file)).contains("larger"));
}

/// A workbook whose texts are in a part of their own.
fn with_texts(texts: &[u8], cells: &[&[&str]]) -> Vec<u8> {
    let plain = workbook(&[("Personen", cells)]);
    let mut zip = ZipWriter::new_append(Cursor::new(plain)).unwrap();
    let part = SimpleFileOptions::default();
    zip.start_file("xl/sharedStrings.xml", part).unwrap();
    zip.write_all(texts).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn texts_that_cells_share_take_no_more_memory_than_they_are() {
    let cell: &[&[&str]] = &[&["<t=\"s\"><v>0</v></c>"]];
    let texts = |count: &str, text: &str| {
        format!(
            "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" uniqueCount={count}><si><t>{text}</t></si></sst>"
        )
    };
    let one = with_texts(texts("\"1\"", "Anna").as_bytes(), cell);
    let asked = ListReadingBody {
        header: Some(false),
        ..ListReadingBody::default()
    };
    assert_eq!(cells(&read(&one, &asked, MOST).unwrap()), [["Anna"]]);
    for count in [
        "\"1000000000000\"",
        "'1000000000000'",
        " \n\"99999999999999999999999\"",
    ] {
        let lying = with_texts(texts(count, "Anna").as_bytes(), cell);
        assert!(
            unreadable(read(&lying, &asked, MOST)).contains("texts"),
            "{count}"
        );
    }
    let wide: Vec<u8> = texts("\"1\"", "Anna")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(unreadable(read(&with_texts(&wide, cell), &asked, MOST)).contains("parts"));
    let empty = format!("<sst>{}</sst>", "<si/>".repeat(500_001));
    assert!(too_large(read(&with_texts(empty.as_bytes(), cell), &asked, MOST)).contains("larger"));
    // One text of ten thousand letters, in many cells.
    let long = with_texts(texts("\"1\"", &"x".repeat(10_000)).as_bytes(), cell);
    assert!(too_large(read(&long, &asked, MOST)).contains("letters"));
    let row: Vec<&str> = vec!["<t=\"s\"><v>0</v></c>"; 20];
    let rows: Vec<&[&str]> = vec![&row; 900];
    let many = with_texts(texts("\"1\"", &"x".repeat(CELL_LETTERS)).as_bytes(), &rows);
    assert!(too_large(read(&many, &asked, MOST)).contains("larger"));
}

/// Each format of cells is read with copies of what it names.
#[test]
fn formats_take_no_more_memory_than_they_are() {
    let styles = |text: String| {
        let file = workbook(&[("Personen", &[&["Anna"]])]);
        let mut old = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        let mut new = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..old.len() {
            let part = old.by_index_raw(index).unwrap();
            if !part.name().unwrap().ends_with("styles.xml") {
                new.raw_copy_file(part).unwrap();
            }
        }
        new.start_file("xl/styles.xml", SimpleFileOptions::default())
            .unwrap();
        new.write_all(text.as_bytes()).unwrap();
        let file = new.finish().unwrap().into_inner();
        let asked = ListReadingBody {
            header: Some(false),
            ..ListReadingBody::default()
        };
        read(&file, &asked, MOST)
    };
    let formats = |number: &str, xf: &str, many: usize| {
        format!(
            "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"{number}\"/></numFmts><cellXfs>{}</cellXfs></styleSheet>",
            xf.repeat(many)
        )
    };
    let fair = styles(formats("0.00", "<xf numFmtId=\"200\"/>", 1_000));
    assert_eq!(cells(&fair.unwrap()), [["Anna"]]);
    for hostile in [
        formats("0", "<xf/>", 70_001),
        formats("0", "<x:xf />", 70_001),
        formats(&"0".repeat(2_000), "<xf numFmtId=\"200\"/>", 3),
        format!(
            "<styleSheet><fonts><font><name val='{}'/></font></fonts></styleSheet>",
            "x".repeat(2_000)
        ),
        " ".repeat(4 * 1024 * 1024 + 1),
    ] {
        assert!(too_large(styles(hostile)).contains("larger"));
    }
}
