//! What a token of WorkOS brings. Somebody may do what their token brings and their membership allows: neither alone is enough, for a token
//! outlives what it says by some minutes, and news of a membership comes when it comes.

use imprimatur_protocol::api::access::{Permission, Role};

use super::roles::{Rights, permission_named, role_named};
use crate::workos::Claims;

/// How our permissions begin among those of an environment, which may have others: `imprimatur:publish`.
const OURS: &str = "imprimatur:";

/// What a slug of WorkOS's roles means here: ours by their names, its own default as whoever only looks, and any other nothing.
pub fn role_of_slug(slug: &str) -> Option<Role> {
    match slug {
        "member" => Some(Role::Viewer),
        slug => role_named(slug),
    }
}

/// What a token brings: its permissions where some of them are ours, else what its roles allow; where it names neither, what the system before
/// this one let the person do.
pub(super) fn granted(claims: &Claims, former_role: Option<&str>) -> Rights {
    let permissions = claims.permissions.as_deref().unwrap_or_default();
    let ours: Vec<&str> = permissions
        .iter()
        .filter_map(|slug| slug.strip_prefix(OURS))
        .collect();
    if !ours.is_empty() {
        return ours
            .into_iter()
            .filter_map(permission_named)
            .fold(Rights::NONE, Rights::with);
    }
    if let Some(slugs) = claims.role_slugs() {
        return Rights::of_roles(slugs.into_iter().filter_map(role_of_slug));
    }
    let role = match former_role {
        Some("admin") => Role::Admin,
        Some("user") => Role::Viewer,
        _ => return Rights::NONE,
    };
    // Deprecated: it goes when nobody comes by it any more.
    metrics::counter!("imprimatur_former_roles_used_total").increment(1);
    Rights::of_roles([role])
}

/// What nobody may do in the name of somebody else.
pub(super) fn impersonated(rights: Rights) -> Rights {
    rights
        .without(Permission::Approve)
        .without(Permission::Publish)
        .without(Permission::Issue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(json: serde_json::Value) -> Claims {
        let mut claims = serde_json::json!({ "sub": "user_1", "exp": 1 });
        for (name, value) in json.as_object().unwrap() {
            claims[name] = value.clone();
        }
        serde_json::from_value(claims).unwrap()
    }

    #[test]
    fn permissions_go_before_roles_and_roles_before_what_was() {
        for (said, former, brought) in [
            (
                serde_json::json!({ "role": "approver" }),
                None,
                "view,comment,approve,publish,issue",
            ),
            (
                serde_json::json!({ "role": "viewer", "roles": ["approver", "content_editor"] }),
                None,
                "view,edit_texts,comment,approve,publish,issue",
            ),
            (
                serde_json::json!({ "role": "admin", "roles": [] }),
                None,
                "view,edit_layout,edit_texts,comment,approve,publish,manage,issue",
            ),
            (
                serde_json::json!({ "role": "member" }),
                Some("admin"),
                "view",
            ),
            (
                serde_json::json!({ "role": "org-something" }),
                Some("admin"),
                "",
            ),
            (serde_json::json!({ "role": "Admin" }), None, ""),
            (
                serde_json::json!({ "role": "admin", "permissions": ["imprimatur:view", "imprimatur:fly"] }),
                None,
                "view",
            ),
            (
                serde_json::json!({ "role": "viewer", "permissions": ["widgets:users-table:manage"] }),
                None,
                "view",
            ),
            (
                serde_json::json!({ "role": "admin", "permissions": ["imprimatur:"] }),
                None,
                "",
            ),
            (
                serde_json::json!({}),
                Some("admin"),
                "view,edit_layout,edit_texts,comment,approve,publish,manage,issue",
            ),
            (serde_json::json!({}), Some("user"), "view"),
            (serde_json::json!({}), Some("root"), ""),
            (serde_json::json!({}), None, ""),
        ] {
            let rights = granted(&claims(said.clone()), former);
            assert_eq!(rights.names(), brought, "{said} {former:?}");
        }
    }

    #[test]
    fn nobody_approves_in_the_name_of_another() {
        let rights = impersonated(Rights::of_roles([Role::Admin]));
        assert_eq!(rights.names(), "view,edit_layout,edit_texts,comment,manage");
    }
}
