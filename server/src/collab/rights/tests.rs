use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use imprimatur_protocol::frame::Access;
use imprimatur_protocol::{Close, OrganisationId, PersonId};

use super::*;
use crate::access::roles::Role;
use crate::collab::hub::{Registered, Socket};
use crate::collab::outbox::End;
use crate::collab::testing::{Got, Peer, World, eventually, held, write_of};

/// Client ids of people who write.
const ANNAS: u64 = 100;
const DESIGNERS: u64 = 200;

/// A designer of the sample's, signed in, with a socket on a node.
struct Designer {
    organisation: OrganisationId,
    person: PersonId,
    session: SessionId,
    peer: Peer,
    _registered: Registered,
}

impl Designer {
    async fn on(node: &World) -> Self {
        let platform = node.collab.platform();
        access::sample::plant(platform).await.unwrap();
        let (organisation, person) = access::sample::find("designer@sample.example").unwrap();
        let token = access::session::begin(platform, organisation, person, None);
        let proof = access::session::Proof::Token(token.await.unwrap());
        let caller = access::session::look_up(platform, &proof).await.unwrap();
        let peer = node.luca().await;
        let socket = Socket {
            session: caller.session,
            organisation,
            draft: node.place.draft,
            person,
            access: Access::Edit,
            own: true,
            link: std::sync::Arc::clone(peer.outgoing.link()),
        };
        Self {
            organisation,
            person,
            session: caller.session,
            _registered: node.collab.hub().register(peer.key, socket),
            peer,
        }
    }

    /// Their role is changed, on a node.
    async fn becomes(&self, role: Role, on: &World) {
        access::members::set_role(on.collab.platform(), self.organisation, self.person, role)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn n6_a_right_that_is_taken_away_ends_on_every_node() {
    a_right_that_is_taken_away_ends(false).await;
}

#[tokio::test]
async fn n6_a_right_that_is_taken_away_ends_without_a_bus() {
    a_right_that_is_taken_away_ends(true).await;
}

async fn a_right_that_is_taken_away_ends(bus_is_cut: bool) {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let designer = Designer::on(&two).await;
    designer.becomes(Role::Designer, &one).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(designer.peer.outgoing.ended(), None, "nothing has changed");
    // Also while nodes do not hear each other.
    one.bus.cut(bus_is_cut);
    let begun = Instant::now();
    designer.becomes(Role::Viewer, &one).await;
    let told = End::Close(Close::RightsChanged);
    assert_eq!(designer.peer.closed().await, told);
    // Not only by the comparison that comes in any case.
    let took = begun.elapsed();
    assert!(took < COMPARE_EVERY / 2, "{took:?}");
}

/// Whoever does not read keeps their socket for a while: nothing that they still send is taken, and nothing that waits is given.
#[tokio::test]
async fn n6_after_a_right_was_taken_away_nothing_goes_either_way() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    let mut designer = Designer::on(&world).await;
    designer.peer.update(&write_of(DESIGNERS, 0)).await;
    designer.peer.saved(1).await;
    // It waits to be read.
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    designer.becomes(Role::Viewer, &world).await;
    assert_eq!(
        designer.peer.closed().await,
        End::Close(Close::RightsChanged)
    );
    assert_eq!(designer.peer.outgoing.flush(), Vec::<Bytes>::new());
    designer.peer.update(&write_of(DESIGNERS, 1)).await;
    designer.peer.shows(DESIGNERS, 1, Some("{}")).await;
    anna.update(&write_of(ANNAS, 1)).await;
    let seen = anna.saved(2).await;
    let is_shown = |got: &Got| matches!(got, Got::Presence(states) if states.iter().any(|it| it.0 == DESIGNERS));
    assert!(!seen.iter().any(is_shown), "{seen:?}");
    let stored = world.stored().await;
    assert_eq!((held(&stored, DESIGNERS), held(&stored, ANNAS)), (1, 2));
    assert_eq!(designer.peer.outgoing.flush(), Vec::<Bytes>::new());
}

/// A database that says nothing holds up only what it is asked about.
#[tokio::test]
async fn n6_a_sign_out_waits_for_no_database() {
    let world = World::new(&[]).await;
    let (demoted, signed_out) = (Designer::on(&world).await, Designer::on(&world).await);
    let stands_still = world.collab.journal().faults().reads_wait.write().await;
    demoted.becomes(Role::Viewer, &world).await;
    access::session::end(world.collab.platform(), signed_out.session)
        .await
        .unwrap();
    let ended = End::Close(Close::SessionEnded);
    assert_eq!(signed_out.peer.closed().await, ended);
    assert_eq!(demoted.peer.outgoing.ended(), None, "nobody could look");
    drop(stands_still);
    let told = End::Close(Close::RightsChanged);
    assert_eq!(demoted.peer.closed().await, told);
}

/// The node that speaks is cut off, the one with the socket is not and has no reason to think that it missed anything.
#[tokio::test]
async fn n6_what_one_node_could_not_tell_is_found_by_the_others() {
    let one = World::first(&[]).await;
    let two = one.cut_apart(2);
    let (signed_out, demoted) = (Designer::on(&two).await, Designer::on(&two).await);
    one.bus.cut(true);
    assert_eq!(two.collab.platform().bus.condition(), Condition::Local);
    let platform = one.collab.platform();
    access::session::end(platform, signed_out.session)
        .await
        .unwrap();
    let ended = End::Close(Close::SessionEnded);
    assert_eq!(signed_out.peer.closed().await, ended);
    assert_eq!(demoted.peer.outgoing.ended(), None, "nothing has changed");
    demoted.becomes(Role::Viewer, &one).await;
    let told = End::Close(Close::RightsChanged);
    assert_eq!(demoted.peer.closed().await, told);
    let mut tx = platform.db.begin().await.unwrap();
    tx.execute("UPDATE templates SET deleted_at = 1", vec![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    one.collab
        .draft_deleted(one.place.organisation, one.place.draft);
    eventually("the draft stays open", async || {
        two.collab.hub().places().is_empty()
    })
    .await;
}

#[tokio::test]
async fn n6_a_change_that_could_not_be_looked_up_is_looked_up_again_soon() {
    let world = World::new(&[]).await;
    let designer = Designer::on(&world).await;
    let fails = &world.collab.journal().faults().loads_fail;
    fails.store(true, Ordering::SeqCst);
    designer.becomes(Role::Viewer, &world).await;
    eventually("nobody asks", async || {
        world.collab.0.behind.load(Ordering::SeqCst)
    })
    .await;
    let begun = Instant::now();
    fails.store(false, Ordering::SeqCst);
    let told = End::Close(Close::RightsChanged);
    assert_eq!(designer.peer.closed().await, told);
    // Not only by the comparison that comes in any case.
    let took = begun.elapsed();
    assert!(took < COMPARE_EVERY / 2, "{took:?}");
}

/// A bus that is overrun says again and again that something was missed.
#[tokio::test]
async fn what_was_missed_many_times_is_made_up_for_once() {
    let world = World::new(&[]).await;
    let designer = Designer::on(&world).await;
    let faults = world.collab.journal().faults();
    let before = faults.reads.load(Ordering::SeqCst);
    for _ in 0..50 {
        world.bus.missed();
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    world.bus.cut(true);
    designer.becomes(Role::Viewer, &world).await;
    world.bus.cut(false);
    world.bus.missed();
    let told = End::Close(Close::RightsChanged);
    assert_eq!(designer.peer.closed().await, told);
    let reads = faults.reads.load(Ordering::SeqCst) - before;
    assert!(reads <= 8, "{reads} queries");
}
