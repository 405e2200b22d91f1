//! A company whose people come from WorkOS: the stand-in, and a server that hears of it.

use serde_json::{Value, json};

use crate::{Backend, Node, Person, WorkOs};

/// A WorkOS with an organisation and some people, and a server that hears of them.
pub struct Company {
    /// Where they come from.
    pub workos: WorkOs,
    /// The server.
    pub node: Node,
    /// The id of their organisation at WorkOS.
    pub organisation: String,
}

/// A server whose people come from there.
pub async fn server(workos: &WorkOs, backend: Backend) -> Node {
    let settings = workos.settings();
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Node::start(backend, &settings).await
}

impl Company {
    /// On the embedded database.
    pub async fn start(options: &[&str]) -> Self {
        Self::on(Backend::Embedded, options).await
    }

    /// On a database.
    pub async fn on(backend: Backend, options: &[&str]) -> Self {
        let workos = WorkOs::start(options).await;
        for role in [
            "admin",
            "designer",
            "content_editor",
            "approver",
            "viewer",
            "org-cook",
        ] {
            workos.make("roles", json!({ "slug": role })).await;
        }
        let node = server(&workos, backend).await;
        workos.call(&node).await;
        let made = workos
            .make(
                "organisations",
                json!({ "name": "Schule Chur", "domains": ["schule-chur.ch"] }),
            )
            .await;
        Self {
            organisation: made["id"].as_str().expect("an id").to_owned(),
            workos,
            node,
        }
    }

    /// Makes somebody with a role; gives the ids of user and membership.
    pub async fn employ(&self, email: &str, role: &str) -> (String, String) {
        let user = self.workos.make("users", json!({ "email": email, "first_name": "Anna", "last_name": email, "locale": "rm-CH" })).await;
        let user = user["id"].as_str().expect("an id").to_owned();
        let membership =
            json!({ "user_id": user, "organization_id": self.organisation, "role_slug": role });
        let membership = self.workos.make("memberships", membership).await;
        (user, membership["id"].as_str().expect("an id").to_owned())
    }

    /// Signs somebody in.
    pub async fn sign_in(&self, email: &str) -> Person {
        self.workos.sign_in(&self.node, email, None).await
    }
}

/// What `/api/me` says that somebody may do.
#[must_use]
pub fn permissions(me: &Value) -> Vec<&str> {
    let all = me["permissions"].as_array().expect("a list");
    all.iter().filter_map(Value::as_str).collect()
}
