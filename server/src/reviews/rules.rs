//! By which rules a review is decided: how many, as what, and whether four eyes must have seen it. Pure.

use std::collections::BTreeSet;

use imprimatur_protocol::api::reviews::{ReviewRulesBody, Severity};
use imprimatur_protocol::{ErrorCode, PersonId};

use crate::access::roles::{Permission, Role, allows};
use crate::error::{Error, Result};

/// Approvals that an organisation may want: more people never meet over one certificate.
const APPROVALS_MOST: u32 = 10;

/// The rules of an organisation that has settled none.
pub(super) fn unsettled() -> ReviewRulesBody {
    ReviewRulesBody {
        approvals: 1,
        role: None,
        four_eyes: true,
        severities: std::collections::BTreeMap::new(),
    }
}

/// Refuses what nobody could ever fulfil, or means nothing.
pub(super) fn check(rules: &ReviewRulesBody) -> Result<()> {
    let wrong = |what: String| Err(Error::unprocessable(ErrorCode::SettingsInvalid, what));
    if !(1..=APPROVALS_MOST).contains(&rules.approvals) {
        return wrong(format!("1 to {APPROVALS_MOST} approvals may be wanted."));
    }
    if rules
        .role
        .is_some_and(|role| !allows(role, Permission::Approve))
    {
        return wrong("That role may not approve.".to_owned());
    }
    Ok(())
}

/// How much what the gate asks about weighs in an organisation.
pub(super) fn severity(
    rules: &ReviewRulesBody,
    code: imprimatur_protocol::api::reviews::GateCode,
) -> Severity {
    let settled = rules.severities.get(&code).copied();
    settled.unwrap_or_else(|| code.weighs())
}

/// What one review is decided by: the rules as they were when it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// How many must approve.
    pub(super) needed: u32,
    /// As what; none: whoever may approve.
    pub(super) role: Option<Role>,
    /// Whether one of them must not have changed it.
    pub(super) four_eyes: bool,
    /// Who is asked by name; empty: whoever may.
    pub(super) named: BTreeSet<PersonId>,
    /// Who has changed the draft since the version that was published last.
    pub(super) authors: BTreeSet<PersonId>,
}

/// Somebody who may approve, with their roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) id: PersonId,
    pub(super) roles: Vec<Role>,
}

/// How far a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// How many approvals are missing.
    pub(super) missing: u32,
    /// Whether one of somebody who has not changed it is.
    pub(super) independent_missing: bool,
}

impl Standing {
    /// Whether that is enough.
    pub(super) const fn is_enough(self) -> bool {
        self.missing == 0 && !self.independent_missing
    }
}

impl Asked {
    /// Whether somebody may decide. That they may approve at all has been seen to.
    pub(super) fn may_decide(&self, who: &Candidate) -> Result<(), ErrorCode> {
        let is_named = self.named.is_empty() || self.named.contains(&who.id);
        let has_role = self.role.is_none_or(|role| who.roles.contains(&role));
        if is_named && has_role {
            Ok(())
        } else {
            Err(ErrorCode::ApprovalNotAsked)
        }
    }

    /// How far it is with these approvals. Those of people who are not asked any more do not count.
    pub(super) fn standing(&self, approvals: &BTreeSet<PersonId>) -> Standing {
        let counting = approvals
            .iter()
            .filter(|id| self.named.is_empty() || self.named.contains(id));
        let (mut count, mut is_independent) = (0_u32, false);
        for id in counting {
            count += 1;
            is_independent |= !self.authors.contains(id);
        }
        Standing {
            missing: self.needed.saturating_sub(count),
            independent_missing: self.four_eyes && !is_independent,
        }
    }

    /// Refuses a question that nobody could answer: among those who may approve there must be enough, and one who has not changed it.
    pub(super) fn can_be_decided(&self, candidates: &[Candidate]) -> Result<(), ErrorCode> {
        let known = |id: &PersonId| candidates.iter().find(|it| it.id == *id);
        if self.named.iter().any(|id| known(id).is_none()) {
            return Err(ErrorCode::ApproverUnknown);
        }
        let asked: BTreeSet<PersonId> = candidates
            .iter()
            .filter(|it| self.may_decide(it).is_ok())
            .map(|it| it.id)
            .collect();
        let standing = self.standing(&asked);
        if standing.missing > 0 {
            return Err(ErrorCode::ApproversTooFew);
        }
        if standing.independent_missing {
            return Err(ErrorCode::FourEyes);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use imprimatur_protocol::Id;
    use uuid::Uuid;

    use super::*;

    const ANA: u128 = 1;
    const BEA: u128 = 2;
    const CLO: u128 = 3;

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number))
    }

    fn people(numbers: &[u128]) -> BTreeSet<PersonId> {
        numbers.iter().map(|number| person(*number)).collect()
    }

    fn asked(needed: u32, four_eyes: bool, named: &[u128], authors: &[u128]) -> Asked {
        Asked {
            needed,
            role: None,
            four_eyes,
            named: people(named),
            authors: people(authors),
        }
    }

    /// Ana manages, Bea and Clo approve.
    fn candidates() -> Vec<Candidate> {
        [
            (ANA, vec![Role::Admin]),
            (BEA, vec![Role::Designer, Role::Approver]),
            (CLO, vec![Role::Approver]),
        ]
        .map(|(number, roles)| Candidate {
            id: person(number),
            roles,
        })
        .to_vec()
    }

    /// By their numbers.
    type People = &'static [u128];
    type Answer = Result<(), ErrorCode>;

    #[test]
    fn who_has_changed_it_is_not_its_only_approver() {
        #[rustfmt::skip]
        let table: [(u32, bool, People, People, People, u32, bool); 10] = [
            // needed, four eyes, named, authors, approvals -> missing, independent missing
            (1, true,  &[],    &[],         &[],         1, true),
            (1, true,  &[],    &[],         &[BEA],      0, false),
            (1, true,  &[],    &[BEA],      &[BEA],      0, true),
            (1, true,  &[],    &[BEA],      &[BEA, CLO], 0, false),
            (1, true,  &[],    &[BEA, CLO], &[BEA, CLO], 0, true),
            (1, false, &[],    &[BEA],      &[BEA],      0, false),
            (2, true,  &[],    &[BEA],      &[CLO],      1, false),
            (2, true,  &[],    &[BEA],      &[BEA, CLO], 0, false),
            (1, true,  &[CLO], &[],         &[BEA],      1, true),
            (1, true,  &[CLO], &[],         &[BEA, CLO], 0, false),
        ];
        for (needed, four_eyes, named, authors, approvals, missing, independent_missing) in table {
            let standing = asked(needed, four_eyes, named, authors).standing(&people(approvals));
            let expected = Standing {
                missing,
                independent_missing,
            };
            assert_eq!(
                standing, expected,
                "{needed} {named:?} {authors:?} {approvals:?}"
            );
            assert_eq!(standing.is_enough(), missing == 0 && !independent_missing);
        }
    }

    #[test]
    fn a_question_can_be_answered() {
        let too_few = Err(ErrorCode::ApproversTooFew);
        let four_eyes = Err(ErrorCode::FourEyes);
        let unknown = Err(ErrorCode::ApproverUnknown);
        #[rustfmt::skip]
        let table: [(u32, bool, Option<Role>, People, People, Answer); 11] = [
            // needed, four eyes, role, named, authors
            (1, true,  None,                  &[],         &[],              Ok(())),
            (3, true,  None,                  &[],         &[ANA, BEA],      Ok(())),
            (4, true,  None,                  &[],         &[],              too_few),
            (1, true,  None,                  &[],         &[ANA, BEA, CLO], four_eyes),
            (1, false, None,                  &[],         &[ANA, BEA, CLO], Ok(())),
            (1, true,  None,                  &[BEA],      &[BEA],           four_eyes),
            (2, true,  None,                  &[BEA],      &[],              too_few),
            (2, true,  None,                  &[BEA, CLO], &[BEA],           Ok(())),
            (1, true,  None,                  &[9],        &[],              unknown),
            (3, true,  Some(Role::Approver),  &[],         &[],              too_few),
            (1, true,  Some(Role::Admin),     &[BEA],      &[],              too_few),
        ];
        for (needed, eyes, role, named, authors, expected) in table {
            let question = Asked {
                role,
                ..asked(needed, eyes, named, authors)
            };
            assert_eq!(
                question.can_be_decided(&candidates()),
                expected,
                "{question:?}"
            );
        }
    }

    #[test]
    fn only_those_who_are_asked_decide() {
        let question = Asked {
            role: Some(Role::Approver),
            ..asked(1, true, &[BEA, ANA], &[])
        };
        let may: Vec<bool> = candidates()
            .iter()
            .map(|who| question.may_decide(who).is_ok())
            .collect();
        assert_eq!(may, [false, true, false]);
    }

    #[test]
    fn rules_that_nobody_could_follow_are_refused() {
        assert!(check(&unsettled()).is_ok());
        for (approvals, role, is_good) in [
            (0, None, false),
            (1, Some(Role::Approver), true),
            (10, Some(Role::Admin), true),
            (11, None, false),
            (1, Some(Role::Designer), false),
        ] {
            let rules = ReviewRulesBody {
                approvals,
                role,
                ..unsettled()
            };
            assert_eq!(check(&rules).is_ok(), is_good, "{approvals} {role:?}");
        }
    }
}
