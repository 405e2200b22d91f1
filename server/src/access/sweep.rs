//! What access does by itself: at the start, and from time to time.

use std::time::Duration;

use super::{attempts, sample, session};
use crate::config::LocalSignIn;
use crate::error::{Result, describe};
use crate::platform::Platform;

/// Expired sessions let nobody in; they only take space.
const SWEEP_EVERY: Duration = Duration::from_secs(15 * 60);

/// A count of sign-ins holds nobody back after a minute, and names a network: it goes soon.
const FORGET_EVERY: Duration = Duration::from_secs(60);

/// Makes the sample people where local sign-in is on, and ends their sessions where it is off.
pub async fn prepare(platform: &Platform) -> Result<()> {
    match platform.config.local_sign_in {
        LocalSignIn::On | LocalSignIn::InsecureAnyoneMayEnter => sample::plant(platform).await,
        LocalSignIn::Off => sample::lock_out(platform).await,
    }
}

/// Deletes now and then what has expired, until the program ends.
pub async fn sweep_until_shutdown(platform: Platform) {
    tokio::join!(sweep_sessions(&platform), forget_sign_ins(&platform));
}

async fn forget_sign_ins(platform: &Platform) {
    loop {
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = tokio::time::sleep(FORGET_EVERY) => {}
        }
        if let Err(cause) = attempts::forget(platform).await {
            let cause = describe(&cause);
            tracing::warn!(error.cause = %cause, "counts of sign-ins could not be deleted: {cause}");
        }
    }
}

async fn sweep_sessions(platform: &Platform) {
    loop {
        match session::sweep(platform).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(sessions = swept, "{swept} expired sessions were deleted"),
            Err(cause) => {
                let cause = describe(&cause);
                tracing::warn!(error.cause = %cause, "expired sessions could not be deleted: {cause}");
            }
        }
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = tokio::time::sleep(SWEEP_EVERY) => {}
        }
    }
}
