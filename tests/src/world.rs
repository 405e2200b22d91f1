//! A running product with the sample people in it.

use crate::{Backend, Node, Person};

/// A node on a database of its own, and the people of the two sample organisations.
pub struct World {
    /// Which backends it runs on.
    pub backend: Backend,
    /// The server.
    pub node: Node,
}

impl World {
    /// Starts a server with the default settings.
    pub async fn start(backend: Backend) -> Self {
        Self::with(backend, &[]).await
    }

    /// Starts a server with some settings changed.
    pub async fn with(backend: Backend, settings: &[(&str, &str)]) -> Self {
        Self {
            backend,
            node: Node::start(backend, settings).await,
        }
    }

    /// Signs in by e-mail address.
    pub async fn person(&self, email: &str) -> Person {
        Person::sign_in(&self.node.address(), email).await
    }

    /// Somebody without a session.
    #[must_use]
    pub fn stranger(&self) -> Person {
        Person::stranger(&self.node.address())
    }

    /// The administrator of the sample organisation.
    pub async fn admin(&self) -> Person {
        self.person("admin@sample.example").await
    }

    /// A designer of the sample organisation.
    pub async fn designer(&self) -> Person {
        self.person("designer@sample.example").await
    }

    /// The other designer of the same organisation.
    pub async fn second_designer(&self) -> Person {
        self.person("designer2@sample.example").await
    }

    /// A content editor of the sample organisation.
    pub async fn content_editor(&self) -> Person {
        self.person("editor@sample.example").await
    }

    /// An approver of the sample organisation.
    pub async fn approver(&self) -> Person {
        self.person("approver@sample.example").await
    }

    /// A viewer of the sample organisation.
    pub async fn viewer(&self) -> Person {
        self.person("viewer@sample.example").await
    }

    /// The administrator of the other organisation: the one with the most rights on the wrong side of the border.
    pub async fn outsider(&self) -> Person {
        self.person("admin@other.example").await
    }
}
