//! A network that a story can spoil: a connection runs through a cable, which can be slow, stand still, break, or forget what went through it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What a cable does with what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// It passes.
    Open,
    /// It passes after so long, in each direction.
    Slow(Duration),
    /// It waits. Connections stay, new ones are taken and hear nothing.
    Stalled,
    /// Connections break, new ones too.
    Cut,
}

#[derive(Debug, Clone, Copy)]
struct State {
    flow: Flow,
    /// Connections with a lower number are swallowed: nobody says so, and nothing passes any more.
    forgotten: u64,
}

/// A way to a port of this machine.
pub struct Cable {
    port: u16,
    state: watch::Sender<State>,
    taken: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Cable {
    /// Lays one to a port.
    pub async fn to(target: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it listens").port();
        let start = State {
            flow: Flow::Open,
            forgotten: 0,
        };
        let (state, seen) = watch::channel(start);
        let taken = Arc::<AtomicU64>::default();
        let numbers = Arc::clone(&taken);
        let task = tokio::spawn(async move {
            // They end with the cable.
            let mut connections = tokio::task::JoinSet::new();
            loop {
                tokio::select! {
                    accepted = listener.accept() => {
                        let Ok((near, _)) = accepted else { continue };
                        let number = numbers.fetch_add(1, Ordering::SeqCst);
                        connections.spawn(carry(near, target, number, seen.clone()));
                    }
                    Some(_) = connections.join_next() => {}
                }
            }
        });
        Self {
            port,
            state,
            taken,
            task,
        }
    }

    /// The port at which it is entered.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Changes what it does, at once.
    pub fn set(&self, flow: Flow) {
        self.state.send_modify(|state| state.flow = flow);
    }

    /// Swallows what goes over all connections that there are: neither side hears of it. New ones pass. So it is when a router forgets, or a
    /// machine is taken away and another one comes in its place.
    pub fn forget(&self) {
        let taken = self.taken.load(Ordering::SeqCst);
        self.state.send_modify(|state| state.forgotten = taken);
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(near: TcpStream, target: u16, number: u64, mut state: watch::Receiver<State>) {
    if state.borrow().flow == Flow::Cut {
        return;
    }
    let Ok(far) = TcpStream::connect(("127.0.0.1", target)).await else {
        return;
    };
    for stream in [&near, &far] {
        let _ = stream.set_nodelay(true);
    }
    let ((near_out, near_in), (far_out, far_in)) = (near.into_split(), far.into_split());
    let seen = state.clone();
    tokio::select! {
        () = pass(near_out, far_in, number, seen.clone()) => {}
        () = pass(far_out, near_in, number, seen) => {}
        _ = state.wait_for(|state| state.flow == Flow::Cut) => {}
    }
}

/// Hands on in one direction until one side ends.
async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    number: u64,
    mut state: watch::Receiver<State>,
) {
    let mut bytes = vec![0; 16 * 1024];
    loop {
        let passes =
            |state: &State| number >= state.forgotten && !matches!(state.flow, Flow::Stalled);
        if state.wait_for(passes).await.is_err() {
            return;
        }
        let read = tokio::select! {
            // What the cable does may change while nothing is sent.
            _ = state.changed() => continue,
            read = from.read(&mut bytes) => read,
        };
        let Ok(length @ 1..) = read else { return };
        let flow = state.borrow_and_update().flow;
        if let Flow::Slow(by) = flow {
            tokio::time::sleep(by).await;
        }
        if state.wait_for(passes).await.is_err() || to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
}
