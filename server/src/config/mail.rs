//! How mail leaves: `SMTP_URL` and `MAIL_FROM`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use url::{Host, Url};

use super::PublicUrl;

/// The folder below `DATA_DIR` that mail is written to when no service is named.
const FOLDER: &str = "mail";

#[derive(Args)]
pub(super) struct MailSettings {
    /// smtp://user:password@host:587 (STARTTLS is required, except on this computer), or smtps://user:password@host:465: what sends the
    /// program's mail. Without it mail is written into the folder `mail` of DATA_DIR, and reaches nobody.
    #[arg(long, env = "SMTP_URL", hide_env_values = true, value_name = "URL")]
    smtp_url: Option<String>,

    /// Whom mail comes from: "Imprimatur <no-reply@example.org>". Without it no-reply at the host of PUBLIC_URL.
    #[arg(long, env = "MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,

    /// Whom answers to mail go to: "Certificates <certificates@example.org>". Without it they go to MAIL_FROM.
    #[arg(long, env = "MAIL_REPLY_TO", value_name = "ADDRESS")]
    mail_reply_to: Option<String>,

    /// What the service that carries mail, or a program between, signs POST /webhooks/bounces with: 32 characters at least. Without it no bounces
    /// are taken.
    #[arg(
        long,
        env = "BOUNCE_WEBHOOK_SECRET",
        hide_env_values = true,
        value_name = "SECRET"
    )]
    bounce_webhook_secret: Option<String>,
}

/// Characters of a secret that bounces are signed with: who guesses it can call addresses bad.
const BOUNCE_SECRET_LEAST: usize = 32;

/// How mail leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// By what.
    pub way: MailWay,
    /// Whom it comes from.
    pub from: MailAddress,
    /// Whom answers go to, when not to the same.
    pub reply_to: Option<MailAddress>,
    /// What bounces are signed with.
    pub bounce_secret: Option<BounceSecret>,
}

/// What bounces are signed with. It shows itself in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct BounceSecret(String);

impl BounceSecret {
    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BounceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BounceSecret(..)")
    }
}

/// Whom mail comes from or goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// As they are called; may be empty.
    pub name: String,
    /// Where: one `@`, nothing that could end a command or an address.
    pub address: String,
}

impl MailAddress {
    /// An address without a name; none when it is no address.
    pub fn bare(text: &str) -> Option<Self> {
        let odd = |it: char| {
            it.is_whitespace()
                || it.is_control()
                || matches!(it, '<' | '>' | ',' | ';' | '"' | '(' | ')')
        };
        let (name, host) = text.split_once('@')?;
        let is_one =
            !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(odd);
        is_one.then(|| Self {
            name: String::new(),
            address: text.to_owned(),
        })
    }

    /// What stands behind the `@`.
    pub fn host(&self) -> &str {
        self.address
            .split_once('@')
            .map_or("localhost", |(_, host)| host)
    }
}

impl FromStr for MailAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            "MAIL_FROM and MAIL_REPLY_TO must be addresses: \"Imprimatur <no-reply@example.org>\"."
                .to_owned()
        };
        let text = text.trim();
        let Some((name, rest)) = text.split_once('<') else {
            return Self::bare(text).ok_or_else(wrong);
        };
        let address = rest
            .strip_suffix('>')
            .and_then(Self::bare)
            .ok_or_else(wrong)?;
        let name = name.trim().trim_matches('"');
        if name.chars().any(char::is_control) {
            return Err(wrong());
        }
        Ok(Self {
            name: name.to_owned(),
            ..address
        })
    }
}

/// What takes mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailWay {
    /// This folder, which is made when missing: a file for each mail.
    Folder(PathBuf),
    /// A service that speaks SMTP.
    Smtp(Smtp),
}

/// A service that speaks SMTP.
#[derive(Clone, PartialEq, Eq)]
pub struct Smtp {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub security: SmtpSecurity,
    /// Who we are there, and the password. Never shown.
    pub credentials: Option<(String, String)>,
}

/// How a service is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// In the clear: on this computer only.
    Clear,
    /// In the clear until TLS is agreed on, and not without it.
    StartTls,
    /// Over TLS.
    Tls,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl Mail {
    pub(super) fn read(
        settings: MailSettings,
        data_dir: &Path,
        public_url: Option<&PublicUrl>,
    ) -> Result<Self, String> {
        let way = match &settings.smtp_url {
            None => MailWay::Folder(data_dir.join(FOLDER)),
            Some(url) => MailWay::Smtp(read_smtp(url)?),
        };
        let from = match (settings.mail_from, public_url, &way) {
            (Some(from), _, _) => from,
            (None, Some(url), _) => format!("Imprimatur <no-reply@{}>", url.host()),
            (None, None, MailWay::Folder(_)) => "Imprimatur <no-reply@localhost>".to_owned(),
            (None, None, MailWay::Smtp(_)) => {
                return Err(
                    "SMTP_URL needs MAIL_FROM or PUBLIC_URL: mail comes from somebody.".to_owned(),
                );
            }
        };
        let from = from.parse()?;
        let reply_to = settings.mail_reply_to.map(|it| it.parse()).transpose()?;
        let bounce_secret = match settings.bounce_webhook_secret {
            Some(secret) if secret.trim().len() < BOUNCE_SECRET_LEAST => {
                return Err(format!(
                    "BOUNCE_WEBHOOK_SECRET has {BOUNCE_SECRET_LEAST} characters at least; `openssl rand -base64 32` makes one."
                ));
            }
            Some(secret) => Some(BounceSecret(secret.trim().to_owned())),
            None => None,
        };
        Ok(Self {
            way,
            from,
            reply_to,
            bounce_secret,
        })
    }
}

fn read_smtp(text: &str) -> Result<Smtp, String> {
    let wrong = || {
        "SMTP_URL must begin with smtp:// or smtps:// and name a host; leave it out to write mail into DATA_DIR."
            .to_owned()
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.ok_or_else(wrong)?.to_owned();
    let is_here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => host == "localhost" || host == "127.0.0.1",
    };
    let (security, port) = match url.scheme() {
        "smtps" => (SmtpSecurity::Tls, 465),
        "smtp" if is_here => (SmtpSecurity::Clear, 25),
        "smtp" => (SmtpSecurity::StartTls, 587),
        _ => return Err(wrong()),
    };
    let plain = |part: &str| {
        let bytes: Vec<u8> = url::form_urlencoded::parse(part.replace('+', "%2B").as_bytes())
            .next()
            .map(|(name, _)| name.into_owned().into_bytes())
            .unwrap_or_default();
        String::from_utf8(bytes).map_err(|_| wrong())
    };
    let credentials = match (url.username(), url.password()) {
        ("", None) => None,
        (user, password) => Some((plain(user)?, plain(password.unwrap_or_default())?)),
    };
    Ok(Smtp {
        host,
        port: url.port().unwrap_or(port),
        security,
        credentials,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_on_this_computer_is_spoken_to_over_tls() {
        for (url, host, port, security) in [
            (
                "smtp://mail.example.org",
                "mail.example.org",
                587,
                SmtpSecurity::StartTls,
            ),
            (
                "smtp://mail.example.org:2525",
                "mail.example.org",
                2525,
                SmtpSecurity::StartTls,
            ),
            (
                "smtps://mail.example.org",
                "mail.example.org",
                465,
                SmtpSecurity::Tls,
            ),
            (
                "smtp://127.0.0.1:1025",
                "127.0.0.1",
                1025,
                SmtpSecurity::Clear,
            ),
            ("smtp://localhost", "localhost", 25, SmtpSecurity::Clear),
            ("smtp://10.0.0.7", "10.0.0.7", 587, SmtpSecurity::StartTls),
        ] {
            let read = read_smtp(url).unwrap();
            assert_eq!(
                (read.host.as_str(), read.port, read.security),
                (host, port, security)
            );
            assert_eq!(read.credentials, None);
        }
        for url in [
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtp:mail",
        ] {
            assert!(read_smtp(url).is_err(), "{url}");
        }
    }

    #[test]
    fn mail_comes_from_somebody() {
        for (text, name, address) in [
            ("no-reply@example.org", "", "no-reply@example.org"),
            (
                "Imprimatur <no-reply@example.org>",
                "Imprimatur",
                "no-reply@example.org",
            ),
            ("\"Schule, Bern\" <a@b.ch>", "Schule, Bern", "a@b.ch"),
        ] {
            let read: MailAddress = text.parse().unwrap();
            assert_eq!((read.name.as_str(), read.address.as_str()), (name, address));
        }
        for text in [
            "",
            "nobody",
            "a@",
            "@b",
            "a@b@c",
            "A <a@b",
            "A <a b@c>",
            "A\nB <a@b.ch>",
        ] {
            assert!(text.parse::<MailAddress>().is_err(), "{text}");
        }
        assert_eq!(MailAddress::bare("a@b.ch").unwrap().host(), "b.ch");
    }

    #[test]
    fn a_password_may_hold_anything_and_is_never_shown() {
        let smtp = read_smtp("smtps://me%40example.org:h%2Fu%3Ds+h%26@mail.example.org").unwrap();
        let credentials = ("me@example.org".to_owned(), "h/u=s+h&".to_owned());
        assert_eq!(smtp.credentials, Some(credentials));
        assert!(!format!("{smtp:?}").contains("u=s"), "{smtp:?}");
    }
}
