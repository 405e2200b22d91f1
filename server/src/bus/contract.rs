//! What every bus must do. Each implementation's tests call [`bus_contract`].

use std::sync::Arc;
use std::time::Duration;

use imprimatur_protocol::{DraftId, Id, OrganisationId, SessionId};
use tokio::time::timeout;
use uuid::Uuid;

use super::{Bus, Condition, Envelope, Heard, News, NodeId, Notice, Subscription, Topic};

/// How long a bus may take until it listens.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs every rule against buses made by `make`, which is given the length of a subscriber's queue, and gives the bus and the node
/// that speaks on it.
pub(super) async fn bus_contract(make: impl AsyncFn(usize) -> (Arc<dyn Bus>, NodeId)) {
    let (bus, node) = make(8).await;
    b1_a_subscriber_hears_what_is_published_after_it_subscribed(&*bus, node).await;
    let (bus, node) = make(8).await;
    b2_a_topic_is_heard_by_its_subscribers_only(&*bus, node).await;
    let (bus, node) = make(2).await;
    b3_who_falls_behind_is_told(&*bus, node).await;
    let (bus, node) = make(8).await;
    b4_who_comes_back_hears_again(&*bus, node).await;
}

fn envelope(node: NodeId, number: u128) -> Envelope {
    Envelope {
        node,
        topic: Topic::Notices,
        news: News::Notice(Notice::SessionEnded(SessionId::from_uuid(Uuid::from_u128(
            number,
        )))),
    }
}

/// The first subscriber of a topic, on a bus beyond this process, is told once that it may have missed something: from then on it hears
/// all.
async fn subscribe(bus: &dyn Bus, topic: Topic) -> Subscription {
    let mut subscription = bus.subscribe(topic);
    if bus.condition() != Condition::Local {
        let heard = timeout(PATIENCE, subscription.next()).await;
        assert_eq!(heard.expect("the bus never listens"), Heard::Missed);
    }
    subscription
}

async fn b1_a_subscriber_hears_what_is_published_after_it_subscribed(bus: &dyn Bus, node: NodeId) {
    bus.publish(envelope(node, 1));
    let mut early = subscribe(bus, Topic::Notices).await;
    bus.publish(envelope(node, 2));
    let mut late = bus.subscribe(Topic::Notices);
    bus.publish(envelope(node, 3));
    assert_eq!(early.next().await, Heard::Envelope(envelope(node, 2)));
    assert_eq!(early.next().await, Heard::Envelope(envelope(node, 3)));
    assert_eq!(late.next().await, Heard::Envelope(envelope(node, 3)));
}

async fn b2_a_topic_is_heard_by_its_subscribers_only(bus: &dyn Bus, node: NodeId) {
    let draft = DraftId::from_uuid(Uuid::from_u128(7));
    let mut notices = subscribe(bus, Topic::Notices).await;
    let mut drafts = subscribe(bus, Topic::Draft(draft)).await;
    let deleted = Envelope {
        node,
        topic: Topic::Draft(draft),
        news: News::Notice(Notice::DraftDeleted(
            OrganisationId::from_uuid(Uuid::from_u128(8)),
            draft,
        )),
    };
    bus.publish(deleted.clone());
    bus.publish(envelope(node, 5));
    assert_eq!(notices.next().await, Heard::Envelope(envelope(node, 5)));
    assert_eq!(drafts.next().await, Heard::Envelope(deleted));
}

async fn b3_who_falls_behind_is_told(bus: &dyn Bus, node: NodeId) {
    let mut slow = subscribe(bus, Topic::Notices).await;
    for number in 1..=9 {
        bus.publish(envelope(node, number));
    }
    assert_eq!(slow.next().await, Heard::Missed);
    let mut last = None;
    while last != Some(envelope(node, 9)) {
        match slow.next().await {
            Heard::Envelope(envelope) => last = Some(envelope),
            Heard::Missed => panic!("was told twice of one loss"),
        }
    }
}

async fn b4_who_comes_back_hears_again(bus: &dyn Bus, node: NodeId) {
    for number in 0..3 {
        let mut subscription = bus.subscribe(Topic::Notices);
        bus.publish(envelope(node, number));
        // Who comes back at once is told of a loss, or was never away.
        let mut heard = subscription.next().await;
        if heard == Heard::Missed {
            heard = subscription.next().await;
        }
        assert_eq!(heard, Heard::Envelope(envelope(node, number)));
    }
}
