//! Every bound of the server, with its unit and its reason. Each is a setting; `imprimatur --help` prints this file.

use std::str::FromStr;

macro_rules! limits {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident: $type:ty = $default:expr, $long:literal, $env:literal;
    )*) => {
        /// Every bound of the server. The unit is the last word of a name.
        #[derive(Debug, Clone, clap::Args)]
        #[command(next_help_heading = "Limits (raise one only with its reason in view)")]
        pub struct Limits {
            $(
                $(#[doc = $doc])*
                #[arg(long = $long, env = $env, default_value_t = $default, value_name = "N", value_parser = positive::<$type>)]
                pub $name: $type,
            )*
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl Limits {
            /// The environment name and the value of each, for logs and benches.
            pub fn all(&self) -> Vec<(&'static str, u64)> {
                vec![$(($env, u64::try_from(self.$name).unwrap_or(u64::MAX)),)*]
            }
        }
    };
}

/// No bound may be zero: nothing would pass.
fn positive<T>(text: &str) -> Result<T, String>
where
    T: FromStr + PartialOrd + From<u8>,
{
    match text.parse::<T>() {
        Ok(number) if number >= T::from(1) => Ok(number),
        _ => Err("expected a whole number of at least 1".to_owned()),
    }
}

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

limits! {
    // HTTP.

    /// Connections open at once, sockets included; further ones wait to be accepted.
    /// Each costs a file descriptor and some 20 KiB.
    connections: usize = 4_096, "limit-connections", "LIMIT_CONNECTIONS";

    /// Seconds that a client may take to send the head of a request, so that a slow one holds no connection for ever.
    head_seconds: u64 = 10, "limit-head-seconds", "LIMIT_HEAD_SECONDS";

    /// Seconds that a request may take until its answer begins; longer ones have a fault and hold a database connection.
    request_seconds: u64 = 30, "limit-request-seconds", "LIMIT_REQUEST_SECONDS";

    /// Bytes of a request body. The largest honest one is a layout as JSON, some 20 times smaller.
    body_bytes: usize = 4 * MIB, "limit-body-bytes", "LIMIT_BODY_BYTES";

    /// Seconds within which the program ends after it was told to. Requests have half of it, other work seven tenths; below 10, sockets have less
    /// time to move.
    shutdown_seconds: u64 = 10, "limit-shutdown-seconds", "LIMIT_SHUTDOWN_SECONDS";

    /// Requests a minute from one address (IPv4, or the first 64 bits of IPv6), opened sockets among them; the files of the page are
    /// not counted. A school behind one address has some 300 people, who make a request every two seconds at their busiest.
    requests_per_minute_of_address: u32 = 12_000, "limit-requests-per-minute-of-address", "LIMIT_REQUESTS_PER_MINUTE_OF_ADDRESS";

    /// Requests a minute of one person, opened sockets among them. Somebody in a hurry makes 100; a program in their name may make 50 a second.
    requests_per_minute_of_person: u32 = 3_000, "limit-requests-per-minute-of-person", "LIMIT_REQUESTS_PER_MINUTE_OF_PERSON";

    /// Requests a minute of all people of one organisation, opened sockets among them, so that no organisation takes the node from all others.
    requests_per_minute_of_organisation: u32 = 30_000, "limit-requests-per-minute-of-organisation", "LIMIT_REQUESTS_PER_MINUTE_OF_ORGANISATION";

    /// Addresses, people and organisations, each, whose requests are counted at once; each costs some 80 bytes, and only while
    /// it made requests lately.
    requests_counted: usize = 20_000, "limit-requests-counted", "LIMIT_REQUESTS_COUNTED";

    /// Requests a minute from one address for certificates that anybody may check (`/v`, `/api/verify`, `/status`, `/issuers`). A person looks at some ten, each
    /// with a picture of every page; a program of somebody who hires checks some hundred. Ids cannot be guessed at any rate.
    verifications_per_minute_of_address: u32 = 600, "limit-verifications-per-minute-of-address", "LIMIT_VERIFICATIONS_PER_MINUTE_OF_ADDRESS";

    // Access.

    /// Sign-ins a minute from one address (IPv4, or the first 64 bits of IPv6), over all nodes together: guessing stays slow, a classroom gets in.
    sign_ins_per_minute: u32 = 300, "limit-sign-ins-per-minute", "LIMIT_SIGN_INS_PER_MINUTE";

    /// Addresses whose sign-ins are counted at once, by each node and in the workspace; each costs some 50 bytes in memory, and a row for a minute or two.
    /// Beyond it nobody new may sign in: what is guarded must not be tried uncounted.
    sign_in_addresses: usize = 10_000, "limit-sign-in-addresses", "LIMIT_SIGN_IN_ADDRESSES";

    /// Sessions that one person may have; a new one beyond it ends the oldest.
    sessions_per_person: u32 = 1_000, "limit-sessions-per-person", "LIMIT_SESSIONS_PER_PERSON";

    /// Keys for programs that an organisation may have; those that were taken back do not count.
    api_keys_per_organisation: u32 = 100, "limit-api-keys-per-organisation", "LIMIT_API_KEYS_PER_ORGANISATION";

    /// Seconds between two looks at WorkOS for events that no webhook brought.
    events_seconds: u64 = 60, "limit-events-seconds", "LIMIT_EVENTS_SECONDS";

    /// Rows that one sweep of expired sessions deletes in a transaction, so that it never holds the writer for long.
    sweep_rows: u32 = 500, "limit-sweep-rows", "LIMIT_SWEEP_ROWS";

    // Templates.

    /// Templates that one organisation may have.
    templates_per_organisation: u32 = 10_000, "limit-templates-per-organisation", "LIMIT_TEMPLATES_PER_ORGANISATION";

    /// Characters of a name.
    name_characters: usize = 200, "limit-name-characters", "LIMIT_NAME_CHARACTERS";

    /// Rows of one page of a list.
    page_rows: u32 = 100, "limit-page-rows", "LIMIT_PAGE_ROWS";

    // Issuing.

    /// Certificates of one batch. Whoever has more issues them in several.
    batch_certificates: u32 = 10_000, "limit-batch-certificates", "LIMIT_BATCH_CERTIFICATES";

    /// Images of one organisation for which nobody has asked for a certificate yet; each is forgotten a day after its upload. A batch with photographs
    /// has no more of them. All that wait have LIMIT_ASSETS_BYTES_PER_ORGANISATION at most.
    certificate_images: u32 = 2_000, "limit-certificate-images", "LIMIT_CERTIFICATE_IMAGES";

    /// Bytes of a file with a list: ten thousand rows have some 2 MB as text, and less as a workbook.
    list_bytes: usize = 10 * MIB, "limit-list-bytes", "LIMIT_LIST_BYTES";

    /// Mails a minute that one node sends about certificates: what comes in a flood is taken for spam.
    certificate_mails_per_minute: u32 = 120, "limit-certificate-mails-per-minute", "LIMIT_CERTIFICATE_MAILS_PER_MINUTE";

    // Recipients.

    /// Days for which the link in the mail about a certificate claims it. Whoever comes later has a link sent to them.
    claim_link_days: u32 = 60, "limit-claim-link-days", "LIMIT_CLAIM_LINK_DAYS";

    /// Minutes for which a link lets in that somebody has sent to themselves: mail takes some of them.
    recipient_link_minutes: u32 = 60, "limit-recipient-link-minutes", "LIMIT_RECIPIENT_LINK_MINUTES";

    /// Days for which a browser stays signed in to the page of a recipient.
    recipient_session_days: u32 = 30, "limit-recipient-session-days", "LIMIT_RECIPIENT_SESSION_DAYS";

    /// Links that are sent to one address within an hour, whoever asks: nobody's mailbox is filled.
    recipient_links_per_hour: u32 = 5, "limit-recipient-links-per-hour", "LIMIT_RECIPIENT_LINKS_PER_HOUR";

    /// Links of recipients that are looked at, used or asked for in a minute from one address (IPv4, or the first 64 bits of IPv6), by each node:
    /// guessing stays hopeless, a classroom gets in.
    recipient_tries_per_minute: u32 = 60, "limit-recipient-tries-per-minute", "LIMIT_RECIPIENT_TRIES_PER_MINUTE";

    /// Mails to recipients that wait to be sent; beyond it nobody can ask for one until some have left.
    recipient_mails_waiting: u32 = 10_000, "limit-recipient-mails-waiting", "LIMIT_RECIPIENT_MAILS_WAITING";

    // Discussions.

    /// Threads that one draft may have, those that were resolved or deleted among them. A long review leaves some hundreds.
    threads_per_draft: u32 = 2_000, "limit-threads-per-draft", "LIMIT_THREADS_PER_DRAFT";

    /// Comments that one thread may have, deleted ones among them: a thread is always read whole.
    comments_per_thread: u32 = 200, "limit-comments-per-thread", "LIMIT_COMMENTS_PER_THREAD";

    /// Characters of a comment: some two pages.
    comment_characters: usize = 4_000, "limit-comment-characters", "LIMIT_COMMENT_CHARACTERS";

    /// Comments, reactions and changes of threads a minute of one person. Whoever comes back online brings what they wrote meanwhile.
    comments_per_minute: u32 = 120, "limit-comments-per-minute", "LIMIT_COMMENTS_PER_MINUTE";

    /// Seconds for which news that are mailed soon are gathered: whoever is at the page has read them by then.
    mail_wait_seconds: u32 = 900, "limit-mail-wait-seconds", "LIMIT_MAIL_WAIT_SECONDS";
    // Versions.

    /// Frozen versions that one draft may have, and checkpoints with a name. They stay for ever, some 5 KiB each beside their pictures.
    versions_per_draft: u32 = 2_000, "limit-versions-per-draft", "LIMIT_VERSIONS_PER_DRAFT";

    /// Seconds of editing between two checkpoints of a draft: what can be lost to a mistake that nobody can undo any more.
    checkpoint_seconds: u64 = 600, "limit-checkpoint-seconds", "LIMIT_CHECKPOINT_SECONDS";

    /// Seconds without an edit after which a draft counts as quiet, and gets a checkpoint of how it was left. A template's time of editing is
    /// noted every ten seconds, so it is more than that.
    checkpoint_quiet_seconds: u64 = 90, "limit-checkpoint-quiet-seconds", "LIMIT_CHECKPOINT_QUIET_SECONDS";

    /// Seconds between two looks at which drafts are due for a checkpoint, for thinning, or for the pictures of a version.
    checkpoint_look_seconds: u64 = 20, "limit-checkpoint-look-seconds", "LIMIT_CHECKPOINT_LOOK_SECONDS";

    /// Days for which every checkpoint is kept. After them one an hour.
    checkpoint_days: u32 = 7, "limit-checkpoint-days", "LIMIT_CHECKPOINT_DAYS";

    /// Days for which one checkpoint an hour is kept. After them one a day.
    checkpoint_hourly_days: u32 = 30, "limit-checkpoint-hourly-days", "LIMIT_CHECKPOINT_HOURLY_DAYS";

    /// Days for which one checkpoint a day is kept. After them none; what is frozen or named stays for ever.
    checkpoint_daily_days: u32 = 3_650, "limit-checkpoint-daily-days", "LIMIT_CHECKPOINT_DAILY_DAYS";

    // Images.

    /// Bytes of an uploaded image. A photograph for print takes some 5 MiB.
    asset_bytes: usize = 10 * MIB, "limit-asset-bytes", "LIMIT_ASSET_BYTES";

    /// Bytes that an image may rest in: a WebP becomes a PNG and grows.
    asset_stored_bytes: usize = 20 * MIB, "limit-asset-stored-bytes", "LIMIT_ASSET_STORED_BYTES";

    /// Pixels of an uploaded image. Decoding takes some 12 bytes each; A3 in 300 dpi has 17 millions.
    asset_pixels: u64 = 40_000_000, "limit-asset-pixels", "LIMIT_ASSET_PIXELS";

    /// Pixels of the longer side of an image; browsers draw no longer ones reliably.
    asset_side: u32 = 16_384, "limit-asset-side", "LIMIT_ASSET_SIDE";

    /// Elements of an SVG, each counted as often as it is drawn. A rich coat of arms has some 5,000.
    asset_elements: u64 = 200_000, "limit-asset-elements", "LIMIT_ASSET_ELEMENTS";

    /// Images that are decoded at once, each on a thread of its own with up to 12 bytes a pixel.
    asset_decodes: usize = 2, "limit-asset-decodes", "LIMIT_ASSET_DECODES";

    /// Uploads of one organisation that are received at once; further ones wait.
    asset_uploads: usize = 6, "limit-asset-uploads", "LIMIT_ASSET_UPLOADS";

    /// Uploads that are received at once on this node; each takes LIMIT_ASSET_BYTES of memory.
    asset_uploads_per_node: usize = 24, "limit-asset-uploads-per-node", "LIMIT_ASSET_UPLOADS_PER_NODE";

    /// Uploads a minute of one organisation, so that nobody decodes all the time.
    assets_per_minute: u32 = 120, "limit-assets-per-minute", "LIMIT_ASSETS_PER_MINUTE";

    /// Images that one organisation may have.
    assets_per_organisation: u32 = 5_000, "limit-assets-per-organisation", "LIMIT_ASSETS_PER_ORGANISATION";

    /// Bytes that the images of one organisation may rest in.
    assets_bytes_per_organisation: u64 = 2_048 * MIB as u64, "limit-assets-bytes-per-organisation", "LIMIT_ASSETS_BYTES_PER_ORGANISATION";

    /// Bytes of images that are kept in memory for drawing and serving.
    asset_cache_bytes: usize = 64 * MIB, "limit-asset-cache-bytes", "LIMIT_ASSET_CACHE_BYTES";

    /// Images that are fetched at once from where they rest; each takes LIMIT_ASSET_STORED_BYTES of memory. Further requests wait.
    asset_reads: usize = 16, "limit-asset-reads", "LIMIT_ASSET_READS";

    /// Seconds that storing or fetching an image may take, with all tries, before the request is told to come back.
    storage_seconds: u64 = 12, "limit-storage-seconds", "LIMIT_STORAGE_SECONDS";

    // Pictures (server/render/PICTURE.md).

    /// Pictures drawn at once on a node. Each takes a core, and at its bounds some 500 MiB.
    renders: usize = 2, "limit-renders", "LIMIT_RENDERS";

    /// Requests that wait for their turn to be drawn; beyond it they are told to come back.
    render_queue: usize = 64, "limit-render-queue", "LIMIT_RENDER_QUEUE";

    /// Seconds that drawing may take; a certificate takes some hundredths of one.
    render_seconds: u64 = 15, "limit-render-seconds", "LIMIT_RENDER_SECONDS";

    /// Bytes of drawn pictures that are kept, so that what did not change is not drawn again.
    picture_cache_bytes: usize = 64 * MIB, "limit-picture-cache-bytes", "LIMIT_PICTURE_CACHE_BYTES";

    // Database and bus.

    /// Connections to Postgres. Its own default allows 100 for all programs together.
    database_connections: u32 = 20, "limit-database-connections", "LIMIT_DATABASE_CONNECTIONS";

    /// Connections to a MySQL registry.
    registry_connections: u32 = 5, "limit-registry-connections", "LIMIT_REGISTRY_CONNECTIONS";

    /// Changes of people and organisations that a node brings to the registry at once.
    sync_rows: u32 = 1_000, "limit-sync-rows", "LIMIT_SYNC_ROWS";

    /// Seconds until what could not be brought to the registry is tried again; twice as long after each try.
    sync_retry_seconds: u32 = 2, "limit-sync-retry-seconds", "LIMIT_SYNC_RETRY_SECONDS";

    /// The most seconds between two tries.
    sync_retry_seconds_most: u32 = 300, "limit-sync-retry-seconds-most", "LIMIT_SYNC_RETRY_SECONDS_MOST";

    /// Connections that read SQLite; one more writes. They cost memory, and no reader waits for another.
    sqlite_readers: u32 = 4, "limit-sqlite-readers", "LIMIT_SQLITE_READERS";

    /// Seconds that a request waits for a database connection before it is told to come back.
    database_wait_seconds: u64 = 5, "limit-database-wait-seconds", "LIMIT_DATABASE_WAIT_SECONDS";

    /// Messages that a subscriber of the bus may be behind; beyond it compares with the database.
    bus_queue: usize = 1_024, "limit-bus-queue", "LIMIT_BUS_QUEUE";

    // Editing together (protocol/SPEC.md).

    /// Bytes of one message on a socket. The largest honest one is what somebody wrote in a long time offline.
    frame_bytes: usize = 4 * MIB, "limit-frame-bytes", "LIMIT_FRAME_BYTES";

    /// Bytes of a draft's encoded state. A rich certificate takes some 50 KiB, and every open draft lies in memory.
    document_bytes: usize = 8 * MIB, "limit-document-bytes", "LIMIT_DOCUMENT_BYTES";

    /// Parts of a draft: structs that do not join their neighbours, and what deletions cut. Each takes 200 to 500 bytes in memory,
    /// however few on the wire; an hour of editing leaves some 2,000. An update lists at most twice as many.
    document_parts: u64 = 400_000, "limit-document-parts", "LIMIT_DOCUMENT_PARTS";
    /// Steps that ordering what was written at one place at once may take in a draft, counted from above, some 150 ns each, here and
    /// in every browser. Honest people write few things at one place at once; 50 KB made by hand would take minutes.
    document_steps: u64 = 4_000_000, "limit-document-steps", "LIMIT_DOCUMENT_STEPS";
    /// Formats in a draft's texts times their different attributes: what reading it takes at most, some 200 bytes each.
    document_formatting: u64 = 500_000, "limit-document-formatting", "LIMIT_DOCUMENT_FORMATTING";
    /// Depth of values within values in an update. Honest ones stay below 8; deep ones overflow the stack that decodes them.
    nesting: usize = 32, "limit-nesting", "LIMIT_NESTING";

    /// Update messages a second on one socket, in the long run. Over it the socket is read more slowly, nothing is dropped.
    updates_per_second: u32 = 200, "limit-updates-per-second", "LIMIT_UPDATES_PER_SECOND";

    /// Update messages that may come at once before the rate counts: a client that returns may bring a thousand.
    updates_burst: u32 = 2_000, "limit-updates-burst", "LIMIT_UPDATES_BURST";

    /// Presence messages a second on one socket, in the long run. A pointer that moves on every frame sends 60.
    presence_per_second: u32 = 60, "limit-presence-per-second", "LIMIT_PRESENCE_PER_SECOND";

    /// Presence messages that may come at once before the rate counts.
    presence_burst: u32 = 240, "limit-presence-burst", "LIMIT_PRESENCE_BURST";

    /// Bytes of one presence state. A gesture in flight names every element that it moves.
    presence_bytes: usize = 16 * KIB, "limit-presence-bytes", "LIMIT_PRESENCE_BYTES";

    /// Client ids that one session may bind in a draft; a client that starts again takes a new one.
    client_ids_per_session: usize = 16, "limit-client-ids-per-session", "LIMIT_CLIENT_IDS_PER_SESSION";

    /// Sessions in one draft. Each hears of every edit, so the cost grows with the square.
    sessions_per_draft: usize = 200, "limit-sessions-per-draft", "LIMIT_SESSIONS_PER_DRAFT";

    /// Drafts open on this node. Each takes some 200 KiB, and at most LIMIT_DOCUMENT_BYTES times a small factor.
    drafts_per_node: usize = 1_000, "limit-drafts-per-node", "LIMIT_DRAFTS_PER_NODE";

    /// Messages that wait for one socket to take them; beyond it edits are left out, and sent as one difference when it reads again.
    session_queue: usize = 1_024, "limit-session-queue", "LIMIT_SESSION_QUEUE";

    /// Bytes that wait for one socket to take them; beyond it as above.
    session_queue_bytes: usize = 512 * KIB, "limit-session-queue-bytes", "LIMIT_SESSION_QUEUE_BYTES";

    /// Messages that wait for a room; beyond it its sockets are read more slowly.
    room_queue: usize = 256, "limit-room-queue", "LIMIT_ROOM_QUEUE";

    /// Bytes of updates that wait for a room; beyond it as above.
    room_queue_bytes: usize = 16 * MIB, "limit-room-queue-bytes", "LIMIT_ROOM_QUEUE_BYTES";

    /// Bytes of accepted updates of one room that the journal has not taken yet; beyond it the room is discarded and reloaded.
    room_unsaved_bytes: usize = 16 * MIB, "limit-room-unsaved-bytes", "LIMIT_ROOM_UNSAVED_BYTES";

    /// Appends that wait for the next group commit; at most one for each open draft. Where more drafts are written to, the others wait for the next.
    journal_queue: usize = 1_024, "limit-journal-queue", "LIMIT_JOURNAL_QUEUE";

    /// Bytes that one group commit takes at most, so that a transaction stays short.
    journal_batch_bytes: usize = 8 * MIB, "limit-journal-batch-bytes", "LIMIT_JOURNAL_BATCH_BYTES";

    /// Journal rows of a draft before they are folded into its snapshot: opening reads at most about so many, and eight times as many where
    /// much is being written.
    fold_rows: u32 = 500, "limit-fold-rows", "LIMIT_FOLD_ROWS";

    /// Journal bytes of a draft before they are folded into its snapshot; eight times as many while much is being written.
    fold_bytes: usize = MIB, "limit-fold-bytes", "LIMIT_FOLD_BYTES";

    /// Seconds that a draft stays in memory after the last session left: a reload of the page finds it warm.
    idle_seconds: u64 = 30, "limit-idle-seconds", "LIMIT_IDLE_SECONDS";

    /// Seconds without anything heard from a socket, not even a pong, before it is closed.
    silence_seconds: u64 = 60, "limit-silence-seconds", "LIMIT_SILENCE_SECONDS";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_named_after_its_setting() {
        let source = include_str!("limits.rs");
        for (env, value) in Limits::default().all() {
            let field = env.strip_prefix("LIMIT_").unwrap().to_lowercase();
            let flag = env.to_lowercase().replace('_', "-");
            assert!(source.contains(&format!("    {field}: ")), "{env}");
            assert!(source.contains(&format!("\"{flag}\"")), "{env}");
            assert!(value > 0);
        }
    }
}
