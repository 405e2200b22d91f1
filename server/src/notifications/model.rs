//! Rules of notifications. Pure.

use std::collections::BTreeSet;

use imprimatur_protocol::PersonId;
use imprimatur_protocol::api::notifications::{
    MailPace, NotificationKind, PreferenceBody, PreferencesBody,
};

/// Notifications that are kept of one person in an organisation; the oldest go first. Nobody looks further back.
pub(super) const KEPT_MOST: i64 = 500;

/// After so many changes of an inbox it is looked whether it holds more than it keeps.
pub(super) const PRUNE_EVERY: i64 = 50;

const DAY_MS: i64 = 24 * 3_600_000;

/// How long the first of what is mailed together waits.
pub(super) fn wait_ms(pace: MailPace, soon_seconds: u32) -> i64 {
    match pace {
        MailPace::Soon => i64::from(soon_seconds) * 1_000,
        MailPace::Daily => DAY_MS,
    }
}

/// A pace as the database has it.
pub(super) const fn pace_name(pace: MailPace) -> &'static str {
    match pace {
        MailPace::Soon => "soon",
        MailPace::Daily => "daily",
    }
}

/// The pace of that name.
pub(super) fn pace_named(name: &str) -> MailPace {
    if name == pace_name(MailPace::Daily) {
        MailPace::Daily
    } else {
        MailPace::Soon
    }
}

/// What somebody wants to be told of, and where. What they have not decided the program decides, so that a new kind has its own answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Preferences {
    pub(super) inbox: Chosen,
    pub(super) mail: Chosen,
    pub(super) is_daily: bool,
}

/// What somebody has decided of one way to be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    on: BTreeSet<NotificationKind>,
    off: BTreeSet<NotificationKind>,
}

impl Chosen {
    /// From lists of names that are separated by commas. Names that only a newer version knows are passed over.
    pub(super) fn named(on: &str, off: &str) -> Self {
        let read = |names: &str| {
            names
                .split(',')
                .filter_map(NotificationKind::named)
                .collect()
        };
        Self {
            on: read(on),
            off: read(off),
        }
    }

    /// As [`Self::named`] reads it.
    pub(super) fn names(&self) -> (String, String) {
        let write = |kinds: &BTreeSet<NotificationKind>| {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            names.join(",")
        };
        (write(&self.on), write(&self.off))
    }

    fn set(&mut self, kind: NotificationKind, is_on: bool) {
        let (to, from) = if is_on {
            (&mut self.on, &mut self.off)
        } else {
            (&mut self.off, &mut self.on)
        };
        to.insert(kind);
        from.remove(&kind);
    }

    fn get(&self, kind: NotificationKind, otherwise: bool) -> bool {
        if self.on.contains(&kind) {
            return true;
        }
        otherwise && !self.off.contains(&kind)
    }
}

impl Preferences {
    /// Whether a kind arrives in the inbox.
    pub(super) fn inbox(&self, kind: NotificationKind) -> bool {
        self.inbox.get(kind, true)
    }

    /// Whether a kind is mailed. That a thread was resolved can wait until somebody looks.
    pub(super) fn mail(&self, kind: NotificationKind) -> bool {
        self.mail.get(kind, kind != NotificationKind::Resolved)
    }

    /// How often somebody is written to.
    pub(super) fn pace(&self) -> MailPace {
        if self.is_daily {
            MailPace::Daily
        } else {
            MailPace::Soon
        }
    }

    /// Takes what somebody has decided.
    pub(super) fn decide(&mut self, body: &PreferencesBody) {
        for wanted in &body.kinds {
            self.inbox.set(wanted.kind, wanted.inbox);
            self.mail.set(wanted.kind, wanted.mail);
        }
        self.is_daily = body.mail_pace == MailPace::Daily;
    }

    /// All of it, as the page shows it.
    pub(super) fn body(&self) -> PreferencesBody {
        let kinds = NotificationKind::ALL.into_iter();
        PreferencesBody {
            kinds: kinds
                .map(|kind| PreferenceBody {
                    kind,
                    inbox: self.inbox(kind),
                    mail: self.mail(kind),
                })
                .collect(),
            mail_pace: self.pace(),
        }
    }
}

/// The beginning of what was said, on one line. A mention at its end stays whole or goes: half an id would be shown as text.
pub(super) fn excerpt(words: &str, at_most: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(at_most) else {
        return line;
    };
    let cut = &line[..end];
    let cut = match cut.rfind(' ') {
        Some(space) => &cut[..space],
        None => cut,
    };
    format!("{}…", cut.trim_end())
}

/// Whom a text mentions, by `@` and an id.
pub(super) fn mentioned(text: &str) -> BTreeSet<PersonId> {
    let ids = text.match_indices("@per_").filter_map(|(at, _)| {
        let id = text.get(at + 1..at + 1 + "per_".len() + 32)?;
        id.parse().ok()
    });
    ids.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_has_decided_the_program_decides() {
        let mut wanted = Preferences::default();
        for kind in NotificationKind::ALL {
            assert!(wanted.inbox(kind), "{kind:?}");
            assert_eq!(
                wanted.mail(kind),
                kind != NotificationKind::Resolved,
                "{kind:?}"
            );
        }
        let body = PreferencesBody {
            kinds: vec![
                PreferenceBody {
                    kind: NotificationKind::Reply,
                    inbox: false,
                    mail: false,
                },
                PreferenceBody {
                    kind: NotificationKind::Resolved,
                    inbox: true,
                    mail: true,
                },
            ],
            mail_pace: MailPace::Daily,
        };
        wanted.decide(&body);
        assert!(!wanted.inbox(NotificationKind::Reply) && !wanted.mail(NotificationKind::Reply));
        assert!(wanted.mail(NotificationKind::Resolved));
        assert!(
            wanted.mail(NotificationKind::Mention),
            "left out, and as it was"
        );
        assert_eq!(wanted.pace(), MailPace::Daily);
        // There and back.
        let ((inbox_on, inbox_off), (mail_on, mail_off)) =
            (wanted.inbox.names(), wanted.mail.names());
        let read = Preferences {
            inbox: Chosen::named(&inbox_on, &inbox_off),
            mail: Chosen::named(&mail_on, &mail_off),
            is_daily: true,
        };
        assert_eq!(read, wanted);
        assert_eq!(wanted.body().kinds.len(), NotificationKind::ALL.len());
        let newer = Chosen::named("reply,fly", ",,");
        assert_eq!(newer.names(), ("reply".to_owned(), String::new()));
    }

    #[test]
    fn an_excerpt_is_the_beginning_in_whole_words() {
        for (words, expected) in [
            ("kurz", "kurz"),
            ("drei\n\nWort  ", "drei Wort"),
            ("eins zwei drei vier", "eins zwei…"),
            ("einundzwanzigstel", "einundzwan…"),
            ("🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋", "🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋"),
            ("", ""),
        ] {
            assert_eq!(excerpt(words, 10), expected, "{words}");
        }
    }

    #[test]
    fn who_is_mentioned_is_found() {
        let id = "per_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b";
        let found = mentioned(&format!("@{id}, bitte; @per_12 @{id}"));
        assert_eq!(
            found
                .into_iter()
                .map(|it| it.to_string())
                .collect::<Vec<_>>(),
            [id]
        );
    }
}
