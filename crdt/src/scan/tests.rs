//! Cases for the scan: bytes written by hand, and those that yrs writes.

use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Array, Doc, Map, MapPrelim, ReadTxn, Text, TextPrelim, Transact, Update, XmlElementPrelim,
    XmlFragment,
};

use super::*;

fn accepted(bytes: &[u8]) -> Scan {
    let scan =
        scan(bytes, &ScanLimits::default()).unwrap_or_else(|error| panic!("{error}: {bytes:?}"));
    agrees_with_yrs(&scan, bytes);
    scan
}

/// The ranges of a scan are those of yrs' own decoder.
fn agrees_with_yrs(scan: &Scan, bytes: &[u8]) {
    let update = Update::decode_v1(bytes).expect("yrs decodes what was scanned");
    let mut theirs = Vec::new();
    for (client, ranges) in update.insertions(true).iter() {
        theirs.extend(ranges.iter().map(|it| (client.get(), it.start, it.end)));
    }
    let mut ours: Vec<_> = scan
        .insertions()
        .map(|it| (it.client.get(), it.from, it.to))
        .collect();
    theirs.sort_unstable();
    ours.sort_unstable();
    assert_eq!(ours, theirs);
    let mut theirs = Vec::new();
    for (client, ranges) in update.delete_set().iter() {
        theirs.extend(ranges.iter().map(|it| (client.get(), it.start, it.end)));
    }
    let mut ours: Vec<_> = scan
        .deletions
        .iter()
        .map(|it| (it.client.get(), it.from, it.to))
        .collect();
    theirs.sort_unstable();
    ours.sort_unstable();
    assert_eq!(ours, theirs);
}

fn refused(bytes: &[u8]) -> ScanError {
    scan(bytes, &ScanLimits::default()).expect_err("these bytes are refused")
}

/// One item of client 5 in the root `m`, under the key `k`, with this content.
fn item(reference: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![1, 1, 5, 0, reference | 0x20, 1, 1, b'm', 1, b'k'];
    bytes.extend_from_slice(content);
    bytes.push(0);
    bytes
}

#[test]
fn everything_that_yrs_writes_is_accepted() {
    let options = yrs::Options {
        offset_kind: yrs::OffsetKind::Utf16,
        ..yrs::Options::with_client_id(ClientID::new(77))
    };
    let doc = Doc::with_options(options);
    let (text, map, list) = (
        doc.get_or_insert_text("t"),
        doc.get_or_insert_map("m"),
        doc.get_or_insert_array("l"),
    );
    let xml = doc.get_or_insert_xml_fragment("x");
    {
        let mut txn = doc.transact_mut();
        text.insert(&mut txn, 0, "Grüezi 🎓");
        text.format(
            &mut txn,
            0,
            3,
            [
                ("weight".into(), Any::from(700)),
                ("note".into(), Any::from("\"[{\\")),
            ]
            .into(),
        );
        text.insert_embed(
            &mut txn,
            2,
            Any::from_json(r#"{"field":"name","deep":[[{"a":null}]]}"#).unwrap(),
        );
        map.insert(
            &mut txn,
            "inner",
            MapPrelim::from([("at", Any::from(vec![1.5, -2.0, 3e9]))]),
        );
        map.insert(&mut txn, "text", TextPrelim::new("hm"));
        map.insert(&mut txn, "bytes", Any::Buffer(vec![1, 2, 3].into()));
        map.insert(&mut txn, "inner", Any::Undefined);
        list.insert_range(
            &mut txn,
            0,
            [
                Any::Null,
                Any::from(true),
                Any::Number(yrs::any::Number::Int(i64::MAX)),
                Any::from(-70_000),
            ],
        );
        xml.insert(&mut txn, 0, XmlElementPrelim::empty("p"));
    }
    let whole = doc.transact().encode_diff_v1(&yrs::StateVector::default());
    accepted(&whole);
    {
        let mut txn = doc.transact_mut();
        text.remove_range(&mut txn, 1, 4);
        list.remove(&mut txn, 1);
        map.remove(&mut txn, "text");
    }
    let whole = doc.transact().encode_diff_v1(&yrs::StateVector::default());
    assert!(!accepted(&whole).deletions.is_empty());
    accepted(Update::EMPTY_V1);
}

#[test]
fn clocks_count_utf16_units() {
    let text = "aé€🎓";
    let mut content = vec![text.len() as u8];
    content.extend_from_slice(text.as_bytes());
    let scan = accepted(&item(4, &content));
    assert_eq!(
        scan.insertions().collect::<Vec<_>>(),
        [Range {
            client: ClientId::new(5).unwrap(),
            from: 0,
            to: 5
        }]
    );
}

#[test]
fn what_an_update_rests_on_is_listed() {
    // Client 5: an item with both origins, a skip of 4, an item with a parent by id; one deletion.
    let bytes = [
        1, 3, 5, 9, 0xc4, 6, 1, 7, 2, 1, b'a', 10, 4, 4, 0, 8, 3, 1, b'b', 1, 6, 1, 0, 2,
    ];
    let scan = accepted(&bytes);
    let id = |client, clock| Id {
        client: ClientId::new(client).unwrap(),
        clock,
    };
    assert_eq!(scan.ids, [id(6, 1), id(7, 2), id(8, 3)]);
    let client = ClientId::new(5).unwrap();
    assert_eq!(
        scan.skips().collect::<Vec<_>>(),
        [Range {
            client,
            from: 10,
            to: 14
        }]
    );
    let brought: Vec<_> = scan.insertions().map(|it| (it.from, it.to)).collect();
    assert_eq!(brought, [(9, 10), (14, 15)]);
}

#[test]
fn plain_values_nest_as_deep_as_the_limit_and_no_deeper() {
    let nested = |depth: usize, empty: u8| {
        let mut content = vec![1];
        for level in 0..depth {
            match empty {
                117 => content.extend([117, if level + 1 == depth { 0 } else { 1 }]),
                _ if level + 1 == depth => content.extend([118, 0]),
                _ => content.extend([118, 1, 1, b'k']),
            }
        }
        item(8, &content)
    };
    for kind in [117, 118] {
        accepted(&nested(32, kind));
        assert_eq!(refused(&nested(33, kind)), ScanError::Nesting { limit: 32 });
        // 10,000 levels overflow the stack of yrs.
        assert_eq!(
            refused(&nested(10_000, kind)),
            ScanError::Nesting { limit: 32 }
        );
    }
    assert!(
        scan(
            &nested(64, 117),
            &ScanLimits {
                nesting: 1_000,
                ..ScanLimits::default()
            }
        )
        .is_ok()
    );
    assert!(
        scan(
            &nested(65, 117),
            &ScanLimits {
                nesting: 1_000,
                ..ScanLimits::default()
            }
        )
        .is_err()
    );
}

#[test]
fn json_nests_as_deep_as_the_limit_and_brackets_in_strings_do_not_count() {
    let json = |text: &str| {
        let mut content = Vec::new();
        crate::write::varuint(&mut content, text.len() as u64);
        content.extend_from_slice(text.as_bytes());
        item(5, &content)
    };
    accepted(&json(&format!("{}{}", "[".repeat(32), "]".repeat(32))));
    assert_eq!(
        refused(&json(&format!("{}{}", "[".repeat(33), "]".repeat(33)))),
        ScanError::Nesting { limit: 32 }
    );
    accepted(&json(&format!(
        "\"{}\\\"{}\"",
        "[".repeat(100),
        "{".repeat(100)
    )));
    for broken in [
        "",
        "[",
        "{\"a\"}",
        "nul",
        "1e999",
        "99999999999999999999",
        "18446744073709551615",
        "\"\\ud800\"",
        "[] []",
    ] {
        let bytes = json(broken);
        let error = scan(&bytes, &ScanLimits::default()).map(|_| ());
        assert_eq!(
            error.is_err(),
            Update::decode_v1(&bytes).is_err(),
            "{broken}"
        );
    }
}

#[test]
fn what_yrs_would_misread_is_refused() {
    // JSON content: Yjs writes as many strings as it says, yrs reads one more.
    assert!(matches!(
        refused(&item(2, &[1, 1, b'1'])),
        ScanError::Unsupported { .. }
    ));
    for unsupported in [
        item(9, &[1, b'd', 118, 0]),
        item(11, &[0]),
        item(7, &[5, 1, b'h']),
        item(7, &[7, 0, 1, 1]),
    ] {
        assert!(
            matches!(refused(&unsupported), ScanError::Unsupported { .. }),
            "{unsupported:?}"
        );
    }
    for malformed in [
        item(4, &[0]),                                           // An empty string.
        item(8, &[0]),                                           // No values.
        item(1, &[0]),                                           // Nothing deleted.
        item(4, &[1, 0xff]),                                     // No UTF-8.
        item(8, &[0xff, 0xff, 0xff, 0x7f]),                      // A count beyond the end.
        item(8, &[1, 118, 0xff, 0xff, 0xff, 0x7f]),              // Likewise, of entries.
        item(7, &[15]),                                          // Yjs knows seven types.
        item(12, &[0]),                                          // No content has this number.
        vec![1, 1, 5, 0, 0x34, 1, 1, b'm', 1, b'k', 1, b'x', 0], // The fifth bit of the content's number.
        vec![1, 1, 5, 0, 0x80, 3, 0],                            // A collected struct with flags.
        vec![1, 1, 5, 0, 0, 0, 0],                               // A collected struct of no length.
        vec![1, 1, 5, 0x80, 0, 0, 1, 0],                         // A padded number.
        vec![2, 1, 5, 0, 0, 1, 1, 5, 1, 0, 1, 0],                // A client twice.
        vec![0, 1, 5, 2, 3, 1, 1, 1],                            // Deletions out of order.
        vec![0, 1, 5, 1, 3, 0],                                  // A deletion of nothing.
        vec![0, 2, 5, 1, 3, 1, 5, 1, 9, 1],                      // A client's deletions twice.
        vec![0, 0, 0],                                           // Bytes after the end.
        vec![0xff, 0xff, 0xff, 0x7f],                            // More clients than bytes.
        vec![
            1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0, 0, 1, 0,
        ], // A client id of 54 bits and more.
        vec![1, 1, 5, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0],    // A length of 32 bits.
    ] {
        assert!(
            matches!(refused(&malformed), ScanError::Malformed { .. }),
            "{malformed:?}"
        );
    }
    assert_eq!(refused(&[]), ScanError::Truncated);
}

#[test]
fn every_truncation_is_refused() {
    let doc = Doc::with_client_id(1 << 52);
    let text = doc.get_or_insert_text("t");
    text.insert(&mut doc.transact_mut(), 0, "Diplom 🎓");
    let whole = doc.transact().encode_diff_v1(&yrs::StateVector::default());
    accepted(&whole);
    for end in 0..whole.len() {
        refused(&whole[..end]);
    }
}
