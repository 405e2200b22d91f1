//! What mails to recipients say, and the page that stops mail of an organisation, in five languages.

use imprimatur_protocol::api::access::Locale;

use super::store::mails::Kind;

/// Subject and text of a mail with a link that somebody has asked for.
pub(super) fn mail(locale: Locale, kind: Kind, url: &str, minutes: u32) -> (String, String) {
    let (subject, lead, after) = match (locale, kind) {
        (Locale::De, Kind::SignIn) => (
            "Ihr Link zu Ihren Zertifikaten",
            "Guten Tag\n\nMit diesem Link öffnen Sie die Seite mit Ihren Zertifikaten. Er gilt {minutes} Minuten und lässt sich einmal verwenden:",
            "Haben Sie ihn nicht angefordert, so müssen Sie nichts tun. Geben Sie ihn niemandem weiter.",
        ),
        (Locale::De, Kind::Address) => (
            "Diese Adresse bestätigen",
            "Guten Tag\n\nJemand möchte diese E-Mail-Adresse zu einer Seite mit Zertifikaten hinzufügen. Waren Sie das, so öffnen Sie den Link im selben Browser. Er gilt {minutes} Minuten und lässt sich einmal verwenden:",
            "Waren Sie es nicht, so müssen Sie nichts tun. Geben Sie den Link niemandem weiter.",
        ),
        (Locale::Fr, Kind::SignIn) => (
            "Votre lien vers vos certificats",
            "Bonjour,\n\nCe lien ouvre la page de vos certificats. Il est valable {minutes} minutes et ne sert qu’une fois :",
            "Si vous ne l’avez pas demandé, vous n’avez rien à faire. Ne le transmettez à personne.",
        ),
        (Locale::Fr, Kind::Address) => (
            "Confirmer cette adresse",
            "Bonjour,\n\nQuelqu’un souhaite ajouter cette adresse e-mail à une page de certificats. Si c’est vous, ouvrez le lien dans le même navigateur. Il est valable {minutes} minutes et ne sert qu’une fois :",
            "Si ce n’est pas vous, vous n’avez rien à faire. Ne transmettez le lien à personne.",
        ),
        (Locale::It, Kind::SignIn) => (
            "Il Suo link ai Suoi certificati",
            "Buongiorno\n\nQuesto link apre la pagina con i Suoi certificati. È valido {minutes} minuti e si usa una sola volta:",
            "Se non l’ha richiesto, non deve fare nulla. Non lo inoltri a nessuno.",
        ),
        (Locale::It, Kind::Address) => (
            "Confermare questo indirizzo",
            "Buongiorno\n\nQualcuno desidera aggiungere questo indirizzo e-mail a una pagina di certificati. Se è stato Lei, apra il link nello stesso browser. È valido {minutes} minuti e si usa una sola volta:",
            "Se non è stato Lei, non deve fare nulla. Non inoltri il link a nessuno.",
        ),
        (Locale::Rm, Kind::SignIn) => (
            "Voss link a Voss certificats",
            "Bun di\n\nQuest link avra la pagina cun Voss certificats. El vala {minutes} minutas e po vegnir duvrà ina giada:",
            "Sche Vus n’avais betg dumandà el, na stuais Vus far nagut. Na dai el vinavant a nagin.",
        ),
        (Locale::Rm, Kind::Address) => (
            "Confermar questa adressa",
            "Bun di\n\nInsatgi vul agiuntar questa adressa dad e-mail ad ina pagina cun certificats. Sche Vus essas stà quai, avri il link en il medem navigatur. El vala {minutes} minutas e po vegnir duvrà ina giada:",
            "Sche Vus n’essas betg stà quai, na stuais Vus far nagut. Na dai il link vinavant a nagin.",
        ),
        (Locale::En, Kind::SignIn) => (
            "Your link to your certificates",
            "Hello\n\nThis link opens the page with your certificates. It is valid for {minutes} minutes and can be used once:",
            "If you have not asked for it, you need not do anything. Pass it on to nobody.",
        ),
        (Locale::En, Kind::Address) => (
            "Confirm this address",
            "Hello\n\nSomebody wants to add this e-mail address to a page with certificates. If it was you, open the link in the same browser. It is valid for {minutes} minutes and can be used once:",
            "If it was not you, you need not do anything. Pass the link on to nobody.",
        ),
    };
    let lead = lead.replace("{minutes}", &minutes.to_string());
    (subject.to_owned(), format!("{lead}\n\n{url}\n\n{after}\n"))
}

/// What the page says that stops mail. `{organisation}` stands for whose it is.
pub(super) struct Unsubscribing {
    pub(super) kind: &'static str,
    pub(super) ask: &'static str,
    pub(super) ask_more: &'static str,
    pub(super) stop: &'static str,
    pub(super) stopped: &'static str,
    pub(super) stopped_more: &'static str,
    pub(super) again: &'static str,
    pub(super) unknown: &'static str,
    pub(super) unknown_more: &'static str,
}

/// The words of a language.
pub(super) const fn unsubscribing(locale: Locale) -> Unsubscribing {
    match locale {
        Locale::De => Unsubscribing {
            kind: "Mails über Zertifikate",
            ask: "Keine Mails von {organisation} mehr?",
            ask_more: "Stellt {organisation} Ihnen künftig ein Zertifikat aus, so erfahren Sie es nicht mehr durch eine Mail an diese Adresse. Was Sie haben, bleibt gültig, und Links, die Sie selbst anfordern, kommen weiterhin an.",
            stop: "Keine Mails mehr senden",
            stopped: "Sie erhalten keine Mails mehr",
            stopped_more: "{organisation} sendet an diese Adresse keine Mails über Zertifikate mehr.",
            again: "Wieder Mails erhalten",
            unknown: "Dieser Link führt nirgendwohin",
            unknown_more: "Vielleicht wurde er unterwegs abgeschnitten. Öffnen Sie ihn ganz, wie er in der Mail steht.",
        },
        Locale::Fr => Unsubscribing {
            kind: "E-mails au sujet de certificats",
            ask: "Plus d’e-mails de {organisation} ?",
            ask_more: "Si {organisation} vous délivre un certificat, vous n’en serez plus informé par e-mail à cette adresse. Ceux que vous avez restent valables, et les liens que vous demandez vous-même arrivent toujours.",
            stop: "Ne plus envoyer d’e-mails",
            stopped: "Vous ne recevez plus d’e-mails",
            stopped_more: "{organisation} n’envoie plus d’e-mails au sujet de certificats à cette adresse.",
            again: "Recevoir de nouveau des e-mails",
            unknown: "Ce lien ne mène nulle part",
            unknown_more: "Il a peut-être été coupé en chemin. Ouvrez-le en entier, comme il figure dans l’e-mail.",
        },
        Locale::It => Unsubscribing {
            kind: "E-mail sui certificati",
            ask: "Niente più e-mail da {organisation}?",
            ask_more: "Se {organisation} Le rilascia un certificato, non ne sarà più informato con un’e-mail a questo indirizzo. Quelli che ha restano validi, e i link che richiede Lei stesso arrivano ancora.",
            stop: "Non inviare più e-mail",
            stopped: "Non riceve più e-mail",
            stopped_more: "{organisation} non invia più e-mail sui certificati a questo indirizzo.",
            again: "Ricevere di nuovo e-mail",
            unknown: "Questo link non porta da nessuna parte",
            unknown_more: "Forse è stato troncato lungo il percorso. Lo apra per intero, come figura nell’e-mail.",
        },
        Locale::Rm => Unsubscribing {
            kind: "E-mails davart certificats",
            ask: "Nagins e-mails pli da {organisation}?",
            ask_more: "Sche {organisation} emetta per Vus in certificat, na vegnis Vus betg pli a savair quai cun in e-mail a questa adressa. Quels che Vus avais restan valaivels, e links che Vus dumandais sez arrivan vinavant.",
            stop: "Betg pli trametter e-mails",
            stopped: "Vus na survegnis betg pli e-mails",
            stopped_more: "{organisation} na trametta betg pli e-mails davart certificats a questa adressa.",
            again: "Puspè survegnir e-mails",
            unknown: "Quest link na maina nagliur",
            unknown_more: "Forsa è el vegnì taglià giu sin via. Avri el cumplettamain, sco ch’el stat en l’e-mail.",
        },
        Locale::En => Unsubscribing {
            kind: "Mail about certificates",
            ask: "No more mail from {organisation}?",
            ask_more: "When {organisation} issues a certificate to you, you are not told so any more by mail to this address. Those that you have stay valid, and links that you ask for yourself still arrive.",
            stop: "Send no more mail",
            stopped: "You get no more mail",
            stopped_more: "{organisation} sends no more mail about certificates to this address.",
            again: "Get mail again",
            unknown: "This link leads nowhere",
            unknown_more: "It may have been cut off on its way. Open all of it, as it stands in the mail.",
        },
    }
}
