//! Which role allows what: the one table of it. Pure.

pub use imprimatur_protocol::api::access::{Permission, Role};

/// Every role.
pub const ROLES: [Role; 5] = [
    Role::Admin,
    Role::Designer,
    Role::ContentEditor,
    Role::Approver,
    Role::Viewer,
];

/// Every permission.
pub const PERMISSIONS: [Permission; 7] = [
    Permission::View,
    Permission::EditLayout,
    Permission::EditTexts,
    Permission::Comment,
    Permission::Approve,
    Permission::Publish,
    Permission::Manage,
];

/// Whether a role allows something.
pub const fn allows(role: Role, permission: Permission) -> bool {
    use Role::{Admin, Approver, ContentEditor, Designer, Viewer};
    match permission {
        Permission::View => true,
        Permission::EditLayout => matches!(role, Admin | Designer),
        Permission::EditTexts => matches!(role, Admin | Designer | ContentEditor),
        Permission::Comment => !matches!(role, Viewer),
        Permission::Approve | Permission::Publish => matches!(role, Admin | Approver),
        Permission::Manage => matches!(role, Admin),
    }
}

/// Everything that a role allows.
pub fn permissions(role: Role) -> Vec<Permission> {
    PERMISSIONS
        .into_iter()
        .filter(|permission| allows(role, *permission))
        .collect()
}

/// A role as the database holds it, and as it is written everywhere else.
pub const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Admin => "admin",
        Role::Designer => "designer",
        Role::ContentEditor => "content_editor",
        Role::Approver => "approver",
        Role::Viewer => "viewer",
    }
}

/// The role of that name.
pub fn role_named(name: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| role_name(*role) == name)
}

/// A permission as it is written everywhere.
pub const fn permission_name(permission: Permission) -> &'static str {
    match permission {
        Permission::View => "view",
        Permission::EditLayout => "edit_layout",
        Permission::EditTexts => "edit_texts",
        Permission::Comment => "comment",
        Permission::Approve => "approve",
        Permission::Publish => "publish",
        Permission::Manage => "manage",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands() {
        #[rustfmt::skip]
        let table = [
            //                 view  layout texts comment approve publish manage
            (Role::Admin,         [1,    1,     1,    1,      1,      1,      1]),
            (Role::Designer,      [1,    1,     1,    1,      0,      0,      0]),
            (Role::ContentEditor, [1,    0,     1,    1,      0,      0,      0]),
            (Role::Approver,      [1,    0,     0,    1,      1,      1,      0]),
            (Role::Viewer,        [1,    0,     0,    0,      0,      0,      0]),
        ];
        assert_eq!(table.map(|(role, _)| role), ROLES);
        for (role, row) in table {
            for (permission, allowed) in PERMISSIONS.into_iter().zip(row) {
                assert_eq!(
                    allows(role, permission),
                    allowed == 1,
                    "{role:?} {permission:?}"
                );
            }
        }
    }

    #[test]
    fn names_are_those_of_the_wire() {
        for role in ROLES {
            assert_eq!(serde_json::to_value(role).unwrap(), role_name(role));
            assert_eq!(role_named(role_name(role)), Some(role));
        }
        for permission in PERMISSIONS {
            assert_eq!(
                serde_json::to_value(permission).unwrap(),
                permission_name(permission)
            );
        }
    }
}
