//! What a credential says in words of our own, in the language of the certificate.

/// What had to be done for a certificate, as far as this program knows it.
pub(super) fn criteria(language: &str, organisation: &str) -> String {
    match language.get(..2).unwrap_or_default() {
        "de" => format!(
            "{organisation} hat geprüft, dass die Voraussetzungen dieses Zertifikats erfüllt sind."
        ),
        "fr" => {
            format!("{organisation} a vérifié que les conditions de ce certificat sont remplies.")
        }
        "it" => format!(
            "{organisation} ha verificato che le condizioni di questo certificato sono soddisfatte."
        ),
        "rm" => format!(
            "{organisation} ha controllà che las cundiziuns da quest certificat èn ademplidas."
        ),
        _ => format!("{organisation} has checked that the conditions of this certificate are met."),
    }
}

/// What the file inside a PDF is.
pub(super) fn credential(language: &str) -> &'static str {
    match language.get(..2).unwrap_or_default() {
        "de" => "Das signierte Zertifikat für Prüfprogramme",
        "fr" => "Le certificat signé, pour les programmes de vérification",
        "it" => "Il certificato firmato, per i programmi di verifica",
        "rm" => "Il certificat signà per programs da controlla",
        _ => "The signed certificate, for programs that check it",
    }
}

/// What a mail about a certificate says.
pub(super) struct Told<'a> {
    pub(super) name: &'a str,
    pub(super) organisation: &'a str,
    pub(super) title: &'a str,
    pub(super) number: &'a str,
    /// Where anybody can check it.
    pub(super) url: &'a str,
    /// Where it is claimed, and the last day on which it can be there.
    pub(super) claim_url: &'a str,
    pub(super) claim_until: &'a str,
    /// Where no more mail is asked for.
    pub(super) stop_url: &'a str,
}

/// Subject and text of the mail to whom a certificate was given.
pub(super) fn mail(language: &str, told: &Told<'_>) -> (String, String) {
    let Told {
        name,
        organisation,
        title,
        number,
        url,
        claim_url,
        claim_until,
        stop_url,
    } = told;
    match language.get(..2).unwrap_or_default() {
        "de" => (
            format!("Ihr Zertifikat: {title}"),
            format!(
                "Guten Tag {name}\n\n{organisation} hat Ihnen das Zertifikat «{title}» ausgestellt (Nummer {number}).\n\nLegen Sie es auf Ihre Seite. Dort finden Sie alle Ihre Zertifikate, auch wenn Sie diese E-Mail-Adresse einmal nicht mehr haben. Der Link gilt bis {claim_until} und lässt sich einmal verwenden:\n\n{claim_url}\n\nUnter der folgenden Adresse kann jede Person prüfen, dass es echt ist und gilt. Sie finden es dort auch als PDF und als signierte Datei:\n\n{url}\n\nDiese Nachricht hat {organisation} mit Imprimatur versandt. Wünschen Sie keine weiteren Nachrichten von {organisation} über Zertifikate, so sagen Sie es hier:\n\n{stop_url}\n"
            ),
        ),
        "fr" => (
            format!("Votre certificat : {title}"),
            format!(
                "Bonjour {name},\n\n{organisation} vous a délivré le certificat «{title}» (numéro {number}).\n\nPlacez-le sur votre page. Vous y trouvez tous vos certificats, même si vous n’avez un jour plus cette adresse e-mail. Le lien est valable jusqu’au {claim_until} et ne sert qu’une fois :\n\n{claim_url}\n\nÀ l’adresse suivante, chacun peut vérifier qu’il est authentique et valable. Vous l’y trouvez aussi en PDF et sous forme de fichier signé :\n\n{url}\n\nCe message a été envoyé par {organisation} avec Imprimatur. Si vous ne souhaitez plus de messages de {organisation} au sujet de certificats, dites-le ici :\n\n{stop_url}\n"
            ),
        ),
        "it" => (
            format!("Il Suo certificato: {title}"),
            format!(
                "Buongiorno {name}\n\n{organisation} Le ha rilasciato il certificato «{title}» (numero {number}).\n\nLo metta sulla Sua pagina. Vi trova tutti i Suoi certificati, anche se un giorno non avrà più questo indirizzo e-mail. Il link è valido fino al {claim_until} e si usa una sola volta:\n\n{claim_url}\n\nAl seguente indirizzo chiunque può verificare che è autentico e valido. Lo trova lì anche in PDF e come file firmato:\n\n{url}\n\nQuesto messaggio è stato inviato da {organisation} con Imprimatur. Se non desidera altri messaggi di {organisation} sui certificati, lo dica qui:\n\n{stop_url}\n"
            ),
        ),
        "rm" => (
            format!("Voss certificat: {title}"),
            format!(
                "Bun di {name}\n\n{organisation} ha emess per Vus il certificat «{title}» (numer {number}).\n\nMettai el sin Vossa pagina. Là chattais Vus tut Voss certificats, era sche Vus n’avais ina giada betg pli questa adressa dad e-mail. Il link vala fin ils {claim_until} e po vegnir duvrà ina giada:\n\n{claim_url}\n\nSut la suandanta adressa po mintga persuna controllar ch’el è autentic e valaivel. Vus al chattais là era sco PDF e sco datoteca signada:\n\n{url}\n\nQuest messadi ha {organisation} tramess cun Imprimatur. Sche Vus na vulais betg pli messadis da {organisation} davart certificats, schai quai qua:\n\n{stop_url}\n"
            ),
        ),
        _ => (
            format!("Your certificate: {title}"),
            format!(
                "Hello {name}\n\n{organisation} has issued the certificate “{title}” to you (number {number}).\n\nPut it on your page. You find all your certificates there, also when you do not have this e-mail address any more. The link can be used once, until {claim_until}:\n\n{claim_url}\n\nAt the following address anybody can check that it is genuine and valid. You find it there as PDF and as signed file, too:\n\n{url}\n\n{organisation} has sent this message with Imprimatur. If you want no more messages of {organisation} about certificates, say so here:\n\n{stop_url}\n"
            ),
        ),
    }
}

/// Subject and text of the mail before a certificate ends, on a day.
pub(super) fn reminder(language: &str, told: &Told<'_>, day: &str) -> (String, String) {
    let Told {
        name,
        organisation,
        title,
        number,
        url,
        stop_url,
        ..
    } = told;
    match language.get(..2).unwrap_or_default() {
        "de" => (
            format!("Ihr Zertifikat läuft ab: {title}"),
            format!(
                "Guten Tag {name}\n\nIhr Zertifikat «{title}» von {organisation} (Nummer {number}) gilt noch bis und mit {day}:\n\n{url}\n\nOb und wie es erneuert wird, sagt Ihnen {organisation}.\n\nDiese Nachricht hat {organisation} mit Imprimatur versandt, einmal vor dem Ablauf dieses Zertifikats. Wünschen Sie keine weiteren Nachrichten von {organisation} über Zertifikate, so sagen Sie es hier:\n\n{stop_url}\n"
            ),
        ),
        "fr" => (
            format!("Votre certificat arrive à échéance : {title}"),
            format!(
                "Bonjour {name},\n\nVotre certificat «{title}» délivré par {organisation} (numéro {number}) est valable jusqu’au {day} inclus :\n\n{url}\n\n{organisation} vous indique s’il peut être renouvelé et comment.\n\nCe message a été envoyé par {organisation} avec Imprimatur, une seule fois avant l’échéance de ce certificat. Si vous ne souhaitez plus de messages de {organisation} au sujet de certificats, dites-le ici :\n\n{stop_url}\n"
            ),
        ),
        "it" => (
            format!("Il Suo certificato sta per scadere: {title}"),
            format!(
                "Buongiorno {name}\n\nIl Suo certificato «{title}» rilasciato da {organisation} (numero {number}) è valido fino al {day} compreso:\n\n{url}\n\n{organisation} Le dirà se e come può essere rinnovato.\n\nQuesto messaggio è stato inviato da {organisation} con Imprimatur, una sola volta prima della scadenza di questo certificato. Se non desidera altri messaggi di {organisation} sui certificati, lo dica qui:\n\n{stop_url}\n"
            ),
        ),
        "rm" => (
            format!("Voss certificat scroda: {title}"),
            format!(
                "Bun di {name}\n\nVoss certificat «{title}» da {organisation} (numer {number}) vala anc fin e cun {day}:\n\n{url}\n\nSch’el vegn renovà e co, di a Vus {organisation}.\n\nQuest messadi ha {organisation} tramess cun Imprimatur, ina giada avant che quest certificat scroda. Sche Vus na vulais betg pli messadis da {organisation} davart certificats, schai quai qua:\n\n{stop_url}\n"
            ),
        ),
        _ => (
            format!("Your certificate ends soon: {title}"),
            format!(
                "Hello {name}\n\nYour certificate “{title}” from {organisation} (number {number}) is valid until and including {day}:\n\n{url}\n\n{organisation} tells you whether and how it can be renewed.\n\n{organisation} has sent this message with Imprimatur, once before this certificate ends. If you want no more messages of {organisation} about certificates, say so here:\n\n{stop_url}\n"
            ),
        ),
    }
}

/// What was asked for, and why it is not so.
pub(super) struct Declined<'a> {
    /// The name.
    pub(super) asked: &'a str,
    /// In words of the organisation.
    pub(super) answer: &'a str,
    /// Where whoever has asked reads it, and may ask again.
    pub(super) page: &'a str,
}

/// Subject and text of the mail that says that somebody is not called otherwise in a certificate.
pub(super) fn declined(
    language: &str,
    told: &Told<'_>,
    declined: &Declined<'_>,
) -> (String, String) {
    let Told {
        name,
        organisation,
        title,
        number,
        stop_url,
        ..
    } = told;
    let Declined {
        asked,
        answer,
        page,
    } = declined;
    match language.get(..2).unwrap_or_default() {
        "de" => (
            format!("Ihr Name bleibt, wie er ist: {title}"),
            format!(
                "Guten Tag {name}\n\nSie haben gebeten, im Zertifikat «{title}» (Nummer {number}) «{asked}» zu heissen. {organisation} hat das nicht angenommen:\n\n{answer}\n\nDas Zertifikat gilt weiter, wie es ist. Sie finden es auf Ihrer Seite:\n\n{page}\n\nDiese Nachricht hat {organisation} mit Imprimatur versandt. Wünschen Sie keine weiteren Nachrichten von {organisation} über Zertifikate, so sagen Sie es hier:\n\n{stop_url}\n"
            ),
        ),
        "fr" => (
            format!("Votre nom reste tel quel : {title}"),
            format!(
                "Bonjour {name},\n\nVous avez demandé à être nommé(e) «{asked}» dans le certificat «{title}» (numéro {number}). {organisation} n’a pas accepté :\n\n{answer}\n\nLe certificat reste valable tel quel. Vous le trouvez sur votre page :\n\n{page}\n\nCe message a été envoyé par {organisation} avec Imprimatur. Si vous ne souhaitez plus de messages de {organisation} au sujet de certificats, dites-le ici :\n\n{stop_url}\n"
            ),
        ),
        "it" => (
            format!("Il Suo nome resta com’è: {title}"),
            format!(
                "Buongiorno {name},\n\nHa chiesto di chiamarsi «{asked}» nel certificato «{title}» (numero {number}). {organisation} non ha accettato:\n\n{answer}\n\nIl certificato resta valido com’è. Lo trova sulla Sua pagina:\n\n{page}\n\nQuesto messaggio è stato inviato da {organisation} con Imprimatur. Se non desidera altri messaggi di {organisation} sui certificati, lo dica qui:\n\n{stop_url}\n"
            ),
        ),
        "rm" => (
            format!("Voss num resta sco ch’el è: {title}"),
            format!(
                "Bun di {name}\n\nVus avais dumandà d’avair num «{asked}» en il certificat «{title}» (numer {number}). {organisation} n’ha betg acceptà quai:\n\n{answer}\n\nIl certificat resta valaivel sco ch’el è. Vus al chattais sin Vossa pagina:\n\n{page}\n\nQuest messadi ha {organisation} tramess cun Imprimatur. Sche Vus na giavischais nagins ulteriurs messadis da {organisation} davart certificats, schai quai qua:\n\n{stop_url}\n"
            ),
        ),
        _ => (
            format!("Your name stays as it is: {title}"),
            format!(
                "Dear {name},\n\nYou have asked to be called “{asked}” in the certificate “{title}” (number {number}). {organisation} has not accepted that:\n\n{answer}\n\nThe certificate goes on holding as it is. You find it on your page:\n\n{page}\n\nThis message was sent by {organisation} with Imprimatur. If you want no more messages of {organisation} about certificates, say so here:\n\n{stop_url}\n"
            ),
        ),
    }
}
