use imprimatur_protocol::frame::{About, News};

use super::*;

impl Outgoing {
    /// Everything that waits now, by hand.
    pub(in crate::collab) fn flush(&self) -> Vec<Bytes> {
        let mut all = Vec::new();
        while let Some(Next::Frames(frames)) = self.0.take() {
            all.extend(frames);
        }
        all
    }

    /// How the socket is to end, if it is.
    pub(in crate::collab) fn ended(&self) -> Option<End> {
        self.0.queue().closing
    }
}

fn limits() -> Limits {
    Limits {
        session_queue: 3,
        session_queue_bytes: 100,
        ..Limits::default()
    }
}

fn sent(client: u64, clock: u64) -> Sent {
    Sent {
        client,
        clock,
        state: Some("{}".into()),
    }
}

const X: Bytes = Bytes::from_static(b"x");

#[tokio::test]
async fn u11_a_full_queue_leaves_out_what_follows_until_it_was_read() {
    let (room, socket) = outbox(true, &limits());
    for _ in 0..3 {
        assert!(room.push([&X]));
    }
    room.presence([&sent(20, 1)]);
    assert!(!room.push([&X]), "said once");
    assert!(room.push([&X]));
    room.presence([&sent(20, 2)]);
    assert!(!room.answer(X), "answered when it has caught up");
    // What is small and must not be lost still finds room.
    room.own(&Own::Lagging);
    assert_eq!(
        socket.next().await,
        Next::Frames(vec![X, X, X, Own::Lagging.write().into()])
    );
    assert_eq!(socket.next().await, Next::CatchUp);
    assert!(room.push([&X]), "left out, and told of already");
    assert_eq!(socket.ended(), None);
    room.resume();
    assert!(room.push([&X]));
    assert!(room.answer(X));
    assert_eq!(socket.flush().len(), 2);
}

/// When it has caught up it is told who is there: of those who have left it would never hear.
#[test]
fn u11_who_lags_is_still_told_who_has_left() {
    let (room, socket) = outbox(true, &limits());
    let left = |client| Sent {
        state: None,
        ..sent(client, 2)
    };
    for client in [20, 21, 22] {
        room.presence([&sent(client, 1)]);
    }
    room.presence([&left(20)]);
    for _ in 0..4 {
        _ = room.push([&X]);
    }
    room.presence([&left(21)]);
    room.presence([&left(22)]);
    room.presence([&sent(22, 3)]);
    let frames = socket.flush();
    assert_eq!(frames[3..], [awareness([left(20), left(21)].iter())]);
}

#[tokio::test]
async fn r2_who_reads_nothing_at_all_ends() {
    let (room, socket) = outbox(true, &limits());
    for _ in 0..3 {
        assert!(room.push([&X]));
    }
    for _ in 0..OWN_BEYOND {
        room.own(&Own::Lagging);
    }
    assert_eq!(socket.ended(), None);
    room.own(&Own::Lagging);
    assert_eq!(socket.closing().await, End::Close(Close::Lagging));
    assert_eq!(socket.next().await, Next::End(End::Close(Close::Lagging)));
}

#[test]
fn u11_bytes_fill_a_queue_too_but_one_large_message_passes() {
    let (room, socket) = outbox(false, &limits());
    assert!(room.push([&Bytes::from(vec![0; 500])]));
    assert!(!room.push([&X]));
    assert_eq!(socket.ended(), None);
}

#[test]
fn answers_are_bounded_apart() {
    let (room, socket) = outbox(false, &limits());
    assert!(room.answer(Bytes::from(vec![0; 500])));
    assert!(room.push([&X]));
    assert_eq!(socket.flush().len(), 2);
    for _ in 0..=ANSWERS {
        assert!(room.answer(X));
    }
    assert_eq!(socket.ended(), Some(End::Close(Close::Lagging)));
}

/// Sixty sockets that asked four times each for 8 MB and read nothing took 1.9 GB.
#[test]
fn r2_a_large_answer_waits_alone() {
    let (room, socket) = outbox(false, &limits());
    let large = Bytes::from(vec![0; 2 * ANSWER_BYTES]);
    assert!(room.answer(large.clone()));
    assert_eq!(socket.ended(), None);
    assert_eq!(socket.flush().len(), 1);
    assert!(room.answer(X));
    assert!(room.answer(large), "it ends, which is no lag");
    assert_eq!(socket.ended(), Some(End::Close(Close::Lagging)));
}

#[test]
fn p6_only_the_newest_state_of_each_client_waits() {
    let (room, socket) = outbox(false, &limits());
    for clock in 0..10_000 {
        room.presence([&sent(20, clock)]);
        room.presence([&sent(21, clock)]);
    }
    let frames = socket.flush();
    assert_eq!(
        frames,
        [awareness([sent(20, 9_999), sent(21, 9_999)].iter())]
    );
}

/// What is encoded once for all gives way to what is newer for one that reads slowly.
#[test]
fn p6_a_flight_is_shared_and_only_the_newest_of_it_waits() {
    let (room, socket) = outbox(false, &limits());
    room.flight(&Flight::new(vec![sent(20, 1), sent(21, 1)]));
    assert_eq!(
        socket.flush(),
        [awareness([sent(20, 1), sent(21, 1)].iter())]
    );
    for clock in 2..100 {
        room.flight(&Flight::new(vec![sent(21, clock), sent(22, clock)]));
        room.presence([&sent(20, clock)]);
    }
    room.presence([&sent(20, 50)]);
    let newest = [sent(20, 99), sent(21, 99), sent(22, 99)];
    assert_eq!(socket.flush(), [awareness(newest.iter())]);
}

#[test]
fn only_the_newest_watermark_waits_and_stock_clients_get_none() {
    let (room, socket) = outbox(true, &limits());
    for up_to in 1..100 {
        room.saved(Saved { up_to, head: 7 });
    }
    assert_eq!(
        socket.flush(),
        [Bytes::from(
            Own::Saved(Saved { up_to: 99, head: 7 }).write()
        )]
    );
    let (room, socket) = outbox(false, &limits());
    room.saved(Saved { up_to: 1, head: 1 });
    room.own(&Own::Lagging);
    assert!(socket.flush().is_empty());
}

#[tokio::test]
async fn what_waits_goes_out_before_the_end() {
    let (room, socket) = outbox(false, &limits());
    assert!(room.push([&Bytes::from_static(b"last words")]));
    room.close(Close::DraftGone);
    assert!(room.push([&Bytes::from_static(b"too late")]));
    assert_eq!(
        socket.next().await,
        Next::Frames(vec![Bytes::from_static(b"last words")])
    );
    assert_eq!(socket.next().await, Next::End(End::Close(Close::DraftGone)));
    drop(room);
    assert_eq!(socket.closing().await, End::Close(Close::DraftGone));
}

#[test]
fn a_room_that_vanishes_tells_its_sockets_to_come_back() {
    let (room, socket) = outbox(false, &limits());
    drop(room);
    assert_eq!(socket.ended(), Some(End::Close(Close::RoomFailed)));
}

#[tokio::test(start_paused = true)]
async fn p4_time_in_which_we_do_not_listen_is_no_silence() {
    let (room, _socket) = outbox(false, &limits());
    let link = Arc::clone(room.link());
    tokio::time::advance(Duration::from_secs(6)).await;
    assert_eq!(link.silence(), Duration::from_secs(6));
    link.hold_up(true);
    assert_eq!(link.silence(), Duration::ZERO);
    link.hold_up(false);
    assert_eq!(link.silence(), Duration::ZERO);
    link.mark_quiet();
    assert!(link.hear());
    assert!(!link.hear());
}

#[test]
fn o4_whoever_reads_slowly_is_told_the_newest_of_each_kind_once_the_rest_is_read() {
    let (room, socket) = outbox(true, &limits());
    let news = |about, revision| News { about, revision };
    for _ in 0..4 {
        _ = room.push([&X]);
    }
    for revision in [5, 9, 7] {
        room.link().tell(news(About::Discussions, revision));
    }
    room.link().tell(news(About::Inbox, 1));
    let frames = socket.flush();
    let told = |about, revision| Bytes::from(Own::News(news(about, revision)).write());
    let expected = [told(About::Discussions, 9), told(About::Inbox, 1)];
    assert_eq!(frames[3..], expected);
    assert_eq!(socket.flush(), Vec::<Bytes>::new(), "told once");
}
