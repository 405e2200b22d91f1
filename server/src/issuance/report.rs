//! What became of a batch, as a file that people keep: a line for each certificate.

use std::collections::HashMap;

use imprimatur_protocol::api::access::Locale;
use imprimatur_protocol::api::issuance::{CertificateBody, CertificateState, DeliveryState};
use imprimatur_protocol::{BatchId, CertificateId, OrganisationId};

use super::acts::away;
use super::list::{self, Listing};
use super::store::{self, deliveries};
use super::{Issuance, delivery};
use crate::error::Result;
use crate::http::spreadsheet::csv_line;

/// Certificates that are read at once.
const READ_AT_ONCE: u32 = 500;

/// What a report says, in one language.
struct Words {
    columns: [&'static str; 8],
    not_issued: &'static str,
    valid: &'static str,
    not_yet: &'static str,
    expired: &'static str,
    suspended: &'static str,
    revoked: &'static str,
    superseded: &'static str,
    mail_waits: &'static str,
    mail_sent: &'static str,
    mail_failed: &'static str,
    mail_unknown: &'static str,
    mail_bounced: &'static str,
    mail_unsubscribed: &'static str,
}

const DE: Words = Words {
    columns: [
        "Zeile",
        "Nummer",
        "Name",
        "E-Mail",
        "Zustand",
        "Gültig bis",
        "Adresse",
        "Mail",
    ],
    not_issued: "nicht ausgestellt",
    valid: "gültig",
    not_yet: "noch nicht gültig",
    expired: "abgelaufen",
    suspended: "ausgesetzt",
    revoked: "widerrufen",
    superseded: "korrigiert",
    mail_waits: "wartet",
    mail_sent: "gesendet",
    mail_failed: "gescheitert",
    mail_unknown: "ungewiss",
    mail_bounced: "zurückgekommen",
    mail_unsubscribed: "abbestellt",
};

const FR: Words = Words {
    columns: [
        "Ligne",
        "Numéro",
        "Nom",
        "E-mail",
        "État",
        "Valable jusqu’au",
        "Adresse",
        "Message",
    ],
    not_issued: "non délivré",
    valid: "valable",
    not_yet: "pas encore valable",
    expired: "échu",
    suspended: "suspendu",
    revoked: "révoqué",
    superseded: "corrigé",
    mail_waits: "en attente",
    mail_sent: "envoyé",
    mail_failed: "échoué",
    mail_unknown: "incertain",
    mail_bounced: "retourné",
    mail_unsubscribed: "refusé",
};

const IT: Words = Words {
    columns: [
        "Riga",
        "Numero",
        "Nome",
        "E-mail",
        "Stato",
        "Valido fino al",
        "Indirizzo",
        "Messaggio",
    ],
    not_issued: "non rilasciato",
    valid: "valido",
    not_yet: "non ancora valido",
    expired: "scaduto",
    suspended: "sospeso",
    revoked: "revocato",
    superseded: "corretto",
    mail_waits: "in attesa",
    mail_sent: "inviato",
    mail_failed: "fallito",
    mail_unknown: "incerto",
    mail_bounced: "respinta",
    mail_unsubscribed: "disdetta",
};

const RM: Words = Words {
    columns: [
        "Lingia",
        "Numer",
        "Num",
        "E-mail",
        "Stadi",
        "Valaivel fin",
        "Adressa",
        "Mail",
    ],
    not_issued: "betg emess",
    valid: "valaivel",
    not_yet: "anc betg valaivel",
    expired: "scadì",
    suspended: "suspendì",
    revoked: "revocà",
    superseded: "curregì",
    mail_waits: "spetga",
    mail_sent: "tramess",
    mail_failed: "betg reussì",
    mail_unknown: "intschert",
    mail_bounced: "returnà",
    mail_unsubscribed: "disditg",
};

const EN: Words = Words {
    columns: [
        "Row",
        "Number",
        "Name",
        "E-mail",
        "State",
        "Valid until",
        "Address",
        "Mail",
    ],
    not_issued: "not issued",
    valid: "valid",
    not_yet: "not valid yet",
    expired: "expired",
    suspended: "suspended",
    revoked: "revoked",
    superseded: "corrected",
    mail_waits: "waiting",
    mail_sent: "sent",
    mail_failed: "failed",
    mail_unknown: "uncertain",
    mail_bounced: "came back",
    mail_unsubscribed: "not wanted",
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

impl Words {
    const fn state(&self, state: CertificateState) -> &'static str {
        match state {
            CertificateState::Valid => self.valid,
            CertificateState::NotYet => self.not_yet,
            CertificateState::Expired => self.expired,
            CertificateState::Suspended => self.suspended,
            CertificateState::Revoked => self.revoked,
            CertificateState::Superseded => self.superseded,
        }
    }

    const fn mail(&self, state: DeliveryState) -> &'static str {
        match state {
            DeliveryState::Waiting | DeliveryState::Sending => self.mail_waits,
            DeliveryState::Sent => self.mail_sent,
            DeliveryState::Failed => self.mail_failed,
            DeliveryState::Dropped => "",
            DeliveryState::Unknown => self.mail_unknown,
            DeliveryState::Bounced => self.mail_bounced,
            DeliveryState::Unsubscribed => self.mail_unsubscribed,
        }
    }

    fn cells(
        &self,
        number: i64,
        found: Option<&CertificateBody>,
        mail: &'static str,
    ) -> [String; 8] {
        let Some(found) = found else {
            let empty = String::new;
            let number = number.to_string();
            return [
                number,
                empty(),
                empty(),
                empty(),
                self.not_issued.to_owned(),
                empty(),
                empty(),
                empty(),
            ];
        };
        let until = found.valid_until.as_deref().unwrap_or_default();
        [
            number.to_string(),
            found.number.clone(),
            found.recipient_name.clone().unwrap_or_default(),
            found.email.clone().unwrap_or_default(),
            self.state(found.state).to_owned(),
            until.get(..10).unwrap_or_default().to_owned(),
            found.url.clone(),
            mail.to_owned(),
        ]
    }
}

impl Issuance {
    /// The report of a batch, as lines of comma-separated cells. At most as long as a batch is.
    pub(super) async fn report(
        &self,
        organisation: OrganisationId,
        batch: BatchId,
        locale: Locale,
    ) -> Result<String> {
        let words = words(locale);
        // A spreadsheet takes it for UTF-8 only with this.
        let mut text = "\u{feff}".to_owned();
        csv_line(&mut text, words.columns.iter().map(|it| (*it).to_owned()));
        let listing = Listing {
            organisation,
            origin: self.origin(),
            now_ms: self.platform().clock.now_ms(),
        };
        let mut after = 0;
        loop {
            let mut tx = self.platform().db.read().await?;
            let rows = store::placed(&mut tx, organisation, batch, after, READ_AT_ONCE).await?;
            let Some(last) = rows.last() else {
                return Ok(text);
            };
            after = last.number;
            let ids: Vec<CertificateId> = rows.iter().map(|row| row.certificate_id).collect();
            let mails = deliveries::stand(&mut tx, organisation, ids.iter().copied()).await?;
            drop(tx);
            let mails: HashMap<CertificateId, DeliveryState> = mails
                .iter()
                .filter_map(|row| Some((row.certificate_id, delivery::state_named(&row.state)?)))
                .collect();
            let found = list::among(self.registry(), &listing, &ids).await;
            let found: HashMap<CertificateId, CertificateBody> = found
                .map_err(away)?
                .into_iter()
                .map(|one| (one.id, one))
                .collect();
            for row in &rows {
                let mail = mails.get(&row.certificate_id);
                let mail = mail.map_or("", |state| words.mail(*state));
                let cells = words.cells(row.number, found.get(&row.certificate_id), mail);
                csv_line(&mut text, cells.into_iter());
            }
        }
    }
}
