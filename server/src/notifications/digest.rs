//! Mail for those who do not look: what was not read in time, gathered into one mail for each person, in their language.
//!
//! A mail is begun in one transaction: its row says that it is being sent, and what it tells of is marked as its own. Only then it is sent, and only what
//! was surely not taken is tried again. A node that ends in between leaves a mail of which nobody knows; that one is not sent again, since the inbox has
//! all of it. So a mail arrives at most once. Every node may do this: each mail is taken on by one of them for a while.

use std::collections::HashMap;
use std::time::Duration;

use imprimatur_protocol::api::notifications::NotificationKind;
use imprimatur_protocol::{Id, MailId, NotificationId};

use super::store::{self, MailRow, Recipient};
use super::words::{Item, Mail};
use super::{model, words};
use crate::access::locales::{Locale, locale_named};
use crate::error::{Result, describe};
use crate::mail::{Letter, Mailer, Outcome, Unsubscribe};
use crate::platform::Platform;

/// How often it is looked for what is due. What is gathered for a quarter of an hour waits some seconds more.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Mails that are sent before the rest of the work is looked at again.
const AT_ONCE: usize = 50;

/// How long a node may take with one mail; it is given up long before.
const LEASE_MS: i64 = 5 * 60 * 1_000;

/// How long to wait after each try. After the last the mail is given up: the inbox has all of it.
const WAIT_MS: [i64; 5] = [60_000, 300_000, 1_800_000, 7_200_000, 21_600_000];

/// Things that one mail tells of in full; of the others it says how many there are.
const ITEMS_MOST: usize = 30;

/// How long what somebody was told is kept, and what is known of a mail.
const KEPT_MS: i64 = 180 * 24 * 3_600 * 1_000;
const MAILS_KEPT_MS: i64 = 30 * 24 * 3_600 * 1_000;

/// How often what is too old is deleted.
const SWEEP_EVERY_MS: i64 = 3_600_000;

/// Mails and sweeps until the program ends.
pub(super) async fn run(platform: &Platform, mailer: &Mailer) {
    let mut swept_at_ms = i64::MIN;
    loop {
        let done = async {
            round(platform, mailer).await?;
            let now_ms = platform.clock.now_ms();
            if now_ms.saturating_sub(swept_at_ms) >= SWEEP_EVERY_MS {
                swept_at_ms = now_ms;
                sweep(platform, now_ms).await?;
            }
            Ok::<(), crate::error::Error>(())
        };
        if let Err(cause) = done.await {
            let cause = describe(&cause);
            tracing::warn!(error.cause = %cause, "what is to be mailed cannot be read: {cause}");
        }
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Sends what is due. Gives how many mails were begun.
pub(super) async fn round(platform: &Platform, mailer: &Mailer) -> Result<usize> {
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    let lost = store::left_behind(&mut tx, now_ms).await?;
    tx.commit().await?;
    if lost > 0 {
        counted("unknown", lost);
        tracing::warn!(
            mails = lost,
            "{lost} mails were being sent by a node that ended; nobody knows whether they arrived, and they are not sent again"
        );
    }
    let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
    let mut begun = 0;
    while begun < AT_ONCE && !platform.shutdown.is_cancelled() {
        let Some(taken) = take(platform, lease).await? else {
            break;
        };
        begun += 1;
        if let Some(mail) = taken {
            send(platform, mailer, lease, &mail).await?;
        }
    }
    let mut tx = platform.db.read().await?;
    let waiting = store::waiting(&mut tx, platform.clock.now_ms()).await?;
    metrics::gauge!("imprimatur_mails_waiting").set(waiting as f64);
    Ok(begun)
}

/// Takes on one mail: one that is tried again, or a new one. `None`: nothing is due. `Some(None)`: what was due was read meanwhile.
async fn take(platform: &Platform, lease: i64) -> Result<Option<Option<MailRow>>> {
    let now_ms = platform.clock.now_ms();
    let until_ms = now_ms + LEASE_MS;
    let mut tx = platform.db.begin().await?;
    if let Some(mail) = store::take_waiting(&mut tx, lease, now_ms, until_ms).await? {
        tx.commit().await?;
        return Ok(Some(Some(mail)));
    }
    let Some(due) = store::due_inbox(&mut tx, now_ms).await? else {
        return Ok(None);
    };
    let mail: MailId = platform.clock.id();
    let is_begun = store::begin_mail(&mut tx, &due, mail).await?;
    if is_begun {
        store::new_mail(&mut tx, &due, mail, lease, now_ms, until_ms).await?;
    }
    tx.commit().await?;
    Ok(Some(is_begun.then_some(MailRow {
        id: mail,
        organisation_id: due.organisation_id,
        person_id: due.person_id,
        attempts: 1,
    })))
}

/// Sends one mail, and notes what became of it.
async fn send(platform: &Platform, mailer: &Mailer, lease: i64, mail: &MailRow) -> Result<()> {
    let outcome = match write(platform, mail).await {
        Ok(Some(letter)) => mailer.send(&letter).await,
        Ok(None) => return settle(platform, lease, mail, "dropped", None).await,
        // Nothing has left yet.
        Err(cause) => Outcome::Later(describe(&cause)),
    };
    match outcome {
        Outcome::Sent => settle(platform, lease, mail, "sent", None).await,
        Outcome::Never(why) => settle(platform, lease, mail, "failed", Some(why)).await,
        Outcome::Unknown(why) => settle(platform, lease, mail, "unknown", Some(why)).await,
        Outcome::Later(why) => {
            let tries = usize::try_from(mail.attempts).unwrap_or(usize::MAX);
            let state = if tries > WAIT_MS.len() {
                "failed"
            } else {
                "waiting"
            };
            settle(platform, lease, mail, state, Some(why)).await
        }
    }
}

async fn settle(
    platform: &Platform,
    lease: i64,
    mail: &MailRow,
    state: &'static str,
    why: Option<String>,
) -> Result<()> {
    let now_ms = platform.clock.now_ms();
    let (next, ended) = if state == "waiting" {
        let tries = usize::try_from(mail.attempts - 1).unwrap_or(0);
        let wait_ms = WAIT_MS.get(tries).copied().unwrap_or(0);
        (now_ms + wait_ms, None)
    } else {
        (now_ms, Some(now_ms))
    };
    counted(state, 1);
    if let Some(why) = &why {
        tracing::warn!(mail.id = %mail.id, mail.state = state, error.cause = %why, "{} was not sent: {why}", mail.id);
    }
    let mut tx = platform.db.begin().await?;
    store::settle(&mut tx, mail.id, lease, state, next, ended, why).await?;
    tx.commit().await
}

fn counted(outcome: &'static str, times: u64) {
    metrics::counter!("imprimatur_mails_total", "outcome" => outcome).increment(times);
}

/// What a mail says. None: all of it was read meanwhile, or there is nobody to read it.
async fn write(platform: &Platform, mail: &MailRow) -> Result<Option<Letter>> {
    let (organisation, person) = (mail.organisation_id, mail.person_id);
    let mut tx = platform.db.read().await?;
    let Some(recipient) = store::recipient(&mut tx, organisation, person).await? else {
        return Ok(None);
    };
    // As many as an inbox keeps.
    let most = u32::try_from(model::KEPT_MOST).unwrap_or(u32::MAX);
    let rows = store::items(&mut tx, organisation, person, mail.id, most).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let meant = rows.iter().flat_map(|row| model::mentioned(&row.excerpt));
    let names: HashMap<String, String> = store::names(&mut tx, organisation, meant)
        .await?
        .into_iter()
        .map(|row| (row.person_id.to_string(), row.name))
        .collect();
    drop(tx);
    let more = rows.len().saturating_sub(ITEMS_MOST);
    let origin = origin(platform);
    let items = rows
        .into_iter()
        .take(ITEMS_MOST)
        .filter_map(|row| {
            let kind = NotificationKind::named(&row.kind)?;
            Some(Item {
                kind,
                actor: row.actor_name,
                template: row.template_name,
                address: match (kind, row.thread_number) {
                    (NotificationKind::NameAsked, _) => format!("{origin}/certificates"),
                    (_, Some(number)) => {
                        format!("{origin}/templates/{}?thread={number}", row.template_id)
                    }
                    (_, None) => format!("{origin}/templates/{}", row.template_id),
                },
                excerpt: named(&row.excerpt, &names),
            })
        })
        .collect();
    let Recipient {
        email,
        name,
        locale,
        organisation,
    } = recipient;
    let settings_url = format!("{origin}/settings");
    let locale = locale_named(&locale).unwrap_or(Locale::De);
    let (subject, text) = words::write(
        locale,
        &Mail {
            name: &name,
            organisation: &organisation,
            items,
            more,
            settings: &settings_url,
        },
    );
    Ok(Some(Letter {
        id: mail.id.to_string(),
        at_ms: platform.clock.now_ms(),
        to: email,
        name,
        subject,
        text,
        html_language: None,
        unsubscribe: Unsubscribe::Page(settings_url),
    }))
}

/// The text with people by their names; whoever is no member any more is not named.
fn named(text: &str, names: &HashMap<String, String>) -> String {
    let mut text = text.to_owned();
    for person in model::mentioned(&text) {
        let id = person.to_string();
        let name = names.get(&id).map_or("…", String::as_str);
        text = text.replace(&format!("@{id}"), &format!("@{name}"));
    }
    text
}

/// The address that people open.
fn origin(platform: &Platform) -> String {
    match &platform.config.public_url {
        Some(url) => url.origin().to_owned(),
        None => format!("http://{}", platform.config.listen),
    }
}

/// Deletes what is too old, a little at a time.
async fn sweep(platform: &Platform, now_ms: i64) -> Result<()> {
    let rows = platform.config.limits.sweep_rows;
    let before = |kept_ms: i64| {
        let millis = u64::try_from(now_ms - kept_ms).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
    };
    let told = NotificationId::from_uuid(before(KEPT_MS));
    let mails = MailId::from_uuid(before(MAILS_KEPT_MS));
    loop {
        let mut tx = platform.db.begin().await?;
        let deleted = store::sweep(&mut tx, told, mails, rows).await?;
        tx.commit().await?;
        if deleted < u64::from(rows) || platform.shutdown.is_cancelled() {
            return Ok(());
        }
    }
}
