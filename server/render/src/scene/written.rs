use imprimatur_crdt::layout::FieldKind;
pub(super) fn write_value(
    value: &str,
    _kind: FieldKind,
    _format: Option<&str>,
    _language: &str,
) -> String {
    value.to_owned()
}
pub(super) fn capitals(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            if c == 'ß' {
                vec![c]
            } else {
                c.to_uppercase().collect::<Vec<_>>()
            }
        })
        .collect()
}
