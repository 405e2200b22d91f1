//! The gate: what stands against a layout, weighed by the rules of the organisation.
//!
//! What is found is kept under the hash of the content and of the brand that it was looked at with: the live draft, and a version that holds
//! the same, are examined once. What it weighs, and discussions, are looked at anew each time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use imprimatur_protocol::api::admin::BrandBody;
use imprimatur_protocol::api::reviews::{
    FindingBody, GateBody, GateCode, ReviewRulesBody, Severity,
};
use imprimatur_protocol::{DraftId, OrganisationId, VersionId};
use imprimatur_render::gate::{Brand, Check, FINDINGS_MAX, Finding, Logo};

use super::{Reviews, rules, store};
use crate::error::{Error, Result};
use crate::{comments, people, versions};

/// Layouts whose findings are kept: at their bounds some 100 KB each.
const KEPT: usize = 100;

/// Findings that are kept; the one found longest ago goes first. Guards never cross an `.await`.
#[derive(Default)]
pub(super) struct Gates(Mutex<VecDeque<(String, Arc<Vec<Finding>>)>>);

impl Gates {
    fn get(&self, key: &str) -> Option<Arc<Vec<Finding>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(it, _)| it == key)?;
        Some(Arc::clone(&found.1))
    }

    fn put(&self, key: String, findings: Arc<Vec<Finding>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(it, _)| *it != key);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((key, findings));
    }
}

impl Reviews {
    /// What stands against a version, or against the live draft as it is saved.
    ///
    /// # Errors
    /// There is no such draft or version, or too much is being drawn at the moment.
    pub async fn gate(
        &self,
        organisation: OrganisationId,
        draft: DraftId,
        version: Option<VersionId>,
    ) -> Result<GateBody> {
        let mut tx = self.platform().db.read().await?;
        if store::head(&mut tx, organisation, draft).await?.is_none() {
            return Err(Error::not_found("draft"));
        }
        let brand = people::brand(&mut tx, organisation).await?;
        let blocking = comments::open_blocking(&mut tx, organisation, draft).await?;
        let settled = store::rules(&mut tx, organisation).await?;
        let version = match version {
            Some(version) => {
                let found = versions::find(&mut tx, organisation, version).await?;
                let found = found.filter(|it| it.draft_id == draft);
                Some(found.ok_or_else(|| Error::not_found("version"))?)
            }
            None => None,
        };
        drop(tx);
        let hash = match &version {
            Some(version) => version.hash.clone(),
            None => {
                let now = self.0.versions.current_hash(organisation, draft).await?;
                now.hash
            }
        };
        let findings = self
            .findings(organisation, draft, version.map(|it| it.id), &hash, &brand)
            .await?;
        let rules = settled.unwrap_or_else(rules::unsettled);
        Ok(weighed(&findings, blocking, &rules))
    }

    async fn findings(
        &self,
        organisation: OrganisationId,
        draft: DraftId,
        version: Option<VersionId>,
        hash: &str,
        brand: &BrandBody,
    ) -> Result<Arc<Vec<Finding>>> {
        let brand_text = serde_json::to_string(brand)
            .map_err(|cause| Error::internal("writing a brand").caused_by(cause))?;
        let key = |hash: &str| format!("{organisation} {hash} {brand_text}");
        if let Some(known) = self.0.gates.get(&key(hash)) {
            return Ok(known);
        }
        let (layout, hash) = match version {
            Some(version) => {
                let mut tx = self.platform().db.read().await?;
                let frozen = versions::load(&mut tx, organisation, version).await?;
                drop(tx);
                let content = frozen.ok_or_else(|| Error::not_found("version"))?.content;
                (content.layout().clone(), content.hash().to_owned())
            }
            None => {
                // Edits may have come in between: it is kept under what was looked at.
                let content = self.0.versions.prepare(organisation, draft).await?.content;
                (content.layout().clone(), content.hash().to_owned())
            }
        };
        let found = self
            .0
            .pictures
            .examine(organisation, layout, brand_of(brand))
            .await?;
        let found = Arc::new(found);
        self.0.gates.put(key(&hash), Arc::clone(&found));
        Ok(found)
    }
}

/// The brand as the checks know it.
fn brand_of(body: &BrandBody) -> Brand {
    let color = |text: &String| {
        let number = u32::from_str_radix(text.strip_prefix('#')?, 16).ok()?;
        let [_, r, g, b] = number.to_be_bytes();
        Some([r, g, b])
    };
    // The two main colours alone say how the organisation looks, not that nothing else may.
    let all = body
        .colors
        .iter()
        .chain(&body.primary)
        .chain(&body.accent)
        .filter_map(color);
    Brand {
        colors: match body.colors.is_empty() {
            true => Vec::new(),
            false => all.collect(),
        },
        fonts: body.fonts.clone(),
        logo: body.logo.as_ref().map(|logo| Logo {
            assets: logo.assets.iter().map(ToString::to_string).collect(),
            clear: logo.clear_mm,
        }),
        locked: body
            .locked
            .iter()
            .map(|it| it.as_str().to_owned())
            .collect(),
    }
}

/// Findings with what they weigh: what forbids it first.
fn weighed(findings: &[Finding], blocking: i64, rules: &ReviewRulesBody) -> GateBody {
    let mut told: Vec<FindingBody> = findings
        .iter()
        .map(|finding| {
            let code = code_of(finding.check);
            FindingBody {
                code,
                severity: rules::severity(rules, code),
                element: finding.element.clone(),
                page: finding.page.clone(),
                language: finding.language.clone(),
                about: finding.about.clone(),
                measured: finding.measured,
                wanted: finding.wanted,
            }
        })
        .chain(threads(blocking, rules))
        .filter(|it| it.severity != Severity::Off)
        .collect();
    // Stable: the order within stays.
    told.sort_by_key(|it| it.severity);
    GateBody {
        // What was found beyond the bound may forbid it.
        is_open: findings.len() < FINDINGS_MAX
            && told.iter().all(|it| it.severity != Severity::Error),
        findings: told,
        is_cut: findings.len() >= FINDINGS_MAX,
    }
}

/// Open discussions that forbid it, if there are some.
fn threads(blocking: i64, rules: &ReviewRulesBody) -> Option<FindingBody> {
    let count = u32::try_from(blocking).ok().filter(|count| *count > 0)?;
    let code = GateCode::ThreadsBlocking;
    Some(FindingBody {
        code,
        severity: rules::severity(rules, code),
        element: None,
        page: None,
        language: None,
        about: String::new(),
        measured: Some(count.into()),
        wanted: Some(0.0),
    })
}

const fn code_of(check: Check) -> GateCode {
    match check {
        Check::TranslationMissing => GateCode::TranslationMissing,
        Check::TextOverflows => GateCode::TextOverflows,
        Check::TextOverflowsLongest => GateCode::TextOverflowsLongest,
        Check::TextTooLong => GateCode::TextTooLong,
        Check::ContrastLow => GateCode::ContrastLow,
        Check::AltMissing => GateCode::AltMissing,
        Check::ImageLowResolution => GateCode::ImageLowResolution,
        Check::ImageMissing => GateCode::ImageMissing,
        Check::OffPage => GateCode::OffPage,
        Check::GlyphMissing => GateCode::GlyphMissing,
        Check::FontUnknown => GateCode::FontUnknown,
        Check::FieldUndeclared => GateCode::FieldUndeclared,
        Check::FieldUnused => GateCode::FieldUnused,
        Check::BrandColor => GateCode::BrandColor,
        Check::BrandFont => GateCode::BrandFont,
        Check::BrandLogoMissing => GateCode::BrandLogoMissing,
        Check::BrandLogoSpace => GateCode::BrandLogoSpace,
        Check::BrandUnlocked => GateCode::BrandUnlocked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(check: Check, element: &str) -> Finding {
        Finding {
            check,
            element: Some(element.to_owned()),
            page: None,
            language: None,
            about: String::new(),
            measured: None,
            wanted: None,
        }
    }

    #[test]
    fn what_is_found_weighs_what_the_organisation_says() {
        let findings = [
            finding(Check::AltMissing, "a"),
            finding(Check::TextOverflows, "b"),
            finding(Check::ContrastLow, "c"),
        ];
        let mut rules = rules::unsettled();
        let told = |rules: &ReviewRulesBody| {
            let gate = weighed(&findings, 0, rules);
            let ids = gate.findings.iter().filter_map(|it| it.element.clone());
            (gate.is_open, ids.collect::<String>())
        };
        assert_eq!(told(&rules), (false, "bac".to_owned()));
        rules
            .severities
            .insert(GateCode::TextOverflows, Severity::Warning);
        assert_eq!(told(&rules), (true, "abc".to_owned()));
        rules
            .severities
            .insert(GateCode::TextOverflows, Severity::Off);
        rules
            .severities
            .insert(GateCode::ContrastLow, Severity::Error);
        assert_eq!(told(&rules), (false, "ca".to_owned()));
    }

    #[test]
    fn open_discussions_forbid_it_as_long_as_they_weigh_so() {
        let mut rules = rules::unsettled();
        assert!(weighed(&[], 0, &rules).findings.is_empty());
        let gate = weighed(&[], 2, &rules);
        assert!(!gate.is_open);
        assert_eq!(gate.findings[0].code, GateCode::ThreadsBlocking);
        assert_eq!(gate.findings[0].measured, Some(2.0));
        rules
            .severities
            .insert(GateCode::ThreadsBlocking, Severity::Off);
        assert!(weighed(&[], 2, &rules).is_open);
    }

    #[test]
    fn what_was_found_longest_ago_goes_first() {
        let gates = Gates::default();
        for number in 0..=KEPT {
            gates.put(number.to_string(), Arc::default());
        }
        assert!(gates.get("0").is_none());
        assert!(gates.get("1").is_some() && gates.get(&KEPT.to_string()).is_some());
    }

    #[test]
    fn two_colours_say_how_one_looks_and_a_list_what_one_may() {
        let mut body = BrandBody {
            primary: Some("#1E7A5A".to_owned()),
            ..BrandBody::default()
        };
        assert!(brand_of(&body).colors.is_empty());
        body.colors = vec!["#AABBCC".to_owned()];
        assert_eq!(
            brand_of(&body).colors,
            [[0xaa, 0xbb, 0xcc], [0x1e, 0x7a, 0x5a]]
        );
    }
}
