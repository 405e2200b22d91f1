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
