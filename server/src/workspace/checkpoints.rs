//! The write-ahead log of the embedded engine is brought into its file beside the writer: a commit that does it itself keeps all others waiting.

use std::time::Duration;

use sqlx::SqlitePool;
use tokio::time::{Instant, sleep};

use super::sqlite::LOG_PAGES;

/// Pages of the log after which it is done. Twice, and little is left for the commit that ends the log ([`super::sqlite`]).
const EVERY_PAGES: f64 = 1_900.0;

/// No two follow each other faster, however much is written: most pages are the same again and again.
const SOONEST: Duration = Duration::from_millis(200);

/// How long nobody looks while nothing is written: not as long as it takes to fill the log from nothing.
const LATEST: Duration = Duration::from_millis(500);

/// Works until the pool is closed. While it fails, commits beyond the bound of the log bring it into the file themselves.
pub(super) async fn run(pool: SqlitePool) {
    let (mut wait, mut before, mut looked, mut fails) = (LATEST, 0, Instant::now(), false);
    loop {
        tokio::select! {
            () = pool.close_event() => return,
            () = sleep(wait) => {}
        }
        match checkpoint(&pool).await {
            Ok(Some(pages)) => {
                wait = next(written(before, pages), looked.elapsed());
                (before, looked) = (pages, Instant::now());
                fails = false;
            }
            // Somebody is at it.
            Ok(None) => wait = SOONEST,
            Err(sqlx::Error::PoolClosed) => return,
            Err(cause) => {
                if !fails {
                    tracing::warn!(error.cause = %cause, "the log of a database cannot be brought into its file beside the writer: {cause}");
                }
                fails = true;
                wait = LATEST;
            }
        }
    }
}

/// Brings what is in the log into the file, as far as nobody is in the way. Gives the pages in the log, if it could be looked at.
async fn checkpoint(pool: &SqlitePool) -> sqlx::Result<Option<u32>> {
    // Whether somebody was in the way, pages in the log, pages of them that are in the file.
    let asked = sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)");
    let (_, pages, _): (i64, i64, i64) = asked.fetch_one(pool).await?;
    Ok(u32::try_from(pages).ok())
}

/// Pages that were written between two looks at the log. One that is shorter than before has begun anew, which it does at its bound.
fn written(before: u32, pages: u32) -> u32 {
    if pages < before {
        LOG_PAGES.saturating_sub(before) + pages
    } else {
        pages - before
    }
}

/// How long to wait when so many pages were written in that time.
fn next(written: u32, took: Duration) -> Duration {
    if written == 0 {
        return LATEST;
    }
    took.mul_f64(EVERY_PAGES / f64::from(written))
        .clamp(SOONEST, LATEST)
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};

    use super::*;

    #[tokio::test]
    async fn what_was_written_is_in_the_file_while_the_writer_is_open() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("w.sqlite");
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal);
        let writer = SqlitePool::connect_with(options.clone()).await.unwrap();
        for sql in ["CREATE TABLE t (a)", "INSERT INTO t VALUES (7)"] {
            sqlx::query(sql).execute(&writer).await.unwrap();
        }
        let beside = SqlitePool::connect_with(options.clone()).await.unwrap();
        let working = tokio::spawn(run(beside.clone()));
        // Without the log.
        for look in 0.. {
            let copy = folder.path().join(format!("copy-{look}.sqlite"));
            std::fs::copy(&file, &copy).unwrap();
            let copied = SqlitePool::connect_with(options.clone().filename(&copy));
            let copied = copied.await.unwrap();
            let read = sqlx::query_scalar("SELECT a FROM t").fetch_one(&copied);
            if read.await.is_ok_and(|a: i64| a == 7) {
                break;
            }
            assert!(look < 100, "it is not in the file");
            sleep(Duration::from_millis(50)).await;
        }
        beside.close().await;
        working.await.unwrap();
    }

    #[test]
    fn a_log_that_begins_anew_was_filled_before() {
        assert_eq!(written(100, 150), 50);
        assert_eq!(written(LOG_PAGES - 10, 5), 15);
        assert_eq!(written(LOG_PAGES + 10, 5), 5);
    }

    #[test]
    fn the_more_is_written_the_sooner_is_the_next() {
        let second = Duration::from_secs(1);
        assert_eq!(next(0, second), LATEST);
        assert_eq!(next(1, second), LATEST);
        assert_eq!(next(1_900, second / 2), second / 2);
        assert_eq!(next(3_800, second / 2), second / 4);
        assert_eq!(next(u32::MAX, second), SOONEST);
    }
}
