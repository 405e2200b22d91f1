//! WorkOS, the source of people and organisations: all of its settings, or none.

use std::fmt;

use clap::Args;
use url::Url;

/// Where WorkOS answers.
const BASE_URL: &str = "https://api.workos.com";

#[derive(Args)]
pub(super) struct WorkOsSettings {
    /// Names this program at WorkOS: client_…. With it, people come from WorkOS, and nobody signs in as a sample person.
    #[arg(long, env = "WORKOS_CLIENT_ID", value_name = "ID")]
    workos_client_id: Option<String>,

    /// The key to WorkOS's API: sk_….
    #[arg(
        long,
        env = "WORKOS_API_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    workos_api_key: Option<String>,

    /// Where WorkOS answers, when not at https://api.workos.com.
    #[arg(long, env = "WORKOS_BASE_URL", value_name = "URL")]
    workos_base_url: Option<Url>,

    /// Who may have issued an access token, separated by commas, to the letter: https://api.workos.com/user_management/client_….
    #[arg(
        long,
        env = "WORKOS_ISSUERS",
        value_delimiter = ',',
        value_name = "ISSUERS"
    )]
    workos_issuers: Vec<String>,

    /// What WorkOS signs its webhooks with: whsec_….
    #[arg(
        long,
        env = "WORKOS_WEBHOOK_SECRET",
        hide_env_values = true,
        value_name = "SECRET"
    )]
    workos_webhook_secret: Option<String>,
}

/// How WorkOS is spoken to.
#[derive(Clone)]
pub struct WorkOs {
    /// Names this program there.
    pub client_id: String,
    /// The key to its API. A secret.
    pub api_key: String,
    /// Where it answers, without a slash at the end.
    pub base_url: String,
    /// Who may have issued an access token.
    pub issuers: Vec<String>,
    /// What it signs its webhooks with. A secret.
    pub webhook_secret: String,
}

impl fmt::Debug for WorkOs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WorkOs({} at {})", self.client_id, self.base_url)
    }
}

impl WorkOs {
    /// All of it, or none of it.
    pub(super) fn read(settings: WorkOsSettings) -> Result<Option<Self>, String> {
        let issuers: Vec<String> = settings
            .workos_issuers
            .iter()
            .map(|issuer| issuer.trim().to_owned())
            .filter(|issuer| !issuer.is_empty())
            .collect();
        let given = |value: &Option<String>| value.as_ref().is_some_and(|it| !it.trim().is_empty());
        let parts = [
            ("WORKOS_CLIENT_ID", given(&settings.workos_client_id)),
            ("WORKOS_API_KEY", given(&settings.workos_api_key)),
            ("WORKOS_ISSUERS", !issuers.is_empty()),
            (
                "WORKOS_WEBHOOK_SECRET",
                given(&settings.workos_webhook_secret),
            ),
        ];
        let (set, missing): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, given)| *given);
        if set.is_empty() && settings.workos_base_url.is_none() {
            return Ok(None);
        }
        if !missing.is_empty() {
            let missing: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
            return Err(format!(
                "WorkOS is set up by half: {} must be set as well, or none of the settings that begin with WORKOS_.",
                missing.join(" and ")
            ));
        }
        let base_url = settings.workos_base_url;
        let is_safe = base_url.as_ref().is_none_or(|url| {
            url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
        });
        if !is_safe {
            return Err(
                "WORKOS_BASE_URL must begin with https://: the key to WorkOS is sent there."
                    .to_owned(),
            );
        }
        let base_url = base_url.map_or_else(|| BASE_URL.to_owned(), String::from);
        let trimmed = |value: Option<String>| value.unwrap_or_default().trim().to_owned();
        Ok(Some(Self {
            client_id: trimmed(settings.workos_client_id),
            api_key: trimmed(settings.workos_api_key),
            base_url: base_url.trim_end_matches('/').to_owned(),
            issuers,
            webhook_secret: trimmed(settings.workos_webhook_secret),
        }))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, LocalSignIn};

    const ALL: [&str; 4] = [
        "--workos-client-id=client_1",
        "--workos-api-key=sk_hush",
        "--workos-issuers=https://api.workos.com, https://api.workos.com/user_management/client_1",
        "--workos-webhook-secret=whsec_hush",
    ];

    fn read(arguments: &[&str]) -> Result<Config, String> {
        Config::read([&["imprimatur", "serve"], arguments].concat())
            .map(|(_, config)| config)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn all_or_none() {
        assert!(read(&[]).unwrap().workos.is_none());
        let config = read(&ALL).unwrap();
        let shown = format!("{config:?}");
        let workos = config.workos.unwrap();
        assert_eq!(workos.base_url, "https://api.workos.com");
        assert_eq!(workos.issuers.len(), 2);
        assert_eq!(config.local_sign_in, LocalSignIn::Off);
        assert!(!shown.contains("hush"), "{shown}");
        for left_out in 0..ALL.len() {
            let mut some = ALL.to_vec();
            let name = some.remove(left_out);
            let name = name.trim_start_matches("--").split('=').next().unwrap();
            let name = name.to_ascii_uppercase().replace('-', "_");
            let refused = read(&some).unwrap_err();
            assert!(refused.contains(&name), "{name}: {refused}");
        }
    }

    #[test]
    fn the_key_is_sent_over_tls_or_not_far() {
        for (url, taken) in [
            ("https://auth.example.ch/", true),
            ("http://127.0.0.1:4100", true),
            ("http://localhost:4100", true),
            ("http://auth.example.ch", false),
            ("ftp://localhost", false),
        ] {
            let base = format!("--workos-base-url={url}");
            let config = read(&[&ALL[..], &[base.as_str()]].concat());
            assert_eq!(config.is_ok(), taken, "{url}");
        }
    }

    #[test]
    fn nobody_enters_without_a_password_beside_workos() {
        let open = "--local-sign-in=insecure-anyone-may-enter";
        let refused = read(&[&ALL[..], &[open]].concat()).unwrap_err();
        assert!(refused.contains("LOCAL_SIGN_IN"), "{refused}");
        // Nor does an open address ask for a word about it.
        assert!(read(&[&ALL[..], &["--listen=0.0.0.0:80"]].concat()).is_ok());
    }
}
