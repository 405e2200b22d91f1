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
    pub(super) url: &'a str,
}

/// Subject and text of the mail to whom a certificate was given.
pub(super) fn mail(language: &str, told: &Told<'_>) -> (String, String) {
    let Told {
        name,
        organisation,
        title,
        number,
        url,
    } = told;
    match language.get(..2).unwrap_or_default() {
        "de" => (
            format!("Ihr Zertifikat: {title}"),
            format!(
                "Guten Tag {name}\n\n{organisation} hat Ihnen das Zertifikat «{title}» ausgestellt (Nummer {number}). Sie finden es hier, als PDF und als signierte Datei:\n\n{url}\n\nUnter dieser Adresse kann jede Person prüfen, dass es echt ist und gilt. Bewahren Sie sie auf.\n\nDiese Nachricht hat {organisation} mit Imprimatur versandt, einmal für dieses Zertifikat.\n"
            ),
        ),
        "fr" => (
            format!("Votre certificat : {title}"),
            format!(
                "Bonjour {name},\n\n{organisation} vous a délivré le certificat «{title}» (numéro {number}). Vous le trouvez ici, en PDF et sous forme de fichier signé :\n\n{url}\n\nÀ cette adresse, chacun peut vérifier qu’il est authentique et valable. Conservez-la.\n\nCe message a été envoyé par {organisation} avec Imprimatur, une seule fois pour ce certificat.\n"
            ),
        ),
        "it" => (
            format!("Il Suo certificato: {title}"),
            format!(
                "Buongiorno {name}\n\n{organisation} Le ha rilasciato il certificato «{title}» (numero {number}). Lo trova qui, in PDF e come file firmato:\n\n{url}\n\nA questo indirizzo chiunque può verificare che è autentico e valido. Lo conservi.\n\nQuesto messaggio è stato inviato da {organisation} con Imprimatur, una sola volta per questo certificato.\n"
            ),
        ),
        "rm" => (
            format!("Voss certificat: {title}"),
            format!(
                "Bun di {name}\n\n{organisation} ha emess per Vus il certificat «{title}» (numer {number}). Vus al chattais qua, sco PDF e sco datoteca signada:\n\n{url}\n\nSut questa adressa po mintga persuna controllar ch’el è autentic e valaivel. Tegnai si ella.\n\nQuest messadi ha {organisation} tramess cun Imprimatur, ina giada per quest certificat.\n"
            ),
        ),
        _ => (
            format!("Your certificate: {title}"),
            format!(
                "Hello {name}\n\n{organisation} has issued the certificate “{title}” to you (number {number}). You find it here, as PDF and as signed file:\n\n{url}\n\nAt this address anybody can check that it is genuine and valid. Keep it.\n\n{organisation} has sent this message with Imprimatur, once for this certificate.\n"
            ),
        ),
    }
}
