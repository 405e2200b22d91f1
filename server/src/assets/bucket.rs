//! Images in a bucket of a service that speaks S3. The key comes from the settings and from nowhere else; nothing that the
//! machine or its cloud would give is asked for.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};

use super::blobs::told;
use crate::config::Bucket;
use crate::error::{Error, Result};

/// Tries beyond the first, for a connection that broke or a service that was busy. More do not fit into the time of a request.
const RETRIES: usize = 3;

/// Between two tries, doubled each time up to the second figure.
const BACK_OFF: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(1)];

/// How long a connection may take to come about, TLS included.
const CONNECT: Duration = Duration::from_secs(3);

/// How long the start waits for the bucket's answer.
const CHECK: Duration = Duration::from_secs(5);

/// Connects to nothing yet.
pub(super) fn open(bucket: &Bucket, patience: Duration) -> Result<Arc<dyn ObjectStore>> {
    // Refused when another part of this program was first, with the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = ClientOptions::new()
        .with_timeout(patience)
        .with_connect_timeout(CONNECT)
        .with_allow_http(
            bucket
                .endpoint
                .as_ref()
                .is_some_and(|it| it.scheme() == "http"),
        );
    let mut builder = AmazonS3Builder::new()
        .with_client_options(client)
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.access_key_id)
        .with_secret_access_key(&bucket.secret_access_key)
        .with_retry(RetryConfig {
            max_retries: RETRIES,
            retry_timeout: patience,
            backoff: BackoffConfig {
                init_backoff: BACK_OFF[0],
                max_backoff: BACK_OFF[1],
                base: 2.0,
            },
        });
    if let Some(endpoint) = &bucket.endpoint {
        builder = builder.with_endpoint(endpoint.origin().ascii_serialization());
    }
    let store = builder
        .build()
        .map_err(|cause| Error::internal("opening the bucket of images").caused_by(cause))?;
    Ok(Arc::new(store))
}

/// Looks into the bucket once, and tells the log how it stands. Nothing is written; a bucket that is away may come back.
pub(super) async fn check(store: &dyn ObjectStore, bucket: &Bucket) {
    match look(store, bucket).await {
        Ok(()) => tracing::info!(storage.place = %bucket, "images rest in {bucket}"),
        Err(why) => tracing::error!(
            storage.place = %bucket,
            "images cannot be stored in {bucket}: {why}. Uploading answers 503 until they can"
        ),
    }
}

/// Why the bucket cannot be used.
pub(super) async fn look(store: &dyn ObjectStore, bucket: &Bucket) -> Result<(), String> {
    let below = Path::from(format!("{}/org", bucket.prefix));
    let mut listed = store.list(Some(&below));
    match tokio::time::timeout(CHECK, listed.next()).await {
        Ok(None | Some(Ok(_))) => Ok(()),
        Ok(Some(Err(cause))) => Err(why(&cause)),
        Err(_) => Err(format!("no answer within {CHECK:?}")),
    }
}

fn why(cause: &object_store::Error) -> String {
    let told = told(cause);
    // Listing gives its failures as texts only, the status in them.
    let answered = |status: &str| told.contains(&format!("status code: {status}"));
    let said = if answered("401") || answered("403") {
        "it refuses the key of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or does not let it list"
    } else if answered("404") {
        "there is no such bucket"
    } else {
        "it does not answer as a bucket does"
    };
    format!("{said} ({told})")
}
