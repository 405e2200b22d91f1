//! Why a certificate does not hold, as the registry calls it.

use imprimatur_protocol::api::issuance::StateReason;

/// A reason as the registry holds it.
pub(super) fn reason_name(reason: StateReason) -> &'static str {
    match reason {
        StateReason::Mistake => "mistake",
        StateReason::WrongPerson => "wrong_person",
        StateReason::NoLongerMet => "no_longer_met",
        StateReason::Deceit => "deceit",
        StateReason::Asked => "asked",
        StateReason::Other => "other",
    }
}

/// The reason of that name.
pub fn reason_named(name: &str) -> Option<StateReason> {
    use StateReason::{Asked, Deceit, Mistake, NoLongerMet, Other, WrongPerson};
    [Mistake, WrongPerson, NoLongerMet, Deceit, Asked, Other]
        .into_iter()
        .find(|reason| reason_name(*reason) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_those_of_the_wire() {
        for reason in [
            "mistake",
            "wrong_person",
            "no_longer_met",
            "deceit",
            "asked",
            "other",
        ] {
            let named = reason_named(reason).expect("a reason");
            assert_eq!(serde_json::to_value(named).expect("JSON"), reason);
        }
        assert_eq!(reason_named("whim"), None);
    }
}
