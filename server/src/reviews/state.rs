//! How a draft stands between being made and being published, and what may be done in each state: the one table of it. Pure.
//!
//! An edit is never refused here and changes nothing: what was approved is a version, which no edit reaches. That the live draft is
//! another one by then is seen by comparing hashes.

use imprimatur_protocol::ErrorCode;
pub(super) use imprimatur_protocol::api::reviews::ReviewState as State;

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// A version is frozen, and approvers are asked.
    Submit,
    /// Somebody approves, and others still have to.
    Approve,
    /// Somebody approves, and that is enough.
    ApproveLast,
    /// Somebody wants something changed first.
    RequestChanges,
    /// Whoever asked thinks better of it.
    Withdraw,
    /// Others are asked, or until another day.
    Reassign,
    /// Somebody edits the live draft.
    Edit,
    /// The approved version is published.
    Publish,
    /// It is not published any more.
    Archive,
}

/// Where an act leads from a state, or the code by which it is refused.
pub(super) const fn step(state: State, act: Act) -> Result<State, ErrorCode> {
    use Act::{
        Approve, ApproveLast, Archive, Edit, Publish, Reassign, RequestChanges, Submit, Withdraw,
    };
    use State::{Approved, ChangesRequested, Draft, InReview, Published};
    match (state, act) {
        (_, Edit) => Ok(state),
        (InReview, Submit) => Err(ErrorCode::ReviewOpen),
        // What was approved or published stays that, and can still be published.
        (Draft | ChangesRequested | Approved | Published, Submit) => Ok(InReview),
        (InReview, Approve) => Ok(InReview),
        (InReview, ApproveLast) => Ok(Approved),
        // One more is no harm: two may press at once.
        (Approved, Approve | ApproveLast) => Ok(Approved),
        // Whoever sees the mistake in time says so.
        (InReview | Approved, RequestChanges) => Ok(ChangesRequested),
        (InReview | ChangesRequested | Approved, Withdraw) => Ok(Draft),
        (InReview, Reassign) => Ok(InReview),
        (Draft | ChangesRequested | Published, Approve | ApproveLast | RequestChanges)
        | (Draft | Published, Withdraw)
        | (Draft | ChangesRequested | Approved | Published, Reassign) => {
            Err(ErrorCode::ReviewClosed)
        }
        (Approved, Publish) => Ok(Published),
        (Published, Publish) => Err(ErrorCode::VersionPublished),
        (Draft | InReview | ChangesRequested, Publish) => Err(ErrorCode::VersionNotApproved),
        (Published, Archive) => Ok(Approved),
        (Draft | InReview | ChangesRequested | Approved, Archive) => {
            Err(ErrorCode::VersionNotPublished)
        }
    }
}

/// A state as the tables have it, and the wire.
pub(super) const fn state_name(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::InReview => "in_review",
        State::ChangesRequested => "changes_requested",
        State::Approved => "approved",
        State::Published => "published",
    }
}

/// The state of that name.
pub(super) fn state_named(name: &str) -> Option<State> {
    STATES.into_iter().find(|state| state_name(*state) == name)
}

/// Every state.
pub(super) const STATES: [State; 5] = [
    State::Draft,
    State::InReview,
    State::ChangesRequested,
    State::Approved,
    State::Published,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands() {
        const ACTS: [Act; 9] = [
            Act::Submit,
            Act::Approve,
            Act::ApproveLast,
            Act::RequestChanges,
            Act::Withdraw,
            Act::Reassign,
            Act::Edit,
            Act::Publish,
            Act::Archive,
        ];
        let (closed, open) = ("review_closed", "review_open");
        let (not_approved, published, not_published) = (
            "version_not_approved",
            "version_published",
            "version_not_published",
        );
        #[rustfmt::skip]
        let table = [
            //                         submit       approve      the last     request changes      withdraw  reassign     edit                 publish       archive
            (State::Draft,            ["in_review", closed,      closed,      closed,              closed,   closed,      "draft",             not_approved, not_published]),
            (State::InReview,         [open,        "in_review", "approved",  "changes_requested", "draft",  "in_review", "in_review",         not_approved, not_published]),
            (State::ChangesRequested, ["in_review", closed,      closed,      closed,              "draft",  closed,      "changes_requested", not_approved, not_published]),
            (State::Approved,         ["in_review", "approved",  "approved",  "changes_requested", "draft",  closed,      "approved",          "published",  not_published]),
            (State::Published,        ["in_review", closed,      closed,      closed,              closed,   closed,      "published",         published,    "approved"]),
        ];
        assert_eq!(table.map(|(state, _)| state), STATES);
        for (state, row) in table {
            for (act, expected) in ACTS.into_iter().zip(row) {
                let led = match step(state, act) {
                    Ok(next) => state_name(next),
                    Err(code) => code.as_str(),
                };
                assert_eq!(led, expected, "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn names_are_those_of_the_wire() {
        for state in STATES {
            assert_eq!(serde_json::to_value(state).unwrap(), state_name(state));
            assert_eq!(state_named(state_name(state)), Some(state));
        }
        assert_eq!(state_named("lost"), None);
    }
}
