//! Pictures of certificates: drawn when somebody asks first, kept under their hash, and served as they were drawn; drawn again where the file is lost.
//! The PDF holds the credential.

use std::collections::BTreeMap;

use bytes::Bytes;
use imprimatur_credential::{Credential, Secured, pack};
use imprimatur_protocol::{CertificateId, ErrorCode, OrganisationId, VersionId};
use imprimatur_render::RENDERER_VERSION;
use serde::Deserialize;
use time::OffsetDateTime;

use super::acts::away;
use super::genuine::{Recorded, Said, damaged};
use super::list::moment_ms;
use super::{Issuance, published, words};
use crate::error::{Error, Result};
use crate::pictures::{Enclosure, Filled, Format, Shown, page_not_found};
use crate::registry::{Failure, IfThere, RowTable, moment};
use crate::workspace::record;

const FILES: RowTable = RowTable {
    name: "certificate_files",
    columns: &[
        "certificate_id",
        "format",
        "organisation_id",
        "sha256",
        "bytes",
        "renderer",
        "made_at",
    ],
};

record! {
    struct CertificateRow {
        organisation_id: OrganisationId,
        version_id: VersionId,
        title: String,
        language: String,
        number: Option<String>,
        issuer: String,
        credential_hash: String,
        issued_at: String,
        claims: Option<String>,
        credential: Option<Vec<u8>>,
    }
}

record! {
    struct FileRow {
        sha256: String,
        bytes: i64,
    }
}

/// What a certificate was filled in with.
#[derive(Deserialize)]
struct Claims {
    values: BTreeMap<String, String>,
}

/// What of a certificate is to be seen.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// As what.
    pub format: Format,
    /// Which page, from 0; a PDF has all of them.
    pub page: usize,
}

/// Beginnings of what the registry calls pages but the first: they often look alike on every certificate, so each rests alone. A first page that looks like
/// another's, as a cover does, rests once, under its hash: erasing one deletes it for all, and it is drawn anew when somebody asks.
const ALONE: [&str; 2] = ["png-", "svg-"];

/// Of which certificate alone a picture is, by what the registry calls it.
pub(super) fn alone(kept_as: &str, certificate: CertificateId) -> Option<CertificateId> {
    let is_alone = ALONE.iter().any(|it| kept_as.starts_with(it));
    is_alone.then_some(certificate)
}

impl Sheet {
    fn alone(self, certificate: CertificateId) -> Option<CertificateId> {
        alone(&self.kept_as(), certificate)
    }

    /// As the registry calls it: `pdf`, `png`, `svg-2`.
    fn kept_as(self) -> String {
        match (self.format, self.page) {
            (Format::Pdf, _) | (_, 0) => self.format.ending().to_owned(),
            (format, page) => format!("{}-{}", format.ending(), page + 1),
        }
    }
}

/// A picture of a certificate.
pub struct Picture {
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// As they were drawn; none: the caller has them.
    pub bytes: Option<Bytes>,
    /// What whoever saves it calls it, without its ending.
    pub name: String,
}

impl Issuance {
    /// A picture of a certificate. None: there is no such certificate, or what it says of a person was erased. `has`: whether the caller has the picture of
    /// a hash.
    ///
    /// # Errors
    /// What is kept of it is not what was issued, the registry or where files rest is away, or too many are being drawn.
    pub async fn picture(
        &self,
        certificate: CertificateId,
        sheet: Sheet,
        has: impl Fn(&str) -> bool,
    ) -> Result<Option<Picture>> {
        let Some(mut row) = self.drawn_from(certificate).await.map_err(away)? else {
            return Ok(None);
        };
        let organisation = row.organisation_id;
        let recorded = Recorded {
            organisation,
            issuer: std::mem::take(&mut row.issuer),
            hash: std::mem::take(&mut row.credential_hash),
            credential: row.credential.take(),
        };
        // First: of what was erased or changed nothing is shown, whatever was drawn before.
        let credential = match self.judge(recorded).await.map_err(away)? {
            Said::Genuine(credential, secured) => (credential, *secured),
            Said::Erased => return Ok(None),
            Said::Damaged(why) => return Err(damaged(&why)),
        };
        let name = format!("{} {}", row.title, row.number.clone().unwrap_or_default());
        let kept = self
            .kept(organisation, certificate, sheet)
            .await
            .map_err(away)?;
        if let Some(kept) = &kept {
            if has(&kept.sha256) {
                let sha256 = kept.sha256.clone();
                return Ok(Some(Picture {
                    sha256,
                    bytes: None,
                    name,
                }));
            }
            let bytes = self
                .0
                .assets
                .kept(
                    organisation,
                    sheet.alone(certificate),
                    &kept.sha256,
                    kept.bytes,
                )
                .await?;
            if let Some(bytes) = bytes {
                let sha256 = kept.sha256.clone();
                return Ok(Some(Picture {
                    sha256,
                    bytes: Some(bytes),
                    name,
                }));
            }
        }
        let bytes = match self.draw(certificate, row, credential, sheet).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(None),
            // What it was filled with may just have been erased.
            Err(cause) if cause.code() == ErrorCode::CertificateDamaged => {
                let now = self.drawn_from(certificate).await.map_err(away)?;
                return match now.is_some_and(|row| row.claims.is_some()) {
                    true => Err(cause),
                    false => Ok(None),
                };
            }
            Err(cause) => return Err(cause),
        };
        let sha256 = self.0.assets.hash(bytes.clone()).await?;
        let noted = self.note_file(
            organisation,
            certificate,
            sheet,
            (&sha256, bytes.len()),
            kept.is_some(),
        );
        // Noted first: what is kept of a person is found when it is to be erased.
        match noted.await {
            Ok(true) => {
                self.0
                    .assets
                    .keep(
                        organisation,
                        sheet.alone(certificate),
                        &sha256,
                        bytes.clone(),
                    )
                    .await?;
            }
            // It was erased meanwhile, or somebody else has drawn it with another renderer.
            Ok(false) => {}
            // It was drawn all the same.
            Err(failure) => {
                tracing::warn!(certificate.id = %certificate, error.cause = %failure, "a picture of {certificate} could not be noted: {failure}");
            }
        }
        Ok(Some(Picture {
            sha256,
            bytes: Some(bytes),
            name,
        }))
    }

    /// How many pages certificates of a version have.
    ///
    /// # Errors
    /// The registry is away, or has no such version.
    pub async fn pages(
        &self,
        organisation: OrganisationId,
        version: VersionId,
    ) -> std::result::Result<usize, Failure> {
        let layouts = &self.0.layouts;
        let layout = layouts.of(self.registry(), organisation, version).await?;
        let missing = || Failure::row("the version of a certificate is not there");
        Ok(layout.ok_or_else(missing)?.pages.len())
    }

    async fn kept(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
        sheet: Sheet,
    ) -> std::result::Result<Option<FileRow>, Failure> {
        let kept: Vec<FileRow> = self
            .registry()
            .fetch_all(
                "SELECT sha256, bytes FROM certificate_files WHERE organisation_id = ? AND certificate_id = ? AND format = ?",
                &[
                    organisation.to_string().into(),
                    certificate.to_string().into(),
                    sheet.kept_as().into(),
                ],
            )
            .await?;
        Ok(kept.into_iter().next())
    }

    /// Notes what was drawn; where what was drawn before is gone, in its place. Whether that is what stands there now.
    async fn note_file(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
        sheet: Sheet,
        (sha256, length): (&str, usize),
        is_there: bool,
    ) -> std::result::Result<bool, Failure> {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let now = moment(self.platform().clock.now_ms());
        if is_there {
            self.registry()
                .change(
                    "UPDATE certificate_files SET sha256 = ?, bytes = ?, renderer = ?, made_at = ?
                     WHERE organisation_id = ? AND certificate_id = ? AND format = ?",
                    &[
                        sha256.into(),
                        length.into(),
                        i64::from(RENDERER_VERSION).into(),
                        now.into(),
                        organisation.to_string().into(),
                        certificate.to_string().into(),
                        sheet.kept_as().into(),
                    ],
                )
                .await?;
        } else {
            self.note_new_file(organisation, certificate, sheet, (sha256, length), now)
                .await?;
        }
        let stands = self.kept(organisation, certificate, sheet).await?;
        Ok(stands.is_some_and(|it| it.sha256 == sha256))
    }

    async fn note_new_file(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
        sheet: Sheet,
        (sha256, length): (&str, i64),
        now: String,
    ) -> std::result::Result<(), Failure> {
        let file = vec![
            certificate.to_string().into(),
            sheet.kept_as().into(),
            organisation.to_string().into(),
            sha256.into(),
            length.into(),
            i64::from(RENDERER_VERSION).into(),
            now.into(),
        ];
        self.registry().insert(&FILES, &[file], IfThere::Keep).await
    }

    async fn drawn_from(
        &self,
        certificate: CertificateId,
    ) -> std::result::Result<Option<CertificateRow>, Failure> {
        // Asks for no organisation: whoever asks has none, and only knows the id.
        let rows: Vec<CertificateRow> = self
            .registry()
            .fetch_all(
                "SELECT c.organisation_id, v.id AS version_id, t.name AS title, c.language, c.number, c.issuer, c.credential_hash, CAST(c.issued_at AS CHAR) AS issued_at,
                        CAST(s.claims AS CHAR) AS claims, s.credential
                 FROM issued_certificates c
                 JOIN template_versions v ON v.organisation_id = c.organisation_id AND v.id = c.template_version_id
                 JOIN certificate_templates t ON t.organisation_id = v.organisation_id AND t.id = v.template_id
                 JOIN certificate_subjects s ON s.organisation_id = c.organisation_id AND s.certificate_id = c.id
                 WHERE c.id = ?",
                &[certificate.to_string().into()],
            )
            .await?;
        Ok(rows.into_iter().next())
    }

    async fn draw(
        &self,
        certificate: CertificateId,
        row: CertificateRow,
        (credential, secured): (Vec<u8>, Secured<Credential>),
        sheet: Sheet,
    ) -> Result<Option<Bytes>> {
        let Some(claims) = row.claims else {
            return Ok(None);
        };
        let claims: Claims = serde_json::from_str(&claims)
            .map_err(|cause| Error::internal("reading a certificate").caused_by(cause))?;
        let layouts = &self.0.layouts;
        let layout = layouts
            .of(self.registry(), row.organisation_id, row.version_id)
            .await;
        let layout = layout.map_err(away)?;
        let layout =
            layout.ok_or_else(|| Error::internal("the version of a certificate is not there"))?;
        if sheet.page >= layout.pages.len() {
            return Err(page_not_found());
        }
        let (registry, assets) = (self.registry(), &self.0.assets);
        let images = published::images(registry, assets, row.organisation_id, row.version_id);
        let mut images = images.await?;
        let of = (row.organisation_id, certificate);
        let (from, said) = ((&*layout, row.version_id), &secured.document);
        images.extend(self.drawn_with(of, from, &claims.values, said).await?);
        let shown = Shown {
            images: Some(images),
            format: sheet.format,
            page: match sheet.format {
                Format::Pdf => None,
                Format::Png | Format::Svg => Some(sheet.page),
            },
            filled: Some(Filled {
                values: claims.values,
                verification: format!("{}/v/{certificate}", self.origin()),
                packed: pack(&credential).ok(),
                credential: Some(Enclosure {
                    name: "credential.json".to_owned(),
                    description: words::credential(&row.language).to_owned(),
                    bytes: credential,
                    made: made(moment_ms(&row.issued_at).unwrap_or(0)),
                }),
            }),
            language: row.language,
            title: row.title,
        };
        let pictures = &self.0.pictures;
        let drawn = pictures.of_layout(row.organisation_id, (*layout).clone(), shown);
        drawn.await.map(Some)
    }
}

/// Year, month, day, hour, minute and second of a moment, in UTC.
fn made(ms: i64) -> [u16; 6] {
    let at = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000));
    let at = at.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    [
        u16::try_from(at.year()).unwrap_or(1970),
        u8::from(at.month()).into(),
        at.day().into(),
        at.hour().into(),
        at.minute().into(),
        at.second().into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_its_parts() {
        assert_eq!(made(1_763_804_096_007), [2025, 11, 22, 9, 34, 56]);
    }
}
