use super::*;

const ANNA: &str = "per_0190a1b2c3d47e5f8a9b0c1d2e3f4a01";
const LUCA: &str = "per_0190a1b2c3d47e5f8a9b0c1d2e3f4a02";

fn who(session: u64, person: &str) -> Speaker {
    Speaker {
        session: SessionKey(session),
        person: person.parse().unwrap(),
    }
}

fn says(client: u64, clock: u64, state: &str) -> Stated {
    Stated {
        client,
        clock,
        state: (state != "null").then(|| state.to_owned()),
    }
}

fn table() -> Presence {
    Presence::new(1_000, 4, Instant::now())
}

fn state_of(sent: &Sent) -> &str {
    sent.state.as_deref().unwrap_or("null")
}

#[test]
fn p1_a_session_owns_the_first_id_that_nobody_else_holds() {
    let (mut it, now) = (table(), Instant::now());
    assert!(
        it.state(who(1, ANNA), says(20, 1, "{}"), None, now)
            .is_some()
    );
    assert!(
        it.state(who(1, ANNA), says(21, 1, "{}"), None, now)
            .is_none(),
        "a second one"
    );
    assert!(
        it.state(who(2, LUCA), says(20, 2, "{}"), None, now)
            .is_none(),
        "somebody else's"
    );
    assert!(
        it.state(who(2, LUCA), says(20, 2, "null"), None, now)
            .is_none(),
        "withdrawn by another"
    );
    assert!(
        it.state(
            who(2, LUCA),
            says(22, 1, "{}"),
            Some(who(1, ANNA).person),
            now
        )
        .is_none(),
        "bound"
    );
    assert!(
        it.state(who(2, LUCA), says(23, 1, "{}"), None, now)
            .is_some()
    );
}

#[test]
fn p1_an_id_bound_by_an_edit_is_owned_too() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    assert_eq!(it.bind(who(1, ANNA), 21, now), None);
    assert!(
        it.state(who(1, ANNA), says(21, 1, "{}"), None, now)
            .is_some()
    );
}

#[test]
fn p1_whoever_showed_himself_under_an_id_before_its_owner_wrote_is_withdrawn() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    let sent = it.bind(who(2, LUCA), 20, now).unwrap();
    assert_eq!(state_of(&sent), "null");
    assert!(
        it.state(
            who(1, ANNA),
            says(20, 2, "{}"),
            Some(who(2, LUCA).person),
            now
        )
        .is_none()
    );
}

#[test]
fn p1_an_id_that_another_wrote_under_in_vain_is_its_owners_again() {
    let (mut it, now) = (table(), Instant::now());
    // Luca's, as the journal knows and this room does not yet.
    it.bind(who(1, ANNA), 20, now);
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    let luca = who(2, LUCA);
    let bound = || std::iter::once((20, luca.person));
    let sent = it.settle(bound(), now);
    assert_eq!(sent.iter().map(state_of).collect::<Vec<_>>(), ["null"]);
    assert!(it.settle(bound(), now).is_empty());
    let anna = it.state(who(1, ANNA), says(20, 2, "{}"), Some(luca.person), now);
    assert!(anna.is_none());
    let shown = it.state(luca, says(20, 3, "{}"), Some(luca.person), now);
    assert_eq!(state_of(&shown.unwrap()), "{}");
}

#[test]
fn p1_what_a_stock_client_repeats_of_somebody_who_left_is_dropped() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    it.leave(SessionKey(1), now);
    assert!(
        it.state(who(2, LUCA), says(20, 1, "{}"), None, now)
            .is_none()
    );
}

#[test]
fn p1_a_page_that_repeats_its_neighbour_does_not_take_its_id() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    it.state(who(2, ANNA), says(30, 1, "{}"), None, now);
    assert!(
        it.state(who(2, ANNA), says(20, 1, "{}"), None, now)
            .is_none()
    );
    assert!(
        it.state(who(1, ANNA), says(30, 1, "{}"), None, now)
            .is_none()
    );
}

/// Even where it is the first thing that its socket says, and that socket is the newest of the person.
#[test]
fn p1_what_repeats_our_own_clock_takes_no_id() {
    let (mut it, now) = (table(), Instant::now());
    let sent = it
        .state(who(1, ANNA), says(20, 1, "{}"), None, now)
        .unwrap();
    let repeated = says(20, sent.clock, "{}");
    assert!(it.state(who(2, ANNA), repeated, None, now).is_none());
    assert!(
        it.state(who(1, ANNA), says(20, 2, "{}"), None, now)
            .is_some()
    );
}

#[test]
fn u5_an_id_passes_to_a_newer_socket_of_the_same_person() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, r#"{"a":1}"#), None, now);
    let sent = it
        .state(who(2, ANNA), says(20, 1, r#"{"a":2}"#), None, now)
        .unwrap();
    assert_eq!(state_of(&sent), r#"{"a":2}"#);
    // The old socket is closed later, and takes nothing away with it.
    assert_eq!(it.leave(SessionKey(1), now), []);
    assert_eq!(it.seen_by(SessionKey(9)).len(), 1);
}

#[test]
fn p3_clocks_rise_whatever_the_client_says() {
    let (mut it, now) = (table(), Instant::now());
    let first = it
        .state(who(1, ANNA), says(20, 5, "{}"), None, now)
        .unwrap();
    let second = it
        .state(who(1, ANNA), says(20, 2, "{}"), None, now)
        .unwrap();
    assert!(first.clock > CLOCKS_BEGIN && second.clock == first.clock + 1);
    let far = it
        .state(
            who(1, ANNA),
            says(20, CLOCKS_BEGIN + 9_000, "{}"),
            None,
            now,
        )
        .unwrap();
    assert_eq!(far.clock, CLOCKS_BEGIN + 9_000);
}

#[test]
fn p3_a_client_that_returns_with_an_old_clock_is_visible_again_at_once() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 7, "{}"), None, now);
    let gone = it.leave(SessionKey(1), now).remove(0);
    assert_eq!(state_of(&gone), "null");
    let back = it
        .state(who(2, ANNA), says(20, 7, "{}"), None, now)
        .unwrap();
    assert!(back.clock > gone.clock && back.state.is_some());
}

#[test]
fn p3_clocks_go_on_rising_after_an_id_was_forgotten() {
    let (mut it, now) = (table(), Instant::now());
    let far = it
        .state(who(1, ANNA), says(20, 1, "{}"), None, now)
        .unwrap();
    // She counts far ahead of the time.
    let far = it
        .state(
            who(1, ANNA),
            says(20, far.clock + (1 << 40), "{}"),
            None,
            now,
        )
        .unwrap();
    it.leave(SessionKey(1), now);
    let later = now + KEPT_FOR;
    it.forget(later);
    assert!(it.entries.is_empty());
    let back = it
        .state(who(2, ANNA), says(20, 1, "{}"), None, later)
        .unwrap();
    assert!(back.clock > far.clock);
}

#[test]
fn p3_a_joiner_sees_all_others_and_not_itself() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    it.state(who(2, LUCA), says(30, 1, "{}"), None, now);
    assert_eq!(it.seen_by(SessionKey(3)).len(), 2);
    assert_eq!(
        it.seen_by(SessionKey(1))
            .iter()
            .map(|it| it.client)
            .collect::<Vec<_>>(),
        [30]
    );
}

/// A page that lost its socket drops the states of the others, and remembers their clocks.
#[test]
fn p3_whoever_comes_back_sees_the_others_again_at_once() {
    let (mut it, now) = (table(), Instant::now());
    let sent = it
        .state(who(1, ANNA), says(20, 1, "{}"), None, now)
        .unwrap();
    let first = it.seen_by(SessionKey(2)).remove(0).clock;
    let again = it.seen_by(SessionKey(3)).remove(0).clock;
    assert!(sent.clock < first && first < again);
}

#[test]
fn p4_a_silent_session_is_quiet_then_withdrawn_then_back() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    let mut after = |seconds| it.silence(SessionKey(1), Duration::from_secs(seconds), now);
    assert_eq!(after(4), []);
    assert_eq!(state_of(&after(5)[0]), r#"{"quiet":true}"#);
    assert_eq!(after(6), []);
    assert_eq!(state_of(&after(15)[0]), "null");
    assert_eq!(after(20), []);
    assert_eq!(state_of(&after(0)[0]), "{}");
}

#[test]
fn p4_a_withdrawn_session_that_leaves_is_not_withdrawn_twice() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    it.silence(SessionKey(1), WITHDRAWN_AFTER, now);
    assert_eq!(it.leave(SessionKey(1), now), []);
}

#[test]
fn p5_the_echo_is_at_the_clients_own_clock() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 7, "{}"), None, now);
    assert_eq!(it.echo(SessionKey(1))[0].clock, 7);
    assert_eq!(it.echo(SessionKey(2)), []);
}

#[test]
fn a_page_in_the_background_is_renewed_for_the_others() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    let later = now + RENEWED_AFTER;
    assert_eq!(it.silence(SessionKey(1), Duration::ZERO, later).len(), 1);
    assert_eq!(it.silence(SessionKey(1), Duration::ZERO, later).len(), 0);
}

#[test]
fn p3_a_hostile_clock_is_not_followed() {
    let (mut it, now) = (table(), Instant::now());
    it.state(who(1, ANNA), says(20, 1, "{}"), None, now);
    let sent = it
        .state(who(1, ANNA), says(20, (1 << 53) - 1, "{}"), None, now)
        .unwrap();
    assert_eq!(sent.clock, CLOCKS_BEGIN + 2);
}

/// The bus may lose the word that somebody has left. Their node goes on speaking, but no longer of them.
#[test]
fn n4_a_state_that_its_node_no_longer_repeats_is_withdrawn_and_forgotten() {
    let begin = Instant::now();
    let after = |seconds: u64| begin + Duration::from_secs(seconds);
    let mut presence = Presence::new(0, 4, begin);
    let node = NodeId(2);
    let told = |clock: u64| Elsewhere {
        person: ANNA.parse().unwrap(),
        sent: Sent {
            client: 100,
            clock,
            state: Some(Arc::from("{}")),
        },
    };
    let clock = CLOCKS_BEGIN + 1_000;
    assert!(presence.elsewhere(node, told(clock), begin).is_some());
    assert!(
        presence
            .elsewhere(node, told(clock + 1), after(20))
            .is_some()
    );
    let all = |presence: &mut Presence, seconds| -> Vec<bool> {
        let sent = presence.node_silence(node, Duration::ZERO, after(seconds));
        sent.into_iter().map(|it| it.state.is_some()).collect()
    };
    assert_eq!(all(&mut presence, 60), [true], "renewed");
    assert_eq!(all(&mut presence, 65), [false], "withdrawn");
    assert_eq!(all(&mut presence, 100), [true; 0]);
    // The word comes after all.
    assert!(
        presence
            .elsewhere(node, told(clock + 2), after(101))
            .is_some()
    );
    assert_eq!(all(&mut presence, 146), [false]);
    presence.forget(after(207));
    assert!(presence.entries.is_empty());
}
