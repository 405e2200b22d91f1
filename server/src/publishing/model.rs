//! What is done to what is published, in which steps, and what a failure means. Pure.

use std::time::Duration;

pub(super) use imprimatur_protocol::api::publishing::{
    PublicationAct as Act, PublicationState as State, PublicationWait as Wait,
};

use crate::error::{Error, Kind};
use crate::registry::{Failure, Reason};

/// A part of the work. Each may be done again: it then changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Images and faces are put where published ones rest.
    Files,
    /// The version, and what it is drawn with, are written in the registry.
    Version,
    /// The template says which version is the current one, in the registry.
    Template,
    /// It is noted here that this is so, with its event: from then on it is told.
    Note,
}

/// The steps of an act, in order. Nothing of the registry refers to what is not there yet.
pub(super) const fn steps(act: Act) -> &'static [Step] {
    match act {
        Act::Publish => &[Step::Files, Step::Version, Step::Template, Step::Note],
        Act::RollBack | Act::Archive => &[Step::Template, Step::Note],
    }
}

/// Why a step was not done.
#[derive(Debug)]
pub(super) enum Stop {
    /// Somebody else does it by now.
    Overtaken,
    /// It is tried again.
    Wait(Wait, String),
    /// It can never be done.
    Never(String),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure.reason {
            // Trying again would be refused again.
            Reason::Row => Self::Never(failure.to_string()),
            Reason::Unreachable
            | Reason::Refused
            | Reason::Schema
            | Reason::Locked
            | Reason::Duplicate => Self::Wait(Wait::Registry, failure.to_string()),
            // No outage has this name, so it may stay so for ever.
            Reason::Failed => Self::Wait(Wait::Fault, failure.to_string()),
        }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Wait(Wait::Fault, crate::error::describe(&error))
    }
}

/// What a failure of files means.
pub(super) fn of_files(error: &Error) -> Stop {
    let said = crate::error::describe(error);
    match error.kind() {
        Kind::Busy => Stop::Wait(Wait::Storage, said),
        _ => Stop::Wait(Wait::Fault, said),
    }
}

/// What is no outage is given up after so many tries: some minutes.
const FAULTS_MOST: i64 = 20;

/// An outage counts for so many tries at most, so that what comes after it has some of its own. By then waits are at their longest.
pub(super) const OUTAGES_COUNTED: i64 = 5;

/// Whether something that failed so often is given up. What may stand in the registry already is not: it would be said that nothing has changed.
pub(super) const fn is_given_up(wait: Wait, attempts: i64, is_settled: bool) -> bool {
    if is_settled {
        return false;
    }
    match wait {
        // However long they are away: they come back.
        Wait::Registry | Wait::Storage => false,
        Wait::Fault => attempts >= FAULTS_MOST,
    }
}

/// Between two tries at first, and at most: whoever waits for the registry sees that it is back within half a minute.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How long it is until the next try; doubled after each, and scattered by up to a half.
pub(super) fn wait_ms(attempts: i64, scatter: u8) -> i64 {
    let first = FIRST_WAIT.as_millis() as i64;
    let most = LONGEST_WAIT.as_millis() as i64;
    let doubled = first.saturating_mul(1 << attempts.clamp(0, 10)).min(most);
    doubled / 2 + doubled / 2 * i64::from(scatter) / 255
}

macro_rules! words {
    ($type:ty, $name:ident, $named:ident: $($value:ident = $word:literal),* $(,)?) => {
        /// As the database holds it.
        pub(super) const fn $name(value: $type) -> &'static str {
            match value { $(<$type>::$value => $word,)* }
        }

        /// The value of that word.
        pub(super) fn $named(word: &str) -> Option<$type> {
            match word { $($word => Some(<$type>::$value),)* _ => None }
        }
    };
}

words!(Act, act_name, act_named: Publish = "publish", RollBack = "roll_back", Archive = "archive");
words!(State, state_name, state_named: Open = "open", Done = "done", Failed = "failed", Cancelled = "cancelled");
words!(Wait, wait_name, wait_named: Registry = "registry", Storage = "storage", Fault = "fault");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_wire() {
        for act in [Act::Publish, Act::RollBack, Act::Archive] {
            assert_eq!(serde_json::to_value(act).unwrap(), act_name(act));
            assert_eq!(act_named(act_name(act)), Some(act));
            assert_eq!(steps(act).last(), Some(&Step::Note), "told at the very end");
        }
        for state in [State::Open, State::Done, State::Failed, State::Cancelled] {
            assert_eq!(serde_json::to_value(state).unwrap(), state_name(state));
            assert_eq!(state_named(state_name(state)), Some(state));
        }
        for wait in [Wait::Registry, Wait::Storage, Wait::Fault] {
            assert_eq!(serde_json::to_value(wait).unwrap(), wait_name(wait));
            assert_eq!(wait_named(wait_name(wait)), Some(wait));
        }
    }

    #[test]
    fn an_outage_is_waited_for_and_a_fault_is_not() {
        for (reason, wait) in [
            (Reason::Unreachable, Some(Wait::Registry)),
            (Reason::Refused, Some(Wait::Registry)),
            (Reason::Schema, Some(Wait::Registry)),
            (Reason::Locked, Some(Wait::Registry)),
            (Reason::Failed, Some(Wait::Fault)),
            (Reason::Row, None),
        ] {
            let failure = Failure {
                reason,
                said: String::new(),
            };
            let found = match Stop::from(failure) {
                Stop::Wait(wait, _) => Some(wait),
                Stop::Never(_) | Stop::Overtaken => None,
            };
            assert_eq!(found, wait, "{reason:?}");
        }
        assert!(!is_given_up(Wait::Registry, 10_000, false));
        assert!(!is_given_up(Wait::Storage, 10_000, false));
        assert!(!is_given_up(Wait::Fault, FAULTS_MOST - 1, false));
        assert!(is_given_up(Wait::Fault, FAULTS_MOST, false));
        assert!(!is_given_up(Wait::Fault, 10_000, true));
    }

    #[test]
    fn waits_double_up_to_half_a_minute() {
        assert_eq!(wait_ms(0, 255), 1_000);
        assert_eq!(wait_ms(0, 0), 500);
        assert_eq!(wait_ms(3, 255), 8_000);
        for attempts in [5, 20, i64::MAX] {
            assert_eq!(wait_ms(attempts, 255), 30_000);
        }
    }
}
