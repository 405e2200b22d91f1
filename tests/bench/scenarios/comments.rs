//! People discuss while others edit: what comments and their news cost the edits.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use imprimatur_tests::socket::Event;
use imprimatur_tests::wire::{self, Message};
use imprimatur_tests::{Dialect, Person, Socket};
use serde_json::{Value, json};
use tokio::time::{MissedTickBehavior, interval};

use super::median;
use crate::Plan;
use crate::listener::fresh_client;
use crate::load::{Crowd, Outcome, Pace, Shape, What};
use crate::machine::LOAD_CORE;
use crate::servers::{Kind, Server};
use crate::table::{Bound, Row};

/// Comments a second, over all drafts.
const COMMENTS_A_SECOND: u32 = 50;

/// Edits of a writer a second.
const RATE: f64 = 10.0;

/// Rounds with and without, in turn; the one in the middle of each counts.
const ROUNDS: usize = 5;

/// Comments of a thread before the next is begun.
const OF_A_THREAD: usize = 100;

/// In each draft so many have the page open, and ask what is new when they are told.
const FOLLOWERS: usize = 4;

/// Edits come all the time; whoever hears nothing for so long is alone.
const SILENCE: Duration = Duration::from_secs(30);

/// Somebody who has the page open: is told of news, and asks what it is.
async fn follow(person: Person, draft: String, asked: Rc<Cell<u64>>) {
    let mut socket = Socket::open(&person, &draft, Dialect::Ours).await;
    let mut known = 0;
    while let Some(Event::Message(message)) = socket.next_within(SILENCE).await {
        let Message::Own(wire::NEWS, news) = message else {
            continue;
        };
        // An inbox has revisions of its own.
        if news["about"] != "discussions" {
            continue;
        }
        let revision = news["revision"].as_u64().expect("a revision");
        let before = known;
        while known < revision {
            let path = format!("/api/drafts/{draft}/threads?since={known}&known={before}");
            let body = person.get(&path).await.expect(200);
            known = body["revision"].as_u64().expect("a revision");
            asked.set(asked.get() + 1);
        }
    }
}

/// Says something about the drafts in turn, at a fixed pace, until it is dropped.
async fn discuss(people: Vec<Person>, drafts: Vec<String>, said: Rc<Cell<u64>>) {
    let mut beats = interval(Duration::from_secs(1) / COMMENTS_A_SECOND);
    beats.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let threads: Rc<Vec<Cell<Option<String>>>> =
        Rc::new(drafts.iter().map(|_| Cell::new(None)).collect());
    let mut running = tokio::task::JoinSet::new();
    for number in 0_usize.. {
        beats.tick().await;
        while running.try_join_next().is_some() {}
        let place = number % drafts.len();
        let person = people[number % people.len()].clone();
        let (draft, threads, said) = (drafts[place].clone(), Rc::clone(&threads), Rc::clone(&said));
        let begins = (number / drafts.len()).is_multiple_of(OF_A_THREAD);
        running.spawn_local(async move {
            let key = format!("bench-{:016}", fresh_client());
            let thread = threads[place].take();
            threads[place].set(thread.clone());
            let answer = match thread.filter(|_| !begins) {
                Some(thread) => {
                    let body = json!({ "key": key, "body": "Das Siegel steht **zu weit** links." });
                    person
                        .post(&format!("/api/threads/{thread}/comments"), &body)
                        .await
                }
                None => {
                    let anchor =
                        json!({ "kind": "point", "place": { "page": "page", "x": 20, "y": 30 } });
                    let body =
                        json!({ "key": key, "anchor": anchor, "body": "Was meinen Sie dazu?" });
                    person
                        .post(&format!("/api/drafts/{draft}/threads"), &body)
                        .await
                }
            };
            let body: Value = answer.expect(201);
            threads[place].set(body["id"].as_str().map(str::to_owned));
            said.set(said.get() + 1);
        });
    }
}

/// One round; with or without comments.
async fn round(server: &Server, plan: &Plan, discussed: bool) -> (Outcome, u64) {
    let shape = Shape {
        clients: plan.clients,
        writers: plan.writers,
        elements: 15,
    };
    let drafts = server
        .drafts(&format!("discussed-{}", fresh_client()), plan.drafts)
        .await;
    let mut crowd = Crowd::join(server, &drafts, shape, None).await;
    let (said, asked) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let people = server.people().await;
    // They are there in both rounds: what their sockets cost is not what is measured.
    let mut followers = tokio::task::JoinSet::new();
    for (place, draft) in drafts.iter().enumerate() {
        for number in 0..FOLLOWERS {
            let person = people[(place + number) % people.len()].clone();
            followers.spawn_local(follow(person, draft.clone(), Rc::clone(&asked)));
        }
    }
    let pace = Pace {
        rate: RATE,
        span: plan.span,
    };
    let warming = Pace {
        rate: RATE,
        span: Duration::from_secs(1),
    };
    crowd.run(server, What::Moves, warming).await;
    let outcome = if discussed {
        let discussing = discuss(people, drafts.clone(), Rc::clone(&said));
        tokio::select! {
            outcome = crowd.run(server, What::Moves, pace) => outcome,
            () = discussing => unreachable!("people discuss until they are stopped"),
        }
    } else {
        crowd.run(server, What::Moves, pace).await
    };
    let what = if discussed { "discussed" } else { "quiet" };
    println!(
        "{:<30} {outcome}; {} comments, asked {} times",
        format!("{}, {what}", server.kind.name()),
        said.get(),
        asked.get()
    );
    (outcome, said.get())
}

/// The p99 of edits with comments beside it without.
pub(crate) async fn comments(plan: &Plan) -> Vec<Row> {
    println!("{:<30} {}", "edits while people discuss", Outcome::heads());
    let mut rows = Vec::new();
    for (kind, apart) in [
        (Kind::Embedded, false),
        (Kind::Postgres, true),
        (Kind::Postgres, false),
    ] {
        let server = Server::start(kind).await;
        let mut name = kind.name().to_owned();
        if apart {
            server.move_postgres_to(LOAD_CORE);
            name.push_str(" on the load's core");
        }
        println!("{name}");
        let (mut with, mut without, mut said) = (Vec::new(), Vec::new(), 0);
        for _ in 0..ROUNDS {
            without.push(round(&server, plan, false).await.0.p99_ms);
            let (outcome, comments) = round(&server, plan, true).await;
            with.push(outcome.p99_ms);
            said += comments;
        }
        let a_second = said as f64 / (ROUNDS as f64 * plan.span.as_secs_f64());
        let (with, without) = (median(with), median(without));
        rows.push(
            Row::new(
                format!("p99 of edits with 50 comments/s / without, {name}"),
                Bound::AtMost(1.2),
                with / without,
                "x",
            )
            .note(format!(
                "{with:.1} and {without:.1} ms, {a_second:.0} comments/s"
            )),
        );
    }
    rows
}
