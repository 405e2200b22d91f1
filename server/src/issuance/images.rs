//! Images that fields of certificates are filled with: photographs of people. Each is of one certificate.
//!
//! It is uploaded before anybody asks for the certificate, and forgotten a day later unless somebody does. Once it is issued, the registry names its image, and
//! the signed certificate says its hash. Where another certificate takes the place of one, it gets a copy: what is erased of the old one takes nothing from
//! the new one.
//!
//! What is kept of a person is noted before it is stored, and deleted before the note of it is: wherever a node ends, it is found.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use imprimatur_crdt::Layout;
use imprimatur_crdt::layout::FieldKind;
use imprimatur_credential::Credential;
use imprimatur_protocol::api::assets::AssetType;
use imprimatur_protocol::api::issuance::{CertificateImageBody, NewCertificateBody};
use imprimatur_protocol::{
    CertificateId, CertificateImageId, ErrorBody, ErrorCode, OrganisationId, VersionId,
};

use super::Issuance;
use super::acts::away;
use super::credential::field_url;
use super::fill::{Faults, value_place};
use super::genuine::damaged;
use super::store::images;
use crate::access::Issuer;
use crate::assets::{CertificateImage, PublishedImage, served, type_name};
use crate::error::{Error, Kind, Result};
use crate::http::extract::Path;
use crate::platform::Rounds;
use crate::registry::{Failure, Registry, RowTable, Value};
use crate::workspace::record;

/// So long an upload waits to be used.
const KEPT_MS: i64 = 24 * 60 * 60 * 1_000;

/// So much later it is forgotten: the clocks of nodes differ, and somebody may be asking for a certificate with it.
const MARGIN_MS: i64 = 10 * 60 * 1_000;

/// How often it is looked for what is to be forgotten.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Images that are forgotten in one round.
const AT_ONCE: u32 = 50;

/// Copies wait so long: they are made within the request that asks for the certificate.
const COPIED_MS: i64 = 15 * 60 * 1_000;

/// Images of one certificate: whoever looks at it has all of them drawn.
pub(super) const OF_ONE: usize = 4;

/// The images of certificates that are issued.
pub(super) const IMAGES: RowTable = RowTable {
    name: "certificate_images",
    columns: &[
        "id",
        "organisation_id",
        "certificate_id",
        "sha256",
        "kind",
        "bytes",
    ],
};

record! {
    struct IssuedRow {
        id: CertificateImageId,
        sha256: String,
        kind: AssetType,
        bytes: i64,
    }
}

impl From<IssuedRow> for CertificateImage {
    fn from(row: IssuedRow) -> Self {
        Self {
            id: row.id,
            sha256: row.sha256,
            kind: row.kind,
            bytes: row.bytes,
        }
    }
}

/// The row of an image in the registry.
pub(super) fn row_of(
    organisation: OrganisationId,
    certificate: CertificateId,
    image: &CertificateImage,
) -> Vec<Value> {
    vec![
        image.id.to_string().into(),
        organisation.to_string().into(),
        certificate.to_string().into(),
        image.sha256.clone().into(),
        type_name(image.kind).into(),
        image.bytes.into(),
    ]
}

/// What a signed certificate says of an image: its hash, as Subresource Integrity (W3C, section 3.1) writes it.
pub(super) fn digest(image: &CertificateImage) -> Option<String> {
    let hash = hex::decode(&image.sha256).ok()?;
    Some(format!("sha256-{}", STANDARD.encode(hash)))
}

/// The fields of a layout that take images.
pub(super) fn fields(layout: &Layout) -> BTreeSet<&str> {
    let fields = layout.fields.iter();
    let fields = fields.filter(|field| field.kind == FieldKind::Image);
    fields.map(|field| field.key.as_str()).collect()
}

/// The images of a certificate that is issued.
pub(super) async fn of(
    registry: &Registry,
    organisation: OrganisationId,
    certificate: CertificateId,
) -> std::result::Result<Vec<CertificateImage>, Failure> {
    let rows: Vec<IssuedRow> = registry
        .fetch_all(
            "SELECT id, sha256, kind, bytes FROM certificate_images WHERE organisation_id = ? AND certificate_id = ? LIMIT 100",
            &[
                organisation.to_string().into(),
                certificate.to_string().into(),
            ],
        )
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// An image that a certificate is to be filled with.
pub(super) struct Named {
    /// The place of the certificate among those that are asked for.
    pub(super) index: usize,
    key: String,
    pub(super) id: CertificateImageId,
}

impl Named {
    /// There is none, or not for this certificate.
    fn fault(&self, place: fn(usize) -> String, faults: &mut Faults) {
        faults.add(
            value_place(&place(self.index), &self.key),
            "image_unknown",
            "There is no such image any more, or another certificate has it. Upload it anew for each.",
        );
    }
}

/// What is wrong with images that somebody else was quicker to take.
pub(super) fn taken(named: &[Named], place: fn(usize) -> String) -> Error {
    let mut faults = Faults::default();
    for one in named {
        one.fault(place, &mut faults);
    }
    Error::certificate_invalid(faults.0)
}

impl Issuance {
    /// Finds the images that certificates are to be filled with. What the one has whose place the only one takes is copied for that, if nothing is wrong.
    pub(super) async fn images_for(
        &self,
        organisation: OrganisationId,
        layout: &Layout,
        wanted: &mut [NewCertificateBody],
        (predecessor, place): (Option<CertificateId>, fn(usize) -> String),
        faults: &mut Faults,
    ) -> Result<Vec<Named>> {
        let fields = fields(layout);
        let mut named = Vec::new();
        for (index, one) in wanted.iter().enumerate() {
            for (key, value) in &one.values {
                if let (true, Ok(id)) = (fields.contains(key.as_str()), value.parse()) {
                    let key = key.clone();
                    named.push(Named { index, key, id });
                }
            }
        }
        if named.is_empty() {
            return Ok(Vec::new());
        }
        let platform = self.platform();
        let mut tx = platform.db.read().await?;
        let ids: Vec<_> = named.iter().map(|it| it.id).collect();
        let rows = images::among(&mut tx, organisation, &ids).await?;
        drop(tx);
        let now_ms = platform.clock.now_ms();
        let mut free: BTreeSet<CertificateImageId> = BTreeSet::new();
        let mut old: BTreeMap<CertificateImageId, CertificateImage> = BTreeMap::new();
        for row in rows {
            let image = row.image();
            if row.is_free(now_ms) {
                free.insert(image.id);
            } else if predecessor.is_some_and(|it| row.is_of(it)) {
                // It is issued, and not noted here yet.
                old.insert(image.id, image);
            }
        }
        if let Some(predecessor) = predecessor {
            let issued = of(self.registry(), organisation, predecessor).await;
            let issued = issued.map_err(away)?.into_iter();
            old.extend(issued.map(|image| (image.id, image)));
        }
        for one in &named {
            if !free.remove(&one.id) && !old.contains_key(&one.id) {
                one.fault(place, faults);
            }
        }
        if !faults.0.is_empty() {
            return Ok(Vec::new());
        }
        for one in &mut named {
            let (Some(of), Some(image)) = (predecessor, old.get(&one.id)) else {
                continue;
            };
            let copied = self.copied((organisation, of), image, now_ms);
            match copied.await? {
                Some(copy) => {
                    let values = &mut wanted[one.index].values;
                    values.insert(one.key.clone(), copy.to_string());
                    one.id = copy;
                }
                None => one.fault(place, faults),
            }
        }
        Ok(named)
    }

    /// The same image, for another certificate; none where it was deleted.
    async fn copied(
        &self,
        (organisation, of): (OrganisationId, CertificateId),
        image: &CertificateImage,
        now_ms: i64,
    ) -> Result<Option<CertificateImageId>> {
        let platform = self.platform();
        let copy = CertificateImage {
            id: platform.clock.id(),
            ..image.clone()
        };
        let mut tx = platform.db.begin().await?;
        images::insert(&mut tx, organisation, &copy, Some(of), now_ms + COPIED_MS).await?;
        tx.commit().await?;
        let assets = &self.0.assets;
        let is_there = assets.copy_for_certificate(organisation, image, copy.id);
        Ok(is_there.await?.then_some(copy.id))
    }

    /// The images that a certificate is drawn with, by what its values call them: those whose hashes it has signed, and no others.
    pub(super) async fn drawn_with(
        &self,
        (organisation, certificate): (OrganisationId, CertificateId),
        (layout, version): (&Layout, VersionId),
        values: &BTreeMap<String, String>,
        credential: &Credential,
    ) -> Result<BTreeMap<String, PublishedImage>> {
        let mut images = BTreeMap::new();
        let fields = fields(layout);
        let shown = values
            .iter()
            .filter(|(key, _)| fields.contains(key.as_str()));
        let shown: Vec<(&String, &String)> = shown.collect();
        if shown.is_empty() {
            return Ok(images);
        }
        let issued = of(self.registry(), organisation, certificate).await;
        let issued = issued.map_err(away)?;
        for (key, id) in shown {
            let image = issued.iter().find(|it| it.id.to_string() == **id);
            let image = image.ok_or_else(|| damaged(&format!("nothing is known of {id}")))?;
            let field = field_url(version, key);
            let said = &credential.credential_subject.values;
            let said = said.iter().find(|it| it.field.as_str() == field);
            if said.map(|it| it.value.as_str()) != digest(image).as_deref() {
                return Err(damaged(&format!("{id} is not what was signed")));
            }
            let found = self.0.assets.image_of_certificate(organisation, image);
            // Drawn without it, and kept so, it would be wrong for ever.
            let found = found
                .await?
                .ok_or_else(|| damaged(&format!("the file of {id} is missing")))?;
            images.insert(id.clone(), found);
        }
        Ok(images)
    }

    /// Forgets what was uploaded and not used, until the program ends.
    pub(super) async fn forget_images_until_shutdown(&self) {
        let rounds = Rounds {
            of: "images that no certificate has",
            look_every: LOOK_EVERY,
            go_on_after: Duration::ZERO,
            wake: None,
        };
        let round = || self.forget_images();
        self.platform().work(rounds, round).await;
    }

    /// Forgets some of them. Whether there were any.
    async fn forget_images(&self) -> Result<bool> {
        let platform = self.platform();
        let before_ms = platform.clock.now_ms() - MARGIN_MS;
        let mut tx = platform.db.read().await?;
        let unused = images::unused(&mut tx, before_ms, AT_ONCE).await?;
        drop(tx);
        for row in &unused {
            // Whatever is thought here: of what the registry has, it alone decides.
            let issued = self.issued(row.organisation_id, row.id).await;
            if issued.map_err(away)?.is_none() {
                let assets = &self.0.assets;
                assets
                    .forget_of_certificate(row.organisation_id, row.id, &row.sha256)
                    .await?;
            }
            let mut tx = platform.db.begin().await?;
            images::forget(&mut tx, row.organisation_id, row.id).await?;
            tx.commit().await?;
        }
        Ok(!unused.is_empty())
    }

    /// An image of the organisation's certificates, whether they are issued or not.
    async fn image(
        &self,
        organisation: OrganisationId,
        id: CertificateImageId,
    ) -> Result<Option<CertificateImage>> {
        let mut tx = self.platform().db.read().await?;
        let waiting = images::among(&mut tx, organisation, &[id]).await?;
        drop(tx);
        let now_ms = self.platform().clock.now_ms();
        match waiting.first() {
            Some(row) if row.is_there(now_ms) => Ok(Some(row.image())),
            Some(_) => Ok(None),
            None => self.issued(organisation, id).await.map_err(away),
        }
    }

    /// An image of a certificate that is issued.
    async fn issued(
        &self,
        organisation: OrganisationId,
        id: CertificateImageId,
    ) -> std::result::Result<Option<CertificateImage>, Failure> {
        let issued: Vec<IssuedRow> = self
            .registry()
            .fetch_all(
                "SELECT id, sha256, kind, bytes FROM certificate_images WHERE organisation_id = ? AND id = ?",
                &[organisation.to_string().into(), id.to_string().into()],
            )
            .await?;
        Ok(issued.into_iter().next().map(Into::into))
    }
}

/// Uploads an image that a field of one certificate can be filled with
///
/// The body is the file: PNG, JPEG, WebP or SVG, told by its content, and made uniform as `POST /api/assets` does. It is none of the organisation's images: it
/// is of one certificate, is deleted when what that says of a person is erased, and a day after its upload if no certificate was asked for with it.
#[utoipa::path(post, path = "/api/certificate-images", tag = "issuance",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 201, body = CertificateImageBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 409, description = "`certificate_images_full`", body = ErrorBody),
    (status = 413, description = "`asset_too_large`", body = ErrorBody),
    (status = 415, description = "`asset_type_unknown`", body = ErrorBody),
    (status = 422, description = "`asset_unreadable`, `asset_too_many_pixels`, `asset_too_complex`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
    (status = 503, description = "`storage_unavailable`", body = ErrorBody),
))]
pub(super) async fn upload(
    State(issuance): State<Issuance>,
    who: Issuer,
    request: Request,
) -> Result<(StatusCode, axum::Json<CertificateImageBody>)> {
    let organisation = who.organisation();
    let platform = issuance.platform();
    let now_ms = platform.clock.now_ms();
    let limits = &platform.config.limits;
    let (at_most, bytes_most) = (
        limits.certificate_images,
        limits.assets_bytes_per_organisation,
    );
    let mut tx = platform.db.read().await?;
    let held = images::held(&mut tx, organisation, now_ms).await?;
    drop(tx);
    if held.unused >= i64::from(at_most)
        || held.bytes >= i64::try_from(bytes_most).unwrap_or(i64::MAX)
    {
        return Err(Error::new(
            Kind::Conflict,
            ErrorCode::CertificateImagesFull,
            format!(
                "{} images are not used yet, and all that wait for certificates of your organisation have {} bytes; this server allows {at_most} and {bytes_most}. \
                 What is not used is forgotten a day after its upload.",
                held.unused, held.bytes
            ),
        ));
    }
    let assets = &issuance.0.assets;
    let received = assets.receive_for_certificate(organisation, now_ms, request);
    let received = received.await?;
    let id = platform.clock.id();
    let image = received.described(id);
    let ([width, height], warnings) = (received.size(), received.warnings());
    let mut tx = platform.db.begin().await?;
    images::insert(&mut tx, organisation, &image, None, now_ms + KEPT_MS).await?;
    tx.commit().await?;
    let stored = assets.store_for_certificate(organisation, id, received);
    if let Err(cause) = stored.await {
        // It may be there all the same, and is looked for when it is forgotten.
        let mut tx = platform.db.begin().await?;
        images::expire(&mut tx, organisation, id, now_ms).await?;
        tx.commit().await?;
        return Err(cause);
    }
    let body = CertificateImageBody {
        id,
        kind: image.kind,
        width,
        height,
        warnings,
    };
    Ok((StatusCode::CREATED, axum::Json(body)))
}

/// The bytes of an image that a certificate is filled with, or can be
#[utoipa::path(get, path = "/api/certificate-images/{id}", tag = "issuance", params(("id" = CertificateImageId, Path)), responses(
    (status = 200, description = "The image", content(
        (Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/svg+xml"))),
    (status = 404, description = "`not_found`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`, `storage_unavailable`", body = ErrorBody),
))]
pub(super) async fn content(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(id): Path<CertificateImageId>,
) -> Result<Response> {
    let not_found = || Error::not_found("image");
    let organisation = who.organisation();
    let image = issuance.image(organisation, id).await?;
    let image = image.ok_or_else(not_found)?;
    let found = issuance.0.assets.image_of_certificate(organisation, &image);
    let found = found.await?.ok_or_else(not_found)?;
    // Of a person, and to be deleted one day.
    let headers = [(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    )];
    Ok((headers, served(found.kind, "image", found.bytes)).into_response())
}

/// Whether what was given for a field names an image.
pub(super) fn is_id(value: &str) -> bool {
    value.parse::<CertificateImageId>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn a_certificate_says_the_hash_of_an_image_as_web_pages_do() {
        let image = CertificateImage {
            id: Clock::held(1).id(),
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned(),
            kind: AssetType::Png,
            bytes: 3,
        };
        assert_eq!(
            digest(&image).as_deref(),
            Some("sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
        );
        assert!(is_id(&image.id.to_string()));
        assert!(!is_id("ast_0123"));
    }
}
