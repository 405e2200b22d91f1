//! What mails say, in the languages of the interface. Pure.

use std::fmt::Write as _;

use imprimatur_protocol::api::notifications::NotificationKind;

use crate::access::locales::Locale;

/// What a mail tells of.
pub(super) struct Mail<'a> {
    /// Whom it is written to.
    pub(super) name: &'a str,
    /// In which organisation.
    pub(super) organisation: &'a str,
    /// By template, the oldest first.
    pub(super) items: Vec<Item>,
    /// How many more there are.
    pub(super) more: usize,
    /// Where it is said what one is written to.
    pub(super) settings: &'a str,
}

/// One thing that a mail tells of.
pub(super) struct Item {
    pub(super) kind: NotificationKind,
    pub(super) actor: Option<String>,
    pub(super) template: String,
    pub(super) address: String,
    pub(super) excerpt: String,
}

/// The words of a language.
struct Words {
    greeting: &'static str,
    /// Of one thing, and of `{n}`.
    subject: (&'static str, &'static str),
    intro: &'static str,
    somebody: &'static str,
    mention: &'static str,
    reply: &'static str,
    resolved: &'static str,
    review_asked: &'static str,
    review_due: &'static str,
    review_decided: &'static str,
    name_asked: &'static str,
    quote: (&'static str, &'static str),
    more: &'static str,
    settings: &'static str,
}

const DE: Words = Words {
    greeting: "Guten Tag {name}",
    subject: (
        "Eine Neuigkeit in «{template}»",
        "{n} Neuigkeiten von {organisation}",
    ),
    intro: "das ist seit Ihrem letzten Besuch geschehen:",
    somebody: "Jemand",
    mention: "{actor} hat Sie erwähnt",
    reply: "{actor} hat geantwortet",
    resolved: "{actor} hat eine Diskussion erledigt",
    review_asked: "{actor} bittet Sie um eine Prüfung",
    review_due: "Eine Prüfung ist bald fällig",
    review_decided: "{actor} hat über Ihre Anfrage entschieden",
    name_asked: "In einem Zertifikat wird um einen anderen Namen gebeten",
    quote: ("«", "»"),
    more: "… und {n} weitere in Ihrem Posteingang.",
    settings: "Worüber wir Ihnen schreiben, bestimmen Sie hier:",
};

const FR: Words = Words {
    greeting: "Bonjour {name}",
    subject: (
        "Une nouveauté dans « {template} »",
        "{n} nouveautés de {organisation}",
    ),
    intro: "voici ce qui s’est passé depuis votre dernière visite :",
    somebody: "Quelqu’un",
    mention: "{actor} vous a mentionné·e",
    reply: "{actor} a répondu",
    resolved: "{actor} a résolu une discussion",
    review_asked: "{actor} vous demande une relecture",
    review_due: "Une relecture arrive bientôt à échéance",
    review_decided: "{actor} s’est prononcé·e sur votre demande",
    name_asked: "Un autre nom est demandé dans un certificat",
    quote: ("« ", " »"),
    more: "… et {n} autres dans votre boîte de réception.",
    settings: "Choisissez ici ce que nous vous écrivons :",
};

const IT: Words = Words {
    greeting: "Buongiorno {name}",
    subject: ("Una novità in «{template}»", "{n} novità da {organisation}"),
    intro: "ecco che cosa è successo dalla Sua ultima visita:",
    somebody: "Qualcuno",
    mention: "{actor} L’ha menzionata",
    reply: "{actor} ha risposto",
    resolved: "{actor} ha risolto una discussione",
    review_asked: "{actor} Le chiede una verifica",
    review_due: "Una verifica scade presto",
    review_decided: "{actor} ha deciso sulla Sua richiesta",
    name_asked: "In un certificato viene chiesto un altro nome",
    quote: ("«", "»"),
    more: "… e altre {n} nella Sua posta in arrivo.",
    settings: "Scelga qui di che cosa Le scriviamo:",
};

const RM: Words = Words {
    greeting: "Bun di {name}",
    subject: (
        "Ina novitad en «{template}»",
        "{n} novitads da {organisation}",
    ),
    intro: "quai è capità dapi Vossa davosa visita:",
    somebody: "Insatgi",
    mention: "{actor} ha menziunà Vus",
    reply: "{actor} ha respundì",
    resolved: "{actor} ha liquidà ina discussiun",
    review_asked: "{actor} supplitgescha Vus d’ina controlla",
    review_due: "Ina controlla è prest scadida",
    review_decided: "{actor} ha decidì davart Vossa dumonda",
    name_asked: "En in certificat vegn dumandà in auter num",
    quote: ("«", "»"),
    more: "… ed anc {n} tranter Vossas novitads.",
    settings: "Tge che nus Vas scrivain, tschernis Vus qua:",
};

const EN: Words = Words {
    greeting: "Hello {name}",
    subject: (
        "News in “{template}”",
        "{n} pieces of news from {organisation}",
    ),
    intro: "this has happened since you were last here:",
    somebody: "Somebody",
    mention: "{actor} mentioned you",
    reply: "{actor} replied",
    resolved: "{actor} resolved a discussion",
    review_asked: "{actor} asks you for a review",
    review_due: "A review is due soon",
    review_decided: "{actor} decided on your request",
    name_asked: "Another name is asked for in a certificate",
    quote: ("“", "”"),
    more: "… and {n} more in your inbox.",
    settings: "Choose here what we write to you about:",
};

const fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::De => &DE,
        Locale::Fr => &FR,
        Locale::It => &IT,
        Locale::Rm => &RM,
        Locale::En => &EN,
    }
}

/// Subject and text of a mail.
pub(super) fn write(locale: Locale, mail: &Mail<'_>) -> (String, String) {
    let words = words(locale);
    let number = (mail.items.len() + mail.more).to_string();
    let subject = match mail.items.as_slice() {
        [only] if mail.more == 0 => words.subject.0.replace("{template}", &only.template),
        _ => words
            .subject
            .1
            .replace("{n}", &number)
            .replace("{organisation}", mail.organisation),
    };
    let mut text = String::new();
    // Writing into a text cannot fail.
    let _ = writeln!(
        text,
        "{},\n\n{}",
        words.greeting.replace("{name}", mail.name),
        words.intro
    );
    let mut template = None;
    for item in &mail.items {
        if template != Some(&item.template) {
            let _ = writeln!(text, "\n{}", item.template);
            template = Some(&item.template);
        }
        let actor = item.actor.as_deref().unwrap_or(words.somebody);
        let said = sentence(words, item.kind).replace("{actor}", actor);
        if item.excerpt.is_empty() {
            let _ = writeln!(text, "- {said}");
        } else {
            let (open, close) = words.quote;
            let _ = writeln!(text, "- {said}: {open}{}{close}", item.excerpt);
        }
        let _ = writeln!(text, "  {}", item.address);
    }
    if mail.more > 0 {
        let _ = writeln!(
            text,
            "\n{}",
            words.more.replace("{n}", &mail.more.to_string())
        );
    }
    let _ = writeln!(text, "\n{}\n{}", words.settings, mail.settings);
    (subject, text)
}

const fn sentence(words: &Words, kind: NotificationKind) -> &'static str {
    match kind {
        NotificationKind::Mention => words.mention,
        NotificationKind::Reply => words.reply,
        NotificationKind::Resolved => words.resolved,
        NotificationKind::ReviewAsked => words.review_asked,
        NotificationKind::ReviewDue => words.review_due,
        NotificationKind::ReviewDecided => words.review_decided,
        NotificationKind::NameAsked => words.name_asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(kind: NotificationKind, template: &str, excerpt: &str) -> Item {
        Item {
            kind,
            actor: Some("Max Keller".to_owned()),
            template: template.to_owned(),
            address: "https://example.org/templates/tpl_1?thread=3".to_owned(),
            excerpt: excerpt.to_owned(),
        }
    }

    fn mail(items: Vec<Item>, more: usize) -> Mail<'static> {
        Mail {
            name: "Anna Müller",
            organisation: "Musterschule",
            items,
            more,
            settings: "https://example.org/settings",
        }
    }

    #[test]
    fn a_mail_says_everything_once_and_by_template() {
        let items = vec![
            item(NotificationKind::Mention, "Diplom", "Bitte ansehen"),
            item(NotificationKind::Reply, "Diplom", "Gut"),
            item(NotificationKind::Resolved, "Urkunde", ""),
        ];
        let (subject, text) = write(Locale::De, &mail(items, 4));
        assert_eq!(subject, "7 Neuigkeiten von Musterschule");
        let expected = "Guten Tag Anna Müller,\n\ndas ist seit Ihrem letzten Besuch geschehen:\n\nDiplom\n\
            - Max Keller hat Sie erwähnt: «Bitte ansehen»\n  https://example.org/templates/tpl_1?thread=3\n\
            - Max Keller hat geantwortet: «Gut»\n  https://example.org/templates/tpl_1?thread=3\n\nUrkunde\n\
            - Max Keller hat eine Diskussion erledigt\n  https://example.org/templates/tpl_1?thread=3\n\n\
            … und 4 weitere in Ihrem Posteingang.\n\nWorüber wir Ihnen schreiben, bestimmen Sie hier:\nhttps://example.org/settings\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn every_language_has_every_word_and_no_place_is_left_open() {
        for locale in [Locale::De, Locale::Fr, Locale::It, Locale::Rm, Locale::En] {
            for kind in NotificationKind::ALL {
                let one = Item {
                    actor: None,
                    ..item(kind, "Diplom", "Ja")
                };
                let (subject, text) = write(locale, &mail(vec![one], 0));
                assert!(subject.contains("Diplom"), "{subject}");
                assert!(
                    text.contains("Anna Müller") && text.contains("Ja"),
                    "{text}"
                );
                assert!(
                    !format!("{subject}{text}").contains(['{', '}', 'ß']),
                    "{text}"
                );
            }
            let many = vec![
                item(NotificationKind::Mention, "Diplom", ""),
                item(NotificationKind::Mention, "Diplom", ""),
            ];
            let (subject, text) = write(locale, &mail(many, 3));
            assert!(
                subject.contains('5') && subject.contains("Musterschule"),
                "{subject}"
            );
            assert!(text.contains('3') && !text.contains(['{', '}']), "{text}");
        }
    }
}
