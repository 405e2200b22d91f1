//! What happens in a run, drawn from its seed before it begins.

use imprimatur_protocol::frame::Access;

use super::dice::Dice;

/// How many steps a run has.
const STEPS: (u64, u64) = (20, 60);

/// Everything that a seed decides before the run.
#[derive(Debug)]
pub(super) struct Plan {
    /// Nodes that are there in the beginning, and at most.
    pub(super) nodes: usize,
    /// What each person may do.
    pub(super) people: Vec<Access>,
    pub(super) peers: Vec<Part>,
    pub(super) settings: Vec<String>,
    pub(super) steps: Vec<(Step, u64)>,
}

/// One client.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Which person it is of.
    pub(super) person: usize,
    /// Whether it understands our own messages.
    pub(super) own: bool,
}

/// One thing that happens. Peers and nodes are named by their numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Edits as it may, so many times.
    Edit(usize, u64),
    /// Edits as it may not.
    Trespass(usize),
    /// Writes under a client id that is somebody else's.
    Forge(usize),
    Undo(usize),
    /// Says where it is.
    Show(usize),
    /// Gives another tab of the same person what it holds.
    Share(usize),
    /// Loses its socket; its node learns of it after so many milliseconds. It stays offline.
    GoOffline(usize, u64),
    /// Comes back, to any node.
    GoOnline(usize),
    /// Opens a socket on another node, and then closes the one it has, so many milliseconds later.
    Move(usize, u64),
    /// Is not heard, and hears nothing; its socket stays.
    FallAsleep(usize),
    WakeUp(usize),
    /// Says that it is there, and takes nothing.
    StopReading(usize),
    ReadOn(usize),
    /// Begins with a new document and a new client id.
    StartAgain(usize),
    /// The bus does not reach a node.
    CutBus(usize),
    /// It does again; the node may be told that it has missed something.
    MendBus(usize, bool),
    /// Of a hundred messages so many are lost, and so many come twice; each takes up to so many milliseconds.
    BusWeather(u64, u64, u64),
    AppendsFail(usize, bool),
    LoadsFail(usize, bool),
    /// Of a hundred commits of a node so many are done and not answered.
    AnswersLost(usize, u64),
    /// Its work with the database takes up to so many milliseconds, and so do the answers.
    SlowDatabase(usize, u64),
    /// As `kill -9`.
    Crash(usize),
    /// As SIGTERM.
    Drain(usize),
    Start(usize),
    /// As SIGSTOP, and SIGCONT.
    HoldStill(usize),
    LetGo(usize),
    Fold(usize),
    /// An empty room goes at once.
    Tire(usize),
    /// The clock of a node goes forth or back.
    JumpClock(usize, i64),
    /// Nothing.
    Rest,
}

impl Plan {
    pub(super) fn draw(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let nodes = dice.below(3) + 1;
        let count = dice.below(3) + 2;
        let mut people: Vec<Access> = (0..count).map(|_| access(&mut dice)).collect();
        // Somebody draws.
        people[0] = Access::Edit;
        let peers = dice.below(4) + 3;
        let peers: Vec<Part> = (0..peers)
            .map(|number| Part {
                person: if number < count {
                    number
                } else {
                    dice.below(count)
                },
                own: dice.percent(75),
            })
            .collect();
        let settings = settings(&mut dice);
        // Some runs are calm, so that what is rare in bad weather happens as well.
        let calm = dice.percent(20);
        let steps = (0..dice.between(STEPS.0, STEPS.1))
            .map(|_| {
                let step = if calm || dice.percent(65) {
                    of_people(&mut dice, peers.len())
                } else {
                    of_weather(&mut dice, nodes)
                };
                let wait = match dice.below(10) {
                    0..4 => 0,
                    4..7 => dice.between(1, 40),
                    7..9 => dice.between(40, 800),
                    _ => dice.between(800, 7_000),
                };
                (step, wait)
            })
            .collect();
        Self {
            nodes,
            people,
            peers,
            settings,
            steps,
        }
    }

    /// Whether a clock goes back: then nobody can know which of two states of presence is the newer.
    pub(super) fn turns_back(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|(step, _)| matches!(step, Step::JumpClock(..)))
    }
}

fn access(dice: &mut Dice) -> Access {
    match dice.below(10) {
        0..6 => Access::Edit,
        6..9 => Access::Texts,
        _ => Access::View,
    }
}

/// Small figures, so that bounds are reached.
fn settings(dice: &mut Dice) -> Vec<String> {
    let mut settings = vec!["--limit-idle-seconds=3".to_owned()];
    let mut of = |name: &str, few: &[u64]| {
        if dice.percent(60) {
            let value = few[dice.below(few.len())];
            settings.push(format!("--limit-{name}={value}"));
        }
    };
    of("fold-rows", &[2, 5, 20]);
    of("session-queue", &[8, 16, 64]);
    of("bus-queue", &[2, 8, 64]);
    // More than anybody's whole document, as with the product's own figures: else no answer could ever be taken.
    of("room-unsaved-bytes", &[16_000, 32_000]);
    of("room-queue", &[4, 32]);
    of("journal-batch-bytes", &[200, 2_000]);
    of("room-queue-bytes", &[16_384, 65_536]);
    settings
}

fn of_people(dice: &mut Dice, peers: usize) -> Step {
    let peer = dice.below(peers);
    match dice.below(100) {
        0..42 => Step::Edit(peer, dice.between(1, 6)),
        42..46 => Step::Trespass(peer),
        46..48 => Step::Forge(peer),
        48..53 => Step::Undo(peer),
        53..61 => Step::Show(peer),
        61..64 => Step::Share(peer),
        64..72 => Step::GoOffline(peer, dice.between(0, 2) * dice.between(0, 10_000)),
        72..80 => Step::GoOnline(peer),
        80..87 => Step::Move(peer, dice.between(0, 2) * dice.between(0, 2_000)),
        87..89 => Step::FallAsleep(peer),
        89..92 => Step::WakeUp(peer),
        92..94 => Step::StopReading(peer),
        94..97 => Step::ReadOn(peer),
        97..98 => Step::StartAgain(peer),
        _ => Step::Rest,
    }
}

fn of_weather(dice: &mut Dice, nodes: usize) -> Step {
    let node = dice.below(nodes);
    match dice.below(100) {
        0..8 => Step::CutBus(node),
        8..16 => Step::MendBus(node, dice.percent(50)),
        16..26 => Step::BusWeather(
            dice.between(0, 40),
            dice.between(0, 30),
            dice.between(0, 1) * dice.between(0, 300),
        ),
        26..33 => Step::AppendsFail(node, true),
        33..42 => Step::AppendsFail(node, false),
        42..46 => Step::LoadsFail(node, true),
        46..52 => Step::LoadsFail(node, false),
        52..58 => Step::AnswersLost(node, dice.between(0, 60)),
        58..66 => Step::SlowDatabase(node, dice.between(0, 1) * dice.between(0, 400)),
        66..71 => Step::Crash(node),
        71..74 => Step::Drain(node),
        74..82 => Step::Start(node),
        82..85 => Step::HoldStill(node),
        85..89 => Step::LetGo(node),
        89..94 => Step::Fold(node),
        94..97 => Step::Tire(node),
        97..99 => {
            let far = i64::try_from(dice.between(1, 7_200_000)).expect("fits");
            Step::JumpClock(node, if dice.percent(50) { far } else { -far })
        }
        _ => Step::Rest,
    }
}
