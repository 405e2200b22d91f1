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
pub const PERMISSIONS: [Permission; 8] = [
    Permission::View,
    Permission::EditLayout,
    Permission::EditTexts,
    Permission::Comment,
    Permission::Approve,
    Permission::Publish,
    Permission::Manage,
    Permission::Issue,
];

/// Whether a role allows something.
pub const fn allows(role: Role, permission: Permission) -> bool {
    use Role::{Admin, Approver, ContentEditor, Designer, Viewer};
    match permission {
        Permission::View => true,
        Permission::EditLayout => matches!(role, Admin | Designer),
        Permission::EditTexts => matches!(role, Admin | Designer | ContentEditor),
        Permission::Comment => !matches!(role, Viewer),
        Permission::Approve | Permission::Publish | Permission::Issue => {
            matches!(role, Admin | Approver)
        }
        Permission::Manage => matches!(role, Admin),
    }
}

/// What somebody may do: a set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights(u8);

impl Rights {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// What these roles allow together.
    pub fn of_roles(roles: impl IntoIterator<Item = Role>) -> Self {
        roles.into_iter().fold(Self::NONE, |rights, role| {
            let allowed = PERMISSIONS.into_iter().filter(|it| allows(role, *it));
            allowed.fold(rights, Self::with)
        })
    }

    /// These and one more.
    #[must_use]
    pub fn with(self, permission: Permission) -> Self {
        Self(self.0 | 1 << permission as u8)
    }

    /// These without one.
    #[must_use]
    pub fn without(self, permission: Permission) -> Self {
        Self(self.0 & !(1 << permission as u8))
    }

    /// What both have.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether this is among them.
    pub fn allow(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
    }

    /// Each of them.
    pub fn list(self) -> Vec<Permission> {
        PERMISSIONS
            .into_iter()
            .filter(|permission| self.allow(*permission))
            .collect()
    }

    /// Their names, separated by commas.
    pub fn names(self) -> String {
        let names: Vec<&str> = self.list().into_iter().map(permission_name).collect();
        names.join(",")
    }

    /// Those of these names, which are separated by commas. Others name nothing.
    pub fn named(names: &str) -> Self {
        names
            .split(',')
            .filter_map(permission_named)
            .fold(Self::NONE, Self::with)
    }
}

/// The permission of that name.
pub fn permission_named(name: &str) -> Option<Permission> {
    PERMISSIONS
        .into_iter()
        .find(|permission| permission_name(*permission) == name)
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
        Permission::Issue => "issue",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands() {
        #[rustfmt::skip]
        let table = [
            //                 view  layout texts comment approve publish manage issue
            (Role::Admin,         [1,    1,     1,    1,      1,      1,      1,     1]),
            (Role::Designer,      [1,    1,     1,    1,      0,      0,      0,     0]),
            (Role::ContentEditor, [1,    0,     1,    1,      0,      0,      0,     0]),
            (Role::Approver,      [1,    0,     0,    1,      1,      1,      0,     1]),
            (Role::Viewer,        [1,    0,     0,    0,      0,      0,      0,     0]),
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
    fn rights_are_sets() {
        let both = Rights::of_roles([Role::Approver, Role::ContentEditor]);
        assert_eq!(
            both.names(),
            "view,edit_texts,comment,approve,publish,issue"
        );
        assert_eq!(Rights::named(&both.names()), both);
        assert_eq!(
            Rights::named("publish,fly,,manage").names(),
            "publish,manage"
        );
        assert_eq!(both.and(Rights::named("publish,manage")).names(), "publish");
        assert!(!both.without(Permission::Publish).allow(Permission::Publish));
        assert_eq!(Rights::of_roles([]), Rights::NONE);
        assert_eq!(Rights::of_roles([Role::Admin]).list(), PERMISSIONS);
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
