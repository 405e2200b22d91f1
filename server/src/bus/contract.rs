//! What every bus must do. Each implementation's tests call [`bus_contract`].

use std::sync::Arc;

use imprimatur_protocol::{DraftId, Id, OrganisationId, SessionId};
use uuid::Uuid;

use super::{Bus, Envelope, Heard, NodeId, Notice, Topic};

/// Runs every rule against buses made by `make`, which is given the length of a subscriber's queue.
pub(super) async fn bus_contract(make: impl Fn(usize) -> Arc<dyn Bus>) {
    b1_a_subscriber_hears_what_is_published_after_it_subscribed(&*make(8)).await;
    b2_a_topic_is_heard_by_its_subscribers_only(&*make(8)).await;
    b3_who_falls_behind_is_told(&*make(2)).await;
}

fn envelope(topic: Topic, number: u128) -> Envelope {
    Envelope {
        node: NodeId(1),
        topic,
        notice: Notice::SessionEnded(SessionId::from_uuid(Uuid::from_u128(number))),
    }
}

async fn b1_a_subscriber_hears_what_is_published_after_it_subscribed(bus: &dyn Bus) {
    bus.publish(envelope(Topic::Notices, 1));
    let mut early = bus.subscribe(Topic::Notices);
    bus.publish(envelope(Topic::Notices, 2));
    let mut late = bus.subscribe(Topic::Notices);
    bus.publish(envelope(Topic::Notices, 3));
    assert_eq!(
        early.next().await,
        Heard::Envelope(envelope(Topic::Notices, 2))
    );
    assert_eq!(
        early.next().await,
        Heard::Envelope(envelope(Topic::Notices, 3))
    );
    assert_eq!(
        late.next().await,
        Heard::Envelope(envelope(Topic::Notices, 3))
    );
}

async fn b2_a_topic_is_heard_by_its_subscribers_only(bus: &dyn Bus) {
    let draft = DraftId::from_uuid(Uuid::from_u128(7));
    let mut notices = bus.subscribe(Topic::Notices);
    let mut drafts = bus.subscribe(Topic::Draft(draft));
    let mut deleted = envelope(Topic::Draft(draft), 0);
    deleted.notice = Notice::DraftDeleted(OrganisationId::from_uuid(Uuid::from_u128(8)), draft);
    bus.publish(deleted.clone());
    bus.publish(envelope(Topic::Notices, 5));
    assert_eq!(
        notices.next().await,
        Heard::Envelope(envelope(Topic::Notices, 5))
    );
    assert_eq!(drafts.next().await, Heard::Envelope(deleted));
}

async fn b3_who_falls_behind_is_told(bus: &dyn Bus) {
    let mut slow = bus.subscribe(Topic::Notices);
    for number in 1..=9 {
        bus.publish(envelope(Topic::Notices, number));
    }
    assert_eq!(slow.next().await, Heard::Missed);
    let mut last = None;
    while last != Some(envelope(Topic::Notices, 9)) {
        match slow.next().await {
            Heard::Envelope(envelope) => last = Some(envelope),
            Heard::Missed => panic!("was told twice of one loss"),
        }
    }
}
