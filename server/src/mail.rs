//! How mail leaves: by a service that speaks SMTP, or into a folder. One mail at a time, and what became of it is said exactly: whoever asks may try again
//! only what has surely not arrived.

mod html;

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use mail_builder::MessageBuilder;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::headers::url::URL;
use mail_send::smtp::message::Parameters;
use mail_send::{SmtpClient, SmtpClientBuilder};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use self::html::html_of;
use crate::config::{Mail, MailAddress, MailWay, Smtp, SmtpSecurity};
use crate::error::{Error, Result};

/// How long a service may take for one step of the conversation.
const STEP: Duration = Duration::from_secs(20);

/// How long a mail may take until the service has it, or has said no.
const WHOLE: Duration = Duration::from_secs(90);

/// Mails that a folder keeps; it is there to look at, and must not fill the disk.
const FOLDER_MOST: usize = 1_000;

/// A mail.
pub struct Letter {
    /// Names it: two of one id are one.
    pub id: String,
    /// When it is written, in milliseconds since 1970.
    pub at_ms: i64,
    /// The address.
    pub to: String,
    /// As they are called.
    pub name: String,
    /// What it is about, on one line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The language of the text where it is also written as HTML; none: the text is all.
    pub html_language: Option<String>,
    /// How whoever gets it has no more of it: of what comes again and again.
    pub unsubscribe: Unsubscribe,
}

/// How whoever gets a mail has no more of it (`List-Unsubscribe`).
pub enum Unsubscribe {
    /// It comes once, because they asked for it.
    Nothing,
    /// A page says what they are written to (RFC 2369).
    Page(String),
    /// This address takes one press in a mail program (RFC 8058), and shows a page with a button.
    OneClick(String),
}

/// What became of a mail.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Sent,
    /// It was surely not taken, and may be later. Why, without anything of the mail.
    Later(String),
    /// It will never be taken.
    Never(String),
    /// Nobody knows whether it was taken.
    Unknown(String),
}

/// Sends mail.
pub struct Mailer {
    from: MailAddress,
    reply_to: Option<MailAddress>,
    way: Way,
}

enum Way {
    Folder(PathBuf),
    Smtp {
        smtp: Box<Smtp>,
        client: Box<SmtpClientBuilder<String>>,
    },
}

impl Mailer {
    /// By the settings. Nothing is connected to yet.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(settings: &Mail) -> Result<Self> {
        let from = settings.from.clone();
        let way = match &settings.way {
            MailWay::Folder(folder) => Way::Folder(folder.clone()),
            MailWay::Smtp(smtp) => Way::Smtp {
                client: Box::new(client(smtp, &from)?),
                smtp: Box::new(smtp.clone()),
            },
        };
        let reply_to = settings.reply_to.clone();
        Ok(Self {
            from,
            reply_to,
            way,
        })
    }

    /// Sends a mail, and says what became of it.
    pub async fn send(&self, letter: &Letter) -> Outcome {
        // What stands in a command must not end it.
        let Some(to) = MailAddress::bare(&letter.to) else {
            return Outcome::Never("it goes to no address".to_owned());
        };
        let bytes = match self.write(letter, &to) {
            Ok(bytes) => bytes,
            Err(cause) => return Outcome::Never(cause.to_string()),
        };
        match &self.way {
            Way::Folder(folder) => {
                let (folder, name) = (folder.clone(), format!("{}.eml", letter.id));
                let written = spawn_blocking(move || keep(&folder, &name, &bytes)).await;
                match written {
                    Ok(Ok(())) => Outcome::Sent,
                    Ok(Err(cause)) => Outcome::Later(cause.to_string()),
                    Err(cause) => Outcome::Later(cause.to_string()),
                }
            }
            Way::Smtp { smtp, client } => match smtp.security {
                SmtpSecurity::Clear => {
                    let connected = timeout(WHOLE, client.connect_plain()).await;
                    self.deliver(
                        connected.unwrap_or(Err(mail_send::Error::Timeout)),
                        &to,
                        &bytes,
                    )
                    .await
                }
                SmtpSecurity::StartTls | SmtpSecurity::Tls => {
                    let connected = timeout(WHOLE, client.connect()).await;
                    self.deliver(
                        connected.unwrap_or(Err(mail_send::Error::Timeout)),
                        &to,
                        &bytes,
                    )
                    .await
                }
            },
        }
    }

    /// What fails before the text is given over has surely not been sent. After that only an answer of the service itself says that it was not taken.
    async fn deliver<T: AsyncRead + AsyncWrite + Unpin>(
        &self,
        connected: mail_send::Result<SmtpClient<T>>,
        to: &MailAddress,
        bytes: &[u8],
    ) -> Outcome {
        let mut service = match connected {
            Ok(service) => service,
            Err(cause) => return Outcome::Later(word(&cause)),
        };
        let plain = Parameters::default();
        for begun in [
            service.mail_from(&self.from.address, &plain).await,
            service.rcpt_to(&to.address, &plain).await,
        ] {
            match begun {
                Ok(()) => {}
                Err(cause) if is_refusal(&cause) => return Outcome::Never(word(&cause)),
                Err(cause) => return Outcome::Later(word(&cause)),
            }
        }
        match timeout(WHOLE, service.data(bytes)).await {
            Ok(Ok(_)) => {
                // It has the mail, whatever becomes of the farewell.
                let _ = timeout(STEP, service.quit()).await;
                Outcome::Sent
            }
            Ok(Err(cause)) if is_refusal(&cause) => Outcome::Never(word(&cause)),
            Ok(Err(cause @ mail_send::Error::UnexpectedReply(_))) => Outcome::Later(word(&cause)),
            Ok(Err(cause)) => Outcome::Unknown(word(&cause)),
            Err(_) => Outcome::Unknown("the service takes too long".to_owned()),
        }
    }

    fn write(&self, letter: &Letter, to: &MailAddress) -> std::io::Result<Vec<u8>> {
        let host = self.from.host();
        let message = MessageBuilder::new()
            .from((self.from.name.as_str(), self.from.address.as_str()))
            .to((letter.name.as_str(), to.address.as_str()))
            .subject(letter.subject.as_str())
            .date(letter.at_ms / 1_000)
            .message_id(format!("{}@{host}", letter.id))
            .header("Auto-Submitted", Text::new("auto-generated"))
            .text_body(letter.text.as_str());
        let message = match &letter.html_language {
            Some(language) => message.html_body(html_of(language, &letter.text)),
            None => message,
        };
        let message = match &self.reply_to {
            Some(to) => message.reply_to((to.name.as_str(), to.address.as_str())),
            None => message,
        };
        let message = match &letter.unsubscribe {
            Unsubscribe::Nothing => message,
            Unsubscribe::Page(url) => message.header("List-Unsubscribe", URL::new(url.as_str())),
            Unsubscribe::OneClick(url) => message
                .header("List-Unsubscribe", URL::new(url.as_str()))
                .header(
                    "List-Unsubscribe-Post",
                    Raw::new("List-Unsubscribe=One-Click"),
                ),
        };
        message.write_to_vec()
    }
}

fn client(smtp: &Smtp, from: &MailAddress) -> Result<SmtpClientBuilder<String>> {
    let builder = SmtpClientBuilder::new(smtp.host.clone(), smtp.port)
        .map_err(|cause| Error::internal("setting up TLS for SMTP_URL").caused_by(cause))?;
    let builder = builder
        .implicit_tls(smtp.security == SmtpSecurity::Tls)
        .helo_host(from.host())
        .timeout(STEP);
    Ok(match &smtp.credentials {
        Some((user, password)) => builder.credentials((user.clone(), password.clone())),
        None => builder,
    })
}

/// The service will never take it (5xx).
fn is_refusal(cause: &mail_send::Error) -> bool {
    matches!(cause, mail_send::Error::UnexpectedReply(reply) if reply.code >= 500)
}

/// What went wrong. Of what the service said only the code: its words may hold the address.
fn word(cause: &mail_send::Error) -> String {
    match cause {
        mail_send::Error::UnexpectedReply(reply) => format!("the service said {}", reply.code),
        mail_send::Error::AuthenticationFailed(reply) => {
            format!("the service does not let us in: {}", reply.code)
        }
        other => other.to_string(),
    }
}

/// Writes a mail into the folder; one that is there already was written before.
fn keep(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let begun = folder.join(format!("{name}.part"));
    let mut file = fs::File::create(&begun)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&begun, folder.join(name))?;
    let mut names: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    // Ids are ordered by time.
    names.sort();
    for old in names.iter().take(names.len().saturating_sub(FOLDER_MOST)) {
        match fs::remove_file(old) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(cause),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(id: &str) -> Letter {
        Letter {
            id: id.to_owned(),
            at_ms: 1_763_804_096_007,
            to: "anna@example.org".to_owned(),
            name: "Anna Müller".to_owned(),
            subject: "Grüezi — «Diplom»".to_owned(),
            text: "Zeile eins.\n\nZeile zwei: ä.\n".to_owned(),
            html_language: None,
            unsubscribe: Unsubscribe::Page("https://example.org/settings".to_owned()),
        }
    }

    fn mail(way: MailWay) -> Mail {
        Mail {
            way,
            from: "Imprimatur <no-reply@example.org>".parse().unwrap(),
            reply_to: Some("Schule <schule@example.org>".parse().unwrap()),
            bounce_secret: None,
        }
    }

    #[tokio::test]
    async fn what_comes_by_the_list_is_ended_with_one_press() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = into(folder.path());
        let listed = Letter {
            html_language: Some("de".to_owned()),
            unsubscribe: Unsubscribe::OneClick("https://example.org/unsubscribe/abc".to_owned()),
            ..letter("mal_1")
        };
        assert_eq!(mailer.send(&listed).await, Outcome::Sent);
        let text = fs::read_to_string(folder.path().join("mal_1.eml")).unwrap();
        for part in [
            "List-Unsubscribe: <https://example.org/unsubscribe/abc>\r\n",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
            "Reply-To: \"Schule\" <schule@example.org>\r\n",
            "multipart/alternative",
            "text/plain",
            "text/html",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    fn into(folder: &Path) -> Mailer {
        Mailer::new(&mail(MailWay::Folder(folder.to_owned()))).unwrap()
    }

    #[tokio::test]
    async fn a_folder_takes_each_mail_once_and_no_more_than_it_keeps() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = into(&folder.path().join("mail"));
        assert_eq!(mailer.send(&letter("mal_1")).await, Outcome::Sent);
        assert_eq!(mailer.send(&letter("mal_1")).await, Outcome::Sent);
        let files = || {
            let mut names: Vec<String> = fs::read_dir(folder.path().join("mail"))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        };
        assert_eq!(files(), ["mal_1.eml"]);
        let text = fs::read_to_string(folder.path().join("mail/mal_1.eml")).unwrap();
        for part in [
            "From: \"Imprimatur\" <no-reply@example.org>\r\n",
            "Date: Sat, 22 Nov 2025 09:34:56 +0000\r\n",
            "<anna@example.org>\r\n",
            "Message-ID: <mal_1@example.org>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "List-Unsubscribe: <https://example.org/settings>\r\n",
            "charset=\"utf-8\"",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        for number in 0..FOLDER_MOST {
            let path = folder.path().join(format!("mail/mal_2{number:04}.eml"));
            fs::write(path, "x").unwrap();
        }
        assert_eq!(mailer.send(&letter("mal_3")).await, Outcome::Sent);
        let kept = files();
        assert_eq!(kept.len(), FOLDER_MOST);
        assert_eq!(kept.last().unwrap(), "mal_3.eml");
        assert_eq!(kept.first().unwrap(), "mal_20001.eml");
    }

    #[tokio::test]
    async fn what_cannot_be_addressed_is_never_sent() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = into(folder.path());
        for address in [
            "deleted:per_1",
            "a@b\r\nRCPT TO:<c@d>",
            "<a@b>",
            "a b@c",
            "@b",
            "a@",
            "",
        ] {
            let nobody = Letter {
                to: address.to_owned(),
                ..letter("mal_1")
            };
            let outcome = mailer.send(&nobody).await;
            assert!(matches!(outcome, Outcome::Never(_)), "{address}");
        }
    }

    /// A service that says what it is told to, line by line.
    async fn service(answers: Vec<(&'static str, &'static str)>) -> u16 {
        use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answers = answers.clone();
                tokio::spawn(async move {
                    let mut stream = BufReader::new(stream);
                    let _ = stream.write_all(b"220 here\r\n").await;
                    let (mut line, mut in_text) = (String::new(), false);
                    while stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
                        let word = if in_text && line != ".\r\n" {
                            line.clear();
                            continue;
                        } else if in_text {
                            "."
                        } else {
                            line.split([' ', '\r', ':']).next().unwrap_or_default()
                        };
                        let said = answers.iter().find(|(for_word, _)| *for_word == word);
                        let said = said.map_or("250 fine", |(_, said)| *said);
                        if said.is_empty() {
                            return;
                        }
                        let is_data = word == "DATA" && said == "250 fine";
                        in_text = is_data;
                        let said = if is_data { "354 go on" } else { said };
                        let _ = stream.write_all(format!("{said}\r\n").as_bytes()).await;
                        line.clear();
                    }
                });
            }
        });
        port
    }

    #[tokio::test]
    async fn what_a_service_says_decides_whether_it_is_tried_again() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        for (answers, expected) in [
            (vec![], "sent"),
            (vec![("RCPT", "450 not now")], "later"),
            (vec![("RCPT", "550 nobody of that name")], "never"),
            (vec![(".", "452 full")], "later"),
            (vec![(".", "554 spam")], "never"),
            // It took the text and went away: it may have kept the mail.
            (vec![(".", "")], "unknown"),
            // It never let us in.
            (vec![("EHLO", "")], "later"),
        ] {
            let port = service(answers.clone()).await;
            let smtp = Smtp {
                host: "127.0.0.1".to_owned(),
                port,
                security: SmtpSecurity::Clear,
                credentials: None,
            };
            let mailer = Mailer::new(&mail(MailWay::Smtp(smtp))).unwrap();
            let outcome = mailer.send(&letter("mal_1")).await;
            let word = match outcome {
                Outcome::Sent => "sent",
                Outcome::Later(_) => "later",
                Outcome::Never(_) => "never",
                Outcome::Unknown(_) => "unknown",
            };
            assert_eq!(word, expected, "{answers:?}: {outcome:?}");
        }
    }

    #[tokio::test]
    async fn a_service_that_is_not_there_is_tried_again() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let smtp = Smtp {
            host: "127.0.0.1".to_owned(),
            port,
            security: SmtpSecurity::Clear,
            credentials: None,
        };
        let mailer = Mailer::new(&mail(MailWay::Smtp(smtp))).unwrap();
        let outcome = mailer.send(&letter("mal_1")).await;
        assert!(matches!(outcome, Outcome::Later(_)), "{outcome:?}");
    }
}
