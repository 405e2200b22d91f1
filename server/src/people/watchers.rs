//! Who watches how people come in and go out: each look asks the database, so few may at once, and no organisation takes all the places.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use imprimatur_protocol::OrganisationId;

/// Streams of a node.
const MOST: usize = 64;

/// Of one organisation: more windows than its administrators have open.
const MOST_OF_ONE: usize = 16;

/// The places of a node. Cloning shares them.
#[derive(Clone, Default)]
pub(super) struct Watchers(Arc<Mutex<HashMap<OrganisationId, usize>>>);

/// A place, until it is dropped.
pub(super) struct Place {
    watchers: Watchers,
    organisation: OrganisationId,
}

impl Watchers {
    /// A place, if one is free.
    pub(super) fn place(&self, organisation: OrganisationId) -> Option<Place> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = taken.get(&organisation).copied().unwrap_or_default();
        if of_one >= MOST_OF_ONE || taken.values().sum::<usize>() >= MOST {
            return None;
        }
        taken.insert(organisation, of_one + 1);
        Some(Place {
            watchers: self.clone(),
            organisation,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self
            .watchers
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(of_one) = taken.get_mut(&self.organisation) {
            *of_one -= 1;
            if *of_one == 0 {
                taken.remove(&self.organisation);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn no_organisation_takes_every_place_and_a_place_that_is_left_is_free() {
        let clock = Clock::system();
        let (watchers, one) = (Watchers::default(), clock.id());
        let mut places: Vec<Place> = (0..MOST_OF_ONE)
            .map(|_| watchers.place(one).unwrap())
            .collect();
        assert!(watchers.place(one).is_none());
        while places.len() < MOST {
            places.push(watchers.place(clock.id()).unwrap());
        }
        assert!(watchers.place(clock.id()).is_none());
        places.remove(0);
        assert!(watchers.place(one).is_some());
        drop(places);
        assert!(watchers.0.lock().unwrap().is_empty());
    }
}
