//! Drawings that would like to be programs.

use super::*;

fn svg(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40\" height=\"30\">{inside}</svg>"
    )
}

fn stored(inside: &str) -> (String, Vec<AssetWarning>) {
    let picture = taken(svg(inside).as_bytes());
    assert_eq!(picture.kind, AssetType::Svg);
    (String::from_utf8(picture.bytes).unwrap(), picture.warnings)
}

fn refused(inside: &str) -> Refusal {
    read(svg(inside).as_bytes(), &BOUNDS).unwrap_err()
}

const DOT: &str = "<path d=\"M0 0h9v9z\" fill=\"#a00\"/>";

#[test]
fn shapes_gradients_and_classes_become_plain_paths() {
    let (text, warnings) = stored(
        "<style>.a{fill:url(#g)} rect.b{stroke:#00f;stroke-width:2}</style>
         <defs><linearGradient id='g'><stop offset='0' stop-color='red'/><stop offset='1' stop-color='blue'/></linearGradient></defs>
         <rect class='a b' x='1' y='2' width='20' height='10' rx='3'/><circle cx='9' cy='9' r='4'/>
         <g opacity='.5' transform='rotate(20)'><ellipse rx='3' ry='4' cx='10' cy='10'/></g>",
    );
    assert!(warnings.is_empty());
    assert!(text.contains("<linearGradient id=\"i"), "{text}");
    assert!(
        text.contains("fill=\"url(#i") && text.contains("stroke=\"#0000ff\""),
        "{text}"
    );
    assert_eq!(text.matches("<path").count(), 3, "{text}");
    assert!(
        !text.contains("class") && !text.contains("<style"),
        "{text}"
    );
    assert!(text.contains("viewBox=\"0 0 40 30\""), "{text}");
    // It is what it was: reading it again changes nothing.
    assert_eq!(taken(text.as_bytes()).bytes, text.as_bytes());
}

#[test]
fn nothing_runs_and_nothing_refers_elsewhere() {
    for (inside, warning) in [
        (
            "<script>alert(1)</script>",
            Some(AssetWarning::ScriptsLeftOut),
        ),
        (
            "<script xlink:href='http://evil.example/a.js'/>",
            Some(AssetWarning::ScriptsLeftOut),
        ),
        (
            "<rect width='1' height='1' onclick='alert(1)'/>",
            Some(AssetWarning::ScriptsLeftOut),
        ),
        (
            "<foreignObject width='9' height='9'><body xmlns='http://www.w3.org/1999/xhtml'><iframe src='http://evil.example'/></body></foreignObject>",
            Some(AssetWarning::ScriptsLeftOut),
        ),
        (
            "<a xlink:href='javascript:alert(1)'><rect width='1' height='1'/></a>",
            None,
        ),
        (
            "<image href='/etc/passwd' width='9' height='9'/>",
            Some(AssetWarning::PicturesLeftOut),
        ),
        (
            "<image href='file:///etc/passwd' width='9' height='9'/>",
            Some(AssetWarning::PicturesLeftOut),
        ),
        (
            "<image xlink:href='http://evil.example/a.png' width='9' height='9'/>",
            Some(AssetWarning::PicturesLeftOut),
        ),
        (
            "<image href='data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjxzY3JpcHQ+ZXZpbDwvc2NyaXB0Pjwvc3ZnPg==' width='9' height='9'/>",
            Some(AssetWarning::PicturesLeftOut),
        ),
        (
            "<image href='data:image/png;base64,iVBORw0KGgo=' width='9' height='9'/>",
            Some(AssetWarning::PicturesLeftOut),
        ),
        ("<use href='http://evil.example/a.svg#evil'/>", None),
        ("<use href='/etc/passwd#evil'/>", None),
        (
            "<style>@import url(http://evil.example/a.css); @font-face{font-family:evil;src:url(http://evil.example)} rect{fill:url(http://evil.example#a)}</style><rect width='9' height='9'/>",
            None,
        ),
        (
            "<rect width='9' height='9' style='fill:url(file:///etc/passwd#evil);background:url(http://evil.example)'/>",
            None,
        ),
        (
            "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>",
            None,
        ),
        (
            "<text x='1' y='9'>Text</text>",
            Some(AssetWarning::TextLeftOut),
        ),
        (
            "<rect width='9' height='9' filter='url(#f)'/><filter id='f'><feGaussianBlur stdDeviation='2'/></filter>",
            Some(AssetWarning::FiltersLeftOut),
        ),
        (
            "<filter id='f'><feImage href='file:///etc/passwd'/></filter><rect width='9' height='9' filter='url(#f)'/>",
            Some(AssetWarning::FiltersLeftOut),
        ),
        (
            "<rect width='9' height='9'><animate attributeName='href' to='javascript:alert(1)'/><set attributeName='x' to='1'/></rect>",
            Some(AssetWarning::AnimationLeftOut),
        ),
        (
            "<metadata>GPS 46.9480 N</metadata><title>secret</title><desc>secret</desc><!-- secret --><?evil secret?>",
            None,
        ),
        (
            "<g id='secret layer \"&amp;&lt;'><path id='x\" onload=\"alert(1)' d='M0 0h3v3z'/></g>",
            None,
        ),
        (
            "<handler xmlns='http://www.w3.org/2001/xml-events'>alert(1)</handler>",
            None,
        ),
    ] {
        let (text, warnings) = stored(&format!("{DOT}{inside}"));
        if let Some(warning) = warning {
            assert!(warnings.contains(&warning), "{inside}: {warnings:?}");
        } else {
            assert!(warnings.is_empty(), "{inside}: {warnings:?}");
        }
        assert!(text.contains("#aa0000"), "{inside}: {text}");
        let text = text.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for word in [
            "script", "onclick", "onload", "http", "file:", "data:", "passwd", "evil", "href",
            "image", "foreign", "style", "import", "secret", "GPS", "filter", "text", "animate",
            "<!", "<?", "&",
        ] {
            assert!(!text.contains(word), "{inside} left `{word}`: {text}");
        }
    }
}

#[test]
fn ids_of_any_kind_are_found_again() {
    for (id, written) in [
        ("plain", "plain"),
        ("Frame 1 &amp; 2", "Frame 1 &amp; 2"),
        ("&quot;quoted&quot;", "&quot;quoted&quot;"),
        ("Zürich", "Zürich"),
        ("a&lt;b", "a&#60;b"),
    ] {
        let (text, _) = stored(&format!(
            "<linearGradient id=\"g\" href=\"#{written}\" x2=\"0.5\"/><linearGradient id=\"{id}\"><stop stop-color=\"#123456\"/><stop offset=\"1\" stop-color=\"#fff\"/></linearGradient>
             <rect width=\"9\" height=\"9\" fill=\"url(#g)\"/><path id=\"{id}2\" d=\"M0 0h9\"/><use href=\"#{written}2\" y=\"3\"/><rect y=\"5\" width=\"9\" height=\"9\" fill=\"url(#{written})\"/><rect y=\"7\" width=\"9\" height=\"9\" style=\"fill: url(#{written})\"/>"
        ));
        assert!(text.contains("#123456"), "{id}: {text}");
        assert_eq!(
            text.matches("url(#i").count() + text.matches("url(#o").count(),
            3,
            "{id}: {text}"
        );
        assert!(text.contains("<linearGradient id=\"i"), "{id}: {text}");
    }
}

#[test]
fn entities_are_few_and_short() {
    let file = |declarations: &str, inside: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE svg [{declarations}]>{}",
            svg(inside)
        )
    };
    // As Illustrator writes them.
    let honest = file(
        "<!ENTITY ns \"http://ns.example/\"><!ENTITY c \"#aa0000\">",
        "<rect width='9' height='9' fill='&c;'/>",
    );
    assert!(
        String::from_utf8(taken(honest.as_bytes()).bytes)
            .unwrap()
            .contains("#aa0000")
    );
    let mut laughs = "<!ENTITY a0 \"ha\">".to_owned();
    for level in 1..20 {
        let before = format!("&a{};", level - 1).repeat(10);
        laughs.push_str(&format!("<!ENTITY a{level} \"{before}\">"));
    }
    let quadratic = format!("<!ENTITY a \"{}\">", "x".repeat(50_000));
    for hostile in [
        file(&laughs, "<title>&a19;</title>"),
        file(
            &quadratic,
            &format!("<title>{}</title>", "&a;".repeat(50_000)),
        ),
        file(
            "<!ENTITY a \"&#38;b;\"><!ENTITY b \"&#38;a;\">",
            "<title>&a;</title>",
        ),
        file("<!ENTITY a \"<g id='&quot;'/>\">", "<g>&a;&a;</g>"),
        file("<!ENTITY a '<g/>'>", "<g>&a;&a;</g>"),
        file("<!ENTITY % p \"<!ENTITY a 'b'>\"> %p;", DOT),
    ] {
        let refusal = read(hostile.as_bytes(), &BOUNDS).unwrap_err();
        assert!(
            matches!(refusal, Refusal::TooComplex(_) | Refusal::Unreadable(_)),
            "{refusal:?}"
        );
    }
    for declaration in [
        "<!ENTITY a SYSTEM \"file:///etc/passwd\">",
        "<!ENTITY a PUBLIC \"x\" \"http://evil.example/\">",
    ] {
        let hostile = file(declaration, &format!("{DOT}<title>&a;</title>"));
        assert!(matches!(
            read(hostile.as_bytes(), &BOUNDS),
            Err(Refusal::Unreadable(_))
        ));
    }
}

#[test]
fn few_elements_that_stand_for_many_are_refused() {
    let mut uses = "<g id='u0'><rect width='1' height='1'/></g>".to_owned();
    let mut patterns =
        "<pattern id='p0' width='1' height='1'><rect width='1' height='1'/></pattern>".to_owned();
    let mut by_class =
        "<pattern id='p0' width='1' height='1'><rect class='q0' width='1' height='1'/></pattern>"
            .to_owned();
    let mut sheet = String::new();
    let mut masks = "<mask id='m0'><rect width='1' height='1'/></mask>".to_owned();
    for level in 1..12 {
        let before = level - 1;
        uses += &format!(
            "<g id='u{level}'>{}</g>",
            format!("<use xlink:href='#u{before}'/>").repeat(10)
        );
        patterns += &format!(
            "<pattern id='p{level}' width='1' height='1'>{}</pattern>",
            format!("<rect width='1' height='1' fill='url(#p{before})'/>").repeat(10)
        );
        sheet += &format!(".q{level}{{fill:url(#p{before})}}");
        by_class += &format!(
            "<pattern id='p{level}' width='1' height='1'>{}</pattern>",
            format!("<rect class='q{level}' width='1' height='1'/>").repeat(10)
        );
        masks += &format!(
            "<mask id='m{level}'>{}</mask>",
            format!("<rect width='1' height='1' style='mask:url(\"#m{before}\")'/>").repeat(10)
        );
    }
    let points = "1 2 ".repeat(100_000);
    let marker = format!("<marker id='k'>{}</marker>", DOT.repeat(100));
    for hostile in [
        uses,
        format!("{patterns}<rect width='9' height='9' fill='url(#p11)'/>"),
        format!("<style>{sheet}</style>{by_class}<rect class='q11' width='9' height='9'/>"),
        format!("{masks}<rect width='9' height='9' mask='url(#m11)'/>"),
        format!("{marker}<path d='M{points}' marker-mid='url(#k)'/>"),
        format!("{marker}<g style='marker:url(#k)'><polyline points='{points}'/></g>"),
        format!("<style>path{{marker-mid:url(#k)}}</style>{marker}<path d='M{points}'/>"),
        "<g>".repeat(5_000) + DOT + &"</g>".repeat(5_000),
        DOT.repeat(201_000),
        format!("<g stroke-dasharray='{points}'>{}</g>", DOT.repeat(1_000)),
        format!("<style>path{{stroke-dasharray:{points}}}</style>{}", DOT.repeat(1_000)),
        format!("<style>{}</style>{}", "path:first-child{fill:red}".repeat(5_000), DOT.repeat(5_000)),
        "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>".to_owned(),
        "<pattern id='p' width='9' height='9'><rect width='9' height='9' fill='url(#p)'/></pattern>".to_owned(),
        (0..3_000).map(|at| format!("<linearGradient id='l{at}' href='#l{}'/>", at + 1)).collect(),
    ] {
        let start = std::time::Instant::now();
        let refusal = refused(&hostile);
        assert!(matches!(refusal, Refusal::TooComplex(_)), "{refusal:?}: {}", &hostile[..60]);
        assert!(start.elapsed().as_secs() < 30, "{:?}: {}", start.elapsed(), &hostile[..60]);
    }
}

#[test]
fn what_paints_over_itself_endlessly_is_refused() {
    let whole = "<rect width='40' height='30' fill='red'/>";
    let layer = format!("<g opacity='.9'>{whole}{whole}</g>");
    let zigzag = "L40 30 0 0".repeat(30_000);
    for hostile in [
        whole.repeat(3_000),
        layer.repeat(700),
        format!(
            "<mask id='m'>{whole}</mask>{}",
            "<g mask='url(#m)'><rect width='40' height='30'/></g>".repeat(400)
        ),
        format!(
            "<clipPath id='c'>{whole}</clipPath>{}",
            "<g clip-path='url(#c)'><rect width='40' height='30'/></g>".repeat(400)
        ),
        format!("<path d='M0 0{zigzag}'/>"),
        // A mask is as large as what it masks, not as it is written.
        format!(
            "<mask id='m' maskUnits='userSpaceOnUse' width='1' height='1'>{}</mask><g transform='scale(40)' mask='url(#m)'>{whole}</g>",
            "<rect width='1' height='1' fill='red'/>".repeat(3_000)
        ),
        "<path d='M0 0h40' stroke='red' stroke-dasharray='.001'/>".repeat(20),
    ] {
        assert!(
            matches!(refused(&hostile), Refusal::TooComplex(_)),
            "{}",
            &hostile[..60]
        );
    }
    // As many, but small; and a long coast.
    let small: String = (0..3_000)
        .map(|at| format!("<g opacity='.9'><rect x='{}' width='1' height='1'/><rect width='1' height='1'/></g>", at % 40))
        .collect();
    assert!(stored(&small).0.len() > 10_000);
    let coast: String = (0..30_000)
        .map(|at| format!("L{} {}", f64::from(at) / 800.0, at % 2))
        .collect();
    assert!(stored(&format!("<path d='M0 0{coast}'/>")).0.len() > 10_000);
}

#[test]
fn layers_and_tiles_that_fill_the_memory_are_refused() {
    let pattern = |attributes: &str| {
        format!(
            "<pattern id='p' patternUnits='userSpaceOnUse' {attributes}>{DOT}</pattern><rect width='40' height='30' fill='url(#p)'/>"
        )
    };
    let chain = |element: &str, attribute: &str| {
        let links: String = (0..40)
            .map(|at| {
                format!(
                    "<{element} id='c{at}' {attribute}='url(#c{})'><rect width='40' height='30'/></{element}>",
                    at + 1
                )
            })
            .collect();
        format!(
            "{links}<{element} id='c40'><rect width='40' height='30'/></{element}><g {attribute}='url(#c0)'><rect width='40' height='30'/></g>"
        )
    };
    for hostile in [
        pattern("width='100000' height='100000'"),
        pattern("width='40' height='30' patternTransform='scale(1000)'"),
        format!(
            "<g transform='scale(1000)'>{}</g>",
            pattern("width='40' height='30'")
        ),
        chain("mask", "mask"),
        chain("clipPath", "clip-path"),
        "<g opacity='.9'><rect width='40' height='30'/>".repeat(40) + &"</g>".repeat(40),
    ] {
        let refusal = refused(&hostile);
        assert!(
            matches!(refusal, Refusal::TooComplex(_)),
            "{refusal:?}: {hostile}"
        );
    }
    for honest in [
        pattern("width='4' height='3'"),
        pattern("width='40' height='30' patternTransform='rotate(30)'"),
    ] {
        assert!(stored(&honest).0.contains("<pattern"), "{honest}");
    }
}

#[test]
fn new_names_lead_to_no_other_element() {
    // Were the odd ids to take these names, each would draw ten of the next.
    let bomb: String = (0..12)
        .map(|at| {
            let uses = format!("<use href='#odd-{}'/>", at + 1).repeat(10);
            format!("<path id='odd-{at}' d='M0 0h1v1z'/><g id='{at}\"'>{uses}</g>")
        })
        .collect();
    assert_eq!(stored(&bomb).0.matches("<path").count(), 12 + 11 * 10);
}

#[test]
fn coordinates_beyond_all_numbers_are_refused_or_left_out() {
    for odd in ["1e39", "-1e39", "9e999", "NaN", "inf"] {
        let inside = format!(
            "{DOT}<path d='M0 0L{odd} 5L3 {odd}z'/><rect width='{odd}' height='3'/><g transform='scale({odd})'>{DOT}</g>"
        );
        match read(svg(&inside).as_bytes(), &BOUNDS) {
            Ok(picture) => {
                let text = String::from_utf8(picture.bytes).unwrap();
                assert!(
                    !text.contains("NaN") && !text.contains("inf"),
                    "{odd}: {text}"
                );
            }
            Err(refusal) => assert!(
                matches!(refusal, Refusal::Unreadable(_) | Refusal::TooComplex(_)),
                "{odd}: {refusal:?}"
            ),
        }
    }
}

#[test]
fn sizes_are_sensible() {
    let with_root = |attributes: &str| {
        let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}>{DOT}</svg>");
        read(text.as_bytes(), &BOUNDS)
            .map(|picture| (picture.width_millipixels, picture.height_millipixels))
    };
    for (attributes, size) in [
        ("width='40' height='30'", (40_000, 30_000)),
        (
            "width='24.5' height='10.25' viewBox='0 0 100 100'",
            (24_500, 10_250),
        ),
        ("viewBox='-5 -5 200 100'", (200_000, 100_000)),
        ("width='1in' height='25.4mm'", (96_000, 96_000)),
    ] {
        assert_eq!(with_root(attributes), Ok(size), "{attributes}");
    }
    for attributes in [
        "width='0' height='30'",
        "width='-4' height='30'",
        "width='1e30' height='1e30'",
        "viewBox='0 0 1e38 1e38'",
        "viewBox='0 0 0 0'",
        "width='0.00001' height='9'",
        "width='NaN' height='9'",
        "width='200000' height='9'",
    ] {
        let told = with_root(attributes);
        // usvg takes its own default for what it cannot read.
        assert!(
            matches!(told, Err(Refusal::TooManyPixels | Refusal::Unreadable(_)))
                || told == Ok((9_000, 9_000)),
            "{attributes}: {told:?}"
        );
    }
}

#[test]
fn other_encodings_and_packed_files_are_refused() {
    let text = svg(DOT);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut marked = vec![0xff, 0xfe];
    marked.extend(&wide);
    for bytes in [wide, marked, b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec()] {
        assert_eq!(read(&bytes, &BOUNDS).unwrap_err(), Refusal::TypeUnknown);
    }
    let with_mark = format!("\u{feff}  {text}");
    assert_eq!(taken(with_mark.as_bytes()).kind, AssetType::Svg);
    for broken in [
        "<svg",
        "<svg xmlns='http://www.w3.org/2000/svg'>",
        "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
    ] {
        assert!(
            matches!(
                read(broken.as_bytes(), &BOUNDS),
                Err(Refusal::Unreadable(_))
            ),
            "{broken}"
        );
    }
    assert_eq!(
        read(b"<svg width='3' height='3'/>", &BOUNDS).unwrap_err(),
        Refusal::TypeUnknown
    );
}
