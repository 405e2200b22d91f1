//! Merge fields: those that stand in the layout are declared, and those that are declared stand in it.

use std::collections::BTreeSet;

use imprimatur_crdt::element::{ElementKind, Insert};

use super::{Check, Examination, Findings, Standing};

pub(super) fn look(it: &Examination<'_>, standing: &[Standing<'_>], findings: &mut Findings) {
    let declared = |key: &str| it.layout.fields.iter().any(|field| field.key == key);
    let mut used = BTreeSet::new();
    for Standing { element, .. } in standing {
        if let ElementKind::Field { field, .. } = &element.kind {
            match field {
                Some(key) if declared(key) => {
                    used.insert(key.as_str());
                }
                other => {
                    let about = other.as_deref().unwrap_or_default();
                    findings.of(Check::FieldUndeclared, &element.id, None, about);
                }
            }
        }
        let runs = element
            .texts()
            .into_iter()
            .flat_map(|texts| texts.values().flatten());
        for run in runs {
            let Insert::Field { field, .. } = &run.insert else {
                continue;
            };
            if declared(field) {
                used.insert(field.as_str());
            } else {
                findings.of(Check::FieldUndeclared, &element.id, None, field);
            }
        }
    }
    for field in &it.layout.fields {
        if !used.contains(field.key.as_str()) {
            findings.of_all(Check::FieldUnused, &field.key);
        }
    }
}
