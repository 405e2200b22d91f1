//! The program `imprimatur`.

use std::process::ExitCode;

use imprimatur::app::{App, Running};
use imprimatur::commands;
use imprimatur::config::{
    BackfillCommand, Command, Config, Database, LocalSignIn, RegistryCommand,
};
use imprimatur::error::describe;
use imprimatur::telemetry;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

/// Gives memory back soon after it was needed; the system's own keeps what is scattered over its pages, four times what is used when many
/// drafts were edited and are quiet. How soon is set where it is built (`.cargo/config.toml`).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let (command, config) = match Config::read(std::env::args_os()) {
        Ok(read) => read,
        Err(cause) => cause.exit(),
    };
    // Before anything is written, and while this is the only thread.
    keep_from_others();
    match command {
        None => {
            print!("{}", Config::help());
            ExitCode::SUCCESS
        }
        Some(Command::Registry(RegistryCommand::Schema { all })) => {
            commands::registry_schema(&config, all)
        }
        Some(Command::Backfill(BackfillCommand::Workos {
            organisation,
            dry_run,
            remove,
        })) => commands::backfill(config, organisation.as_deref(), dry_run, remove),
        Some(Command::Backfill(BackfillCommand::Convex { file, dry_run })) => {
            commands::take_over(config, &file, dry_run)
        }
        Some(Command::Audit(command)) => commands::audit(config, command),
        Some(Command::Subject(command)) => commands::subject(config, command),
        Some(Command::Reconcile) => commands::reconcile(config),
        Some(Command::Serve) => match run(config) {
            Ok(()) => ExitCode::SUCCESS,
            Err(cause) => {
                eprintln!("imprimatur cannot start: {cause}");
                ExitCode::FAILURE
            }
        },
    }
}

/// What is written here tells of people: whoever started this, and perhaps their group, may read it, and nobody else on this machine.
fn keep_from_others() {
    use rustix::fs::Mode;
    use rustix::process::umask;
    let before = umask(Mode::RWXO);
    umask(before | Mode::RWXO);
}

fn run(config: Config) -> Result<(), String> {
    let runtime = Runtime::new().map_err(|cause| format!("there are no threads: {cause}"))?;
    let ended = runtime.block_on(serve(config));
    // What is still drawn or merged for somebody is wanted by nobody any more, and would be waited for.
    runtime.shutdown_background();
    ended
}

async fn serve(config: Config) -> Result<(), String> {
    let traces = telemetry::start(&config).map_err(|error| reason(&error))?;
    // Heard from the first moment on, so that a signal during a long start is not lost.
    let mut terminate = signal(SignalKind::terminate()).map_err(|cause| cause.to_string())?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|cause| cause.to_string())?;
    let running = tokio::select! {
        started = App::start(config) => started.map_err(|error| reason(&error))?,
        _ = terminate.recv() => return Ok(()),
        _ = interrupt.recv() => return Ok(()),
    };
    greet(&running);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("ending: no new connections, what runs may finish");
    tokio::select! {
        () = running.stop() => tracing::info!("ended"),
        // Whoever asks twice does not want to wait.
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    traces.end().await;
    Ok(())
}

/// At the start, what lay beneath says more than what a caller of the API would be told.
fn reason(error: &imprimatur::error::Error) -> String {
    error
        .cause()
        .map_or_else(|| error.to_string(), |cause| describe(cause))
}

/// One block that says where to go, where things are, and who may enter.
fn greet(running: &Running) {
    let config = &running.platform().config;
    let listening = format!("http://{}", running.address());
    let open = config
        .public_url
        .as_ref()
        .map_or(listening.as_str(), |url| url.origin());
    let rests = match &config.database {
        Database::Sqlite(file) => format!("SQLite in {}", file.display()),
        Database::Postgres(_) => config.database.to_string(),
    };
    let enter = match config.local_sign_in {
        LocalSignIn::On => "sample people, without a password, from this computer only",
        LocalSignIn::Off if config.workos.is_some() => "by WorkOS",
        LocalSignIn::Off => "nobody yet: local sign-in is off",
        LocalSignIn::InsecureAnyoneMayEnter => {
            "ANYBODY who reaches this address, without a password"
        }
    };
    println!("\n  Imprimatur {}\n", env!("CARGO_PKG_VERSION"));
    println!("    open      {open}");
    if open != listening {
        println!("    listening {listening}");
    }
    println!("    data      {rests}");
    println!("    registry  {}", config.registry_database);
    println!("    images    {}", config.storage);
    println!("    sign-in   {enter}");
    println!("    end       Ctrl-C\n");
}
