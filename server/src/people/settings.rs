//! What an organisation has settled for itself: its language, its colours, who is billed, how long what it issues is kept. The truth is here; the
//! registry has a copy.

use axum::extract::State;
use imprimatur_protocol::api::admin::{BillingBody, BrandBody, SettingsBody};
use imprimatur_protocol::{ErrorBody, ErrorCode, OrganisationId};

use serde_json::json;

use super::copies;
use super::inbox::People;
use super::store::{self, SettingsRow};
use crate::access::locales::{Locale, locale_name, locale_named};
use crate::access::{Manager, Viewer};
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::http::extract::Json;
use crate::workspace::Tx;

/// Letters of an address, and of a reference on bills.
const LETTERS_MOST: usize = 320;

/// Colours of a brand: more are no choice any more.
const BRAND_COLORS_MOST: usize = 40;

/// Families of a brand: as many as there are in the house, and some that were.
const BRAND_FONTS_MOST: usize = 40;

/// UTF-16 units of a family, as in layouts.
const FAMILY_UNITS_MOST: usize = 100;

/// Images that show a logo: upright and broad, dark and light, in each language.
const LOGO_ASSETS_MOST: usize = 20;

/// Room around a logo: a hand's breadth.
const CLEAR_MM_MOST: f64 = 100.0;

/// A century: whoever means longer means for ever.
const RETENTION_DAYS_MOST: i64 = 36_525;

/// What the organisation has settled
#[utoipa::path(get, path = "/api/settings", tag = "people", responses(
    (status = 200, body = SettingsBody),
    (status = 401, body = ErrorBody),
))]
pub(super) async fn read(
    State(people): State<People>,
    viewer: Viewer,
) -> Result<axum::Json<SettingsBody>> {
    let mut tx = people.platform.db.read().await?;
    let row = store::settings(&mut tx, viewer.organisation()).await?;
    let mut body = row.map_or_else(unsettled, body_of);
    // Who pays is the business of those who manage.
    if !viewer
        .caller()
        .may(crate::access::roles::Permission::Manage)
    {
        body.billing = BillingBody::default();
    }
    Ok(axum::Json(body))
}

/// Settles all of it anew
#[utoipa::path(put, path = "/api/settings", tag = "people", request_body = SettingsBody, responses(
    (status = 200, body = SettingsBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 422, description = "`settings_invalid`", body = ErrorBody),
))]
pub(super) async fn write(
    State(people): State<People>,
    manager: Manager,
    Json(body): Json<SettingsBody>,
) -> Result<axum::Json<SettingsBody>> {
    check(&body)?;
    let now_ms = people.platform.clock.now_ms();
    let organisation = manager.organisation();
    let row = SettingsRow {
        brand: json_of(&body.brand)?,
        billing: json_of(&body.billing)?,
        default_language: locale_name(body.default_language).to_owned(),
        retention_days: body.retention_days,
    };
    let mut tx = people.platform.db.begin().await?;
    store::settle(&mut tx, organisation, &row, now_ms).await?;
    let details =
        json!({ "default_language": row.default_language, "retention_days": row.retention_days });
    let done = manager
        .caller()
        .does(EventKind::SettingsChanged, None, details);
    events::record(&mut tx, &people.platform.clock, &done).await?;
    // Known by WorkOS's id in the registry; without one there is no copy.
    if let Some(id) = store::workos_organisation(&mut tx, organisation).await? {
        store::want(&mut tx, copies::SETTINGS, &id, Some(&id), now_ms).await?;
    }
    tx.commit().await?;
    people.sync_wake.wake();
    Ok(axum::Json(body))
}

/// How an organisation looks.
///
/// # Errors
/// The database failed.
pub async fn brand(tx: &mut Tx, organisation: OrganisationId) -> Result<BrandBody> {
    let row = store::settings(tx, organisation).await?;
    Ok(row.map_or_else(BrandBody::default, |row| body_of(row).brand))
}

fn unsettled() -> SettingsBody {
    SettingsBody {
        default_language: Locale::De,
        retention_days: None,
        brand: BrandBody::default(),
        billing: BillingBody::default(),
    }
}

fn body_of(row: SettingsRow) -> SettingsBody {
    SettingsBody {
        default_language: locale_named(&row.default_language).unwrap_or(Locale::De),
        retention_days: row.retention_days,
        brand: serde_json::from_str(&row.brand).unwrap_or_default(),
        billing: serde_json::from_str(&row.billing).unwrap_or_default(),
    }
}

fn json_of(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|cause| Error::internal("writing settings").caused_by(cause))
}

fn check_brand(brand: &BrandBody) -> Result<()> {
    let wrong = |what: String| Err(Error::unprocessable(ErrorCode::SettingsInvalid, what));
    let colors = brand.colors.iter();
    for color in colors.chain(&brand.primary).chain(&brand.accent) {
        let digits = color.strip_prefix('#').unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return wrong("A colour is written as #1E7A5A.".to_owned());
        }
    }
    if brand.colors.len() > BRAND_COLORS_MOST {
        return wrong(format!("A brand has at most {BRAND_COLORS_MOST} colours."));
    }
    let is_odd = |family: &String| {
        let units = family.encode_utf16().count();
        units == 0 || units > FAMILY_UNITS_MOST || family.chars().any(char::is_control)
    };
    if brand.fonts.len() > BRAND_FONTS_MOST || brand.fonts.iter().any(is_odd) {
        return wrong(format!(
            "A brand has at most {BRAND_FONTS_MOST} families, each by its name."
        ));
    }
    if let Some(logo) = &brand.logo {
        if logo.assets.is_empty() || logo.assets.len() > LOGO_ASSETS_MOST {
            return wrong(format!("A logo is 1 to {LOGO_ASSETS_MOST} images."));
        }
        if !(0.0..=CLEAR_MM_MOST).contains(&logo.clear_mm) {
            return wrong(format!(
                "The room around a logo is 0 to {CLEAR_MM_MOST} millimetres."
            ));
        }
    }
    let mut locked = brand.locked.clone();
    locked.sort_by_key(|it| it.as_str());
    locked.dedup();
    if locked.len() != brand.locked.len() {
        return wrong("What is to be locked is named once.".to_owned());
    }
    Ok(())
}

fn check(body: &SettingsBody) -> Result<()> {
    let wrong = |what: &str| {
        Err(Error::unprocessable(
            ErrorCode::SettingsInvalid,
            what.to_owned(),
        ))
    };
    check_brand(&body.brand)?;
    if body
        .retention_days
        .is_some_and(|days| !(1..=RETENTION_DAYS_MOST).contains(&days))
    {
        return wrong("What is issued is kept for 1 to 36525 days, or for ever.");
    }
    if let Some(email) = &body.billing.email {
        let is_one = email.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty()
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
        });
        if !is_one || email.chars().count() > LETTERS_MOST || email.chars().any(char::is_whitespace)
        {
            return wrong("Bills go to an e-mail address.");
        }
    }
    if let Some(reference) = &body.billing.reference
        && (reference.chars().count() > LETTERS_MOST || reference.chars().any(char::is_control))
    {
        return wrong("A reference on bills has at most 320 letters, on one line.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use imprimatur_protocol::api::admin::{BrandLogoBody, Lockable};

    use super::*;

    fn changed(change: impl FnOnce(&mut SettingsBody)) -> Result<()> {
        let mut body = unsettled();
        change(&mut body);
        check(&body)
    }

    #[test]
    fn what_means_nothing_is_refused() {
        assert!(check(&unsettled()).is_ok());
        assert!(changed(|it| it.brand.primary = Some("#1E7A5a".to_owned())).is_ok());
        for color in ["1E7A5A", "#1E7A5", "#1E7A5G", "red", ""] {
            assert!(
                changed(|it| it.brand.accent = Some(color.to_owned())).is_err(),
                "{color}"
            );
        }
        let logo = |assets: usize, clear_mm: f64| BrandLogoBody {
            assets: vec!["ast_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b".parse().unwrap(); assets],
            clear_mm,
        };
        for (logo, is_good) in [
            (logo(1, 5.0), true),
            (logo(1, 0.0), true),
            (logo(0, 5.0), false),
            (logo(21, 5.0), false),
            (logo(1, -0.1), false),
            (logo(1, 100.1), false),
            (logo(1, f64::NAN), false),
        ] {
            let said = format!("{logo:?}");
            assert_eq!(
                changed(|it| it.brand.logo = Some(logo)).is_ok(),
                is_good,
                "{said}"
            );
        }
        let named = |family: &str| vec![family.to_owned()];
        assert!(changed(|it| it.brand.fonts = named("EB Garamond")).is_ok());
        assert!(changed(|it| it.brand.fonts = named("")).is_err());
        assert!(changed(|it| it.brand.fonts = named("a\nb")).is_err());
        assert!(changed(|it| it.brand.colors = vec!["#000000".to_owned(); 41]).is_err());
        assert!(changed(|it| it.brand.colors = named("green")).is_err());
        assert!(changed(|it| it.brand.locked = vec![Lockable::Logo, Lockable::Seal]).is_ok());
        assert!(changed(|it| it.brand.locked = vec![Lockable::Logo; 2]).is_err());
        for (days, is_good) in [
            (1, true),
            (36_525, true),
            (0, false),
            (-1, false),
            (36_526, false),
        ] {
            assert_eq!(
                changed(|it| it.retention_days = Some(days)).is_ok(),
                is_good,
                "{days}"
            );
        }
        for (email, is_good) in [
            ("a@b.ch", true),
            ("a@b", false),
            ("@b.ch", false),
            ("a b@c.ch", false),
            ("a@.ch", false),
        ] {
            assert_eq!(
                changed(|it| it.billing.email = Some(email.to_owned())).is_ok(),
                is_good,
                "{email}"
            );
        }
        assert!(changed(|it| it.billing.reference = Some("two\nlines".to_owned())).is_err());
    }
}
