//! What is counted is in order, and named by its kind.

use super::*;

#[test]
fn numbers_of_the_system_are_read() {
    let status = "Name:\timprimatur\nVmRSS:\t   12345 kB\n";
    assert_eq!(number_after(status, "VmRSS:"), Some(12_345.0));
    let limits = "Max open files            1024                 1048576              files\n";
    assert_eq!(number_after(limits, "Max open files"), Some(1_024.0));
    assert_eq!(
        number_after("Max open files unlimited", "Max open files"),
        None
    );
}

#[test]
fn every_metric_is_named_by_its_kind() {
    for (name, kind, meaning) in METRICS {
        assert_eq!(name.ends_with("_total"), *kind == Kind::Counter, "{name}");
        assert!(
            name.ends_with("_seconds") || *kind != Kind::Seconds,
            "{name}"
        );
        assert!(meaning.ends_with('.'), "{name}");
    }
    assert!(METRICS.is_sorted_by_key(|(name, ..)| *name));
}
