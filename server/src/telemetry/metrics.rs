//! What is counted and measured. Each room counts its own with the macros of `metrics`; here stands what each number means, and
//! what writes them down. Labels are words out of this program: no ids, nothing of people, nothing that a client makes up.

use std::fs;
use std::sync::OnceLock;
use std::time::Duration;

use metrics::Unit;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;

use crate::error::{Error, Result};

/// Between taking what was measured out of its queues, so that they stay short also when nobody reads.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// Upper ends of the classes of durations, in seconds: a commit takes some milliseconds, a request is given up after 30 s.
const SECONDS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// How a number behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Only rises.
    Counter,
    /// Rises and falls.
    Gauge,
    /// Counted in classes.
    Seconds,
}

/// Every metric: its name, how it behaves, and what it means. The same sentences stand in docs/operations.md; a test compares them.
const METRICS: &[(&str, Kind, &str)] = &[
    (
        "imprimatur_assets_cache_bytes",
        Kind::Gauge,
        "Bytes of images kept in memory; LIMIT_ASSET_CACHE_BYTES is the most.",
    ),
    (
        "imprimatur_assets_reads_total",
        Kind::Counter,
        "Images read for serving or drawing, by where they came from: memory, store, or missing.",
    ),
    (
        "imprimatur_assets_uploads_total",
        Kind::Counter,
        "Uploads of images, by what became of them: new, known already, refused, or failed.",
    ),
    (
        "imprimatur_audit_broken",
        Kind::Gauge,
        "Organisations whose audit is not as it was left, so that nothing is added to it; `imprimatur audit verify` says where.",
    ),
    (
        "imprimatur_audit_chained_total",
        Kind::Counter,
        "Links added to audits in the registry by this node.",
    ),
    (
        "imprimatur_audit_waiting",
        Kind::Gauge,
        "Events that are not in an audit in the registry yet.",
    ),
    (
        "imprimatur_bounces_total",
        Kind::Counter,
        "Words of mail about certificates that came back, by what it was: hard, complaint, soft, or of a mail that is unknown.",
    ),
    (
        "imprimatur_build",
        Kind::Gauge,
        "Always 1; its label names the version that runs.",
    ),
    (
        "imprimatur_bus_connected",
        Kind::Gauge,
        "1 while the bus reaches the other nodes, or there are none; 0 while it is cut off.",
    ),
    (
        "imprimatur_bus_lag_seconds",
        Kind::Gauge,
        "How long this node's own message took through the bus and back, lately.",
    ),
    (
        "imprimatur_bus_lost_total",
        Kind::Counter,
        "Messages that the bus could not carry. What they told is found in the database: edits within seconds, what has ended and changed rights within 2 s.",
    ),
    (
        "imprimatur_catch_ups_total",
        Kind::Counter,
        "How often somebody was behind, by what was: a client (it was asked for what it left out), session (it read too slowly and was sent one difference), journal (a room read rows of other nodes), reload (a room loaded its draft anew).",
    ),
    (
        "imprimatur_certificate_mails_total",
        Kind::Counter,
        "Mails about certificates by their outcome: sent, waiting, failed, dropped, unsubscribed, or unknown.",
    ),
    (
        "imprimatur_certificates_erased_total",
        Kind::Counter,
        "Certificates of which what they say of a person was erased by this node, by why: retention, or asked.",
    ),
    (
        "imprimatur_certificates_issued_total",
        Kind::Counter,
        "Certificates issued by this node.",
    ),
    (
        "imprimatur_commit_seconds",
        Kind::Seconds,
        "What committing the edits of all rooms that waited took, by outcome: written, or failed.",
    ),
    (
        "imprimatur_database_connections",
        Kind::Gauge,
        "Connections to the database that are open, by pool, used or idle.",
    ),
    (
        "imprimatur_database_connections_max",
        Kind::Gauge,
        "Connections that a pool may open.",
    ),
    (
        "imprimatur_database_failures_total",
        Kind::Counter,
        "Transactions that could not be begun or committed, and journal writes that failed, by pool and reason.",
    ),
    (
        "imprimatur_database_wait_seconds",
        Kind::Seconds,
        "What beginning a transaction took, by pool; most of it is waiting for a connection, or on SQLite for edits that go first.",
    ),
    (
        "imprimatur_database_waiting",
        Kind::Gauge,
        "Transactions that wait for a connection now, by pool.",
    ),
    (
        "imprimatur_drafts_damaged",
        Kind::Gauge,
        "Drafts of the whole workspace that are in quarantine: they can only be read, or not even that.",
    ),
    (
        "imprimatur_folds_total",
        Kind::Counter,
        "Journal tails folded into snapshots, by outcome: done, or failed.",
    ),
    (
        "imprimatur_former_roles_used_total",
        Kind::Counter,
        "Times that somebody came in by what the system before this one let them do, because their token names no role. Deprecated: when it stays at 0, nobody needs that any more.",
    ),
    (
        "imprimatur_gate_examine_seconds",
        Kind::Seconds,
        "What looking for what stands against a layout took.",
    ),
    (
        "imprimatur_http_connections",
        Kind::Gauge,
        "Open connections, sockets included, by listener.",
    ),
    (
        "imprimatur_http_limited_total",
        Kind::Counter,
        "Requests refused for their rate, by whose it was: of an address, a person, an organisation, or of an address that checks certificates (`verifier`).",
    ),
    (
        "imprimatur_http_refusals_total",
        Kind::Counter,
        "Requests that were refused or failed, by the code in their answer.",
    ),
    (
        "imprimatur_http_request_seconds",
        Kind::Seconds,
        "Time until an answer began, by route, method and class of status.",
    ),
    (
        "imprimatur_http_requests_in_flight",
        Kind::Gauge,
        "Requests that are being answered now.",
    ),
    (
        "imprimatur_http_requests_total",
        Kind::Counter,
        "Requests answered, by route, method and class of status.",
    ),
    (
        "imprimatur_journal_queue",
        Kind::Gauge,
        "Batches of edits that wait for the journal; LIMIT_JOURNAL_QUEUE is the most.",
    ),
    (
        "imprimatur_mails_total",
        Kind::Counter,
        "Mails, by what became of them: sent, waiting (the service did not take it, and it is tried again), failed (given up), dropped (all of it was read meanwhile, or its reader is gone), or unknown (the connection or the node ended in the middle; it is not sent again).",
    ),
    (
        "imprimatur_mails_waiting",
        Kind::Gauge,
        "Mails that are due or are tried again.",
    ),
    (
        "imprimatur_pictures_cache_bytes",
        Kind::Gauge,
        "Bytes of drawn pictures kept in memory; LIMIT_PICTURE_CACHE_BYTES is the most.",
    ),
    (
        "imprimatur_pictures_draw_seconds",
        Kind::Seconds,
        "What drawing a picture took, by format.",
    ),
    (
        "imprimatur_pictures_drawing",
        Kind::Gauge,
        "Pictures that are drawn now; LIMIT_RENDERS is the most.",
    ),
    (
        "imprimatur_pictures_total",
        Kind::Counter,
        "Pictures asked for, by format and what became of them: drawn, cached, unchanged (the caller had it), busy (too many wait), late (gave up after LIMIT_RENDER_SECONDS), refused, or failed.",
    ),
    (
        "imprimatur_pictures_waiting",
        Kind::Gauge,
        "Pictures that wait to be drawn; LIMIT_RENDER_QUEUE is the most.",
    ),
    (
        "imprimatur_process_open_files",
        Kind::Gauge,
        "File descriptors that are open, sockets included.",
    ),
    (
        "imprimatur_process_open_files_max",
        Kind::Gauge,
        "File descriptors that the system lets the program open.",
    ),
    (
        "imprimatur_process_resident_bytes",
        Kind::Gauge,
        "Memory of the program that lies in RAM.",
    ),
    (
        "imprimatur_publications_oldest_seconds",
        Kind::Gauge,
        "For how long the oldest publication that is open has been asked for.",
    ),
    (
        "imprimatur_publications_open",
        Kind::Gauge,
        "Publications that are being done, or wait for the registry or for where images rest.",
    ),
    (
        "imprimatur_publications_total",
        Kind::Counter,
        "Publications that ended on this node, by their outcome: done, failed, or cancelled.",
    ),
    (
        "imprimatur_published_files_deleted_total",
        Kind::Counter,
        "Published files deleted because no published version is drawn with them.",
    ),
    (
        "imprimatur_ready",
        Kind::Gauge,
        "1 while a part is as /readyz wants it, else 0, by part.",
    ),
    (
        "imprimatur_recipient_entries_total",
        Kind::Counter,
        "Links in mails to recipients whose button was pressed, by link (claim, sign_in, address) and outcome: done, refused, or failed.",
    ),
    (
        "imprimatur_recipient_mails_total",
        Kind::Counter,
        "Links that recipients asked for, by link and outcome: sent, dropped (nothing is known of the address), waiting, failed, or unknown.",
    ),
    (
        "imprimatur_registry_ready",
        Kind::Gauge,
        "1 while the registry answers and its tables are as this version needs them.",
    ),
    (
        "imprimatur_rooms",
        Kind::Gauge,
        "Drafts that are open on this node; LIMIT_DRAFTS_PER_NODE is the most.",
    ),
    (
        "imprimatur_rooms_queue",
        Kind::Gauge,
        "Messages that wait for rooms, all together; LIMIT_ROOM_QUEUE is the most for one.",
    ),
    (
        "imprimatur_sessions",
        Kind::Gauge,
        "Sockets that take part in drafts on this node.",
    ),
    (
        "imprimatur_sessions_queue",
        Kind::Gauge,
        "Messages that wait for clients to read them, all together; LIMIT_SESSION_QUEUE is the most for one.",
    ),
    (
        "imprimatur_sessions_queue_bytes",
        Kind::Gauge,
        "Bytes that wait for clients to read them, all together; LIMIT_SESSION_QUEUE_BYTES is the most for one.",
    ),
    (
        "imprimatur_sockets_closed_total",
        Kind::Counter,
        "Sockets that this side closed, by reason: session_ended, restarting, malformed and the others of the protocol.",
    ),
    (
        "imprimatur_streams",
        Kind::Gauge,
        "Pages without a socket that are told of news; a quarter of LIMIT_CONNECTIONS is the most.",
    ),
    (
        "imprimatur_sync_failing",
        Kind::Gauge,
        "Things whose last try to reach the registry failed, and that are tried again.",
    ),
    (
        "imprimatur_sync_oldest_seconds",
        Kind::Gauge,
        "How long the oldest change has waited that is not in the registry.",
    ),
    (
        "imprimatur_sync_waiting",
        Kind::Gauge,
        "Things that are to be brought to the registry.",
    ),
    (
        "imprimatur_tokens_refused_total",
        Kind::Counter,
        "Tokens of WorkOS that were not believed, by why: forged, expired, or no_key (its keys could not be fetched).",
    ),
    (
        "imprimatur_updates_received_total",
        Kind::Counter,
        "Updates that clients brought.",
    ),
    (
        "imprimatur_updates_refused_total",
        Kind::Counter,
        "Updates that were refused whole, by code; their sessions go on.",
    ),
    (
        "imprimatur_updates_sent_total",
        Kind::Counter,
        "Updates for sessions: one edit counts once for everybody else in its draft, also for who reads too slowly and is caught up later.",
    ),
    (
        "imprimatur_verification_logs_lost_total",
        Kind::Counter,
        "Looks at certificates that could not be noted; they were answered.",
    ),
    (
        "imprimatur_verifications_total",
        Kind::Counter,
        "Looks at certificates by anybody, by the way they were asked for and by what was found.",
    ),
    (
        "imprimatur_versions_checkpoints_total",
        Kind::Counter,
        "Checkpoints that were made of drafts.",
    ),
    (
        "imprimatur_versions_thinned_total",
        Kind::Counter,
        "Old checkpoints that were removed, as LIMIT_CHECKPOINT_DAYS and its like say.",
    ),
    (
        "imprimatur_webhooks_received_total",
        Kind::Counter,
        "Webhooks of WorkOS that were taken, by result: new, or repeated.",
    ),
    (
        "imprimatur_webhooks_refused_total",
        Kind::Counter,
        "Webhooks that were refused, by why: forged, malformed, too_old, too_new, no_secret.",
    ),
    (
        "imprimatur_workos_events_total",
        Kind::Counter,
        "Events of WorkOS that were worked off, by outcome: applied, stale (something newer was known), unknown (nothing that is kept here), failed, unreadable.",
    ),
    (
        "imprimatur_workos_events_waiting",
        Kind::Gauge,
        "Events of WorkOS that are not worked off yet.",
    ),
];

/// Writes down what is counted in this process. Cloning shares it.
#[derive(Clone)]
pub struct Recorder(PrometheusHandle);

impl Recorder {
    /// Begins to count. Once for a process: later calls give the same.
    ///
    /// # Errors
    /// When another recorder was installed before, which only a test could do.
    pub fn install() -> Result<Self> {
        static INSTALLED: OnceLock<Result<Recorder, String>> = OnceLock::new();
        INSTALLED
            .get_or_init(|| {
                let handle = PrometheusBuilder::new()
                    .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
                    .and_then(PrometheusBuilder::install_recorder)
                    .map_err(|cause| cause.to_string())?;
                describe();
                metrics::gauge!("imprimatur_build", "version" => env!("CARGO_PKG_VERSION"))
                    .set(1.0);
                Ok(Self(handle))
            })
            .clone()
            .map_err(|cause| Error::internal("beginning to count").caused_by(cause))
    }

    /// All numbers, as Prometheus reads them.
    pub fn text(&self) -> String {
        observe_process();
        self.0.render()
    }

    /// Keeps the queues of what was measured short, until the program ends.
    pub async fn keep_until_shutdown(self, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(UPKEEP_EVERY) => self.0.run_upkeep(),
            }
        }
    }
}

fn describe() {
    for &(name, kind, meaning) in METRICS {
        match kind {
            Kind::Counter => metrics::describe_counter!(name, meaning),
            Kind::Gauge => metrics::describe_gauge!(name, meaning),
            Kind::Seconds => metrics::describe_histogram!(name, Unit::Seconds, meaning),
        }
    }
}

/// What the system tells of this process. What it does not tell, as outside Linux, is left out.
fn observe_process() {
    if let Some(kib) = fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|text| number_after(&text, "VmRSS:"))
    {
        metrics::gauge!("imprimatur_process_resident_bytes").set(kib * 1024.0);
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        let open = u32::try_from(open.count()).unwrap_or(u32::MAX);
        metrics::gauge!("imprimatur_process_open_files").set(f64::from(open));
    }
    if let Some(most) = fs::read_to_string("/proc/self/limits")
        .ok()
        .and_then(|text| number_after(&text, "Max open files"))
    {
        metrics::gauge!("imprimatur_process_open_files_max").set(most);
    }
}

/// The first number behind a word that begins a line.
fn number_after(text: &str, word: &str) -> Option<f64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(word))?;
    rest.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests;
