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
    server_with(workos, None, backend, &[]).await
}

async fn server_with(
    workos: &WorkOs,
    core: Option<usize>,
    backend: Backend,
    further: &[(&str, &str)],
) -> Node {
    let settings = workos.settings();
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .chain(further.iter().copied())
        .collect();
    match core {
        Some(core) => Node::start_on(core, backend, &settings).await,
        None => Node::start(backend, &settings).await,
    }
}

impl Company {
    /// On the embedded database.
    pub async fn start(options: &[&str]) -> Self {
        Self::on(Backend::Embedded, options).await
    }

    /// On a database.
    pub async fn on(backend: Backend, options: &[&str]) -> Self {
        Self::build(backend, options, &[]).await
    }

    /// On Postgres, beside which the program can be run once more, with further settings.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::build(Backend::Postgres, &[], settings).await
    }

    /// On a database, the server on one core.
    pub async fn on_core(core: usize, backend: Backend, settings: &[(&str, &str)]) -> Self {
        Self::build_on(Some(core), backend, &[], settings).await
    }

    async fn build(backend: Backend, options: &[&str], settings: &[(&str, &str)]) -> Self {
        Self::build_on(None, backend, options, settings).await
    }

    async fn build_on(
        core: Option<usize>,
        backend: Backend,
        options: &[&str],
        settings: &[(&str, &str)],
    ) -> Self {
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
        let node = server_with(&workos, core, backend, settings).await;
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

    /// Has it proven that the domain is the organisation's.
    pub async fn verify_domain(&self) {
        let state = self.workos.state().await;
        let domains = state["organization_domains"].as_array().expect("a list");
        let own = domains.iter().find(|it| it["domain"] == "schule-chur.ch");
        let id = own.and_then(|it| it["id"].as_str()).expect("it is there");
        let verified = json!({ "state": "verified" });
        self.workos.change("domains", id, verified).await;
    }

    /// Makes another organisation, with one administrator; gives its id.
    pub async fn neighbour(&self, name: &str, admin: &str) -> String {
        let user = self.workos.make("users", json!({ "email": admin })).await;
        let made = json!({ "name": name });
        let made = self.workos.make("organisations", made).await;
        let id = made["id"].as_str().expect("an id").to_owned();
        let membership =
            json!({ "user_id": user["id"], "organization_id": id, "role_slug": "admin" });
        self.workos.make("memberships", membership).await;
        id
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
