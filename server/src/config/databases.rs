//! Where things rest that are not files: the workspace, the registry, and what nodes tell each other.

use std::fmt;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

/// Where the workspace rests.
#[derive(Clone)]
pub enum Database {
    /// In this file; its folder is made when missing.
    Sqlite(PathBuf),
    /// At this address, which may hold a password.
    Postgres(String),
}

/// Who brings the tables of a MySQL registry up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Migrating {
    /// The program, where the database is on this computer.
    Auto,
    /// The program.
    Run,
    /// Somebody else; the program only looks.
    Check,
}

/// Where the registry rests.
#[derive(Clone)]
pub enum RegistryDatabase {
    /// In this file; its folder is made when missing.
    Sqlite(PathBuf),
    /// At an address.
    MySql {
        /// It may hold a password.
        url: String,
        /// Who brings the tables up to date.
        migrating: Migrating,
    },
}

impl RegistryDatabase {
    /// Whether it is a MySQL of its own.
    #[must_use]
    pub fn is_mysql(&self) -> bool {
        matches!(self, Self::MySql { .. })
    }
}

impl fmt::Debug for RegistryDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegistryDatabase({self})")
    }
}

impl fmt::Display for RegistryDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "{}", file.display()),
            Self::MySql { url, .. } => write!(f, "{}", without_password(url)),
        }
    }
}

/// How nodes reach each other.
#[derive(Clone)]
pub struct Redis {
    /// May hold a password.
    pub url: String,
    /// What the names of channels begin with.
    pub prefix: String,
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redis({}, {})", without_password(&self.url), self.prefix)
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => f.debug_tuple("Sqlite").field(file).finish(),
            Self::Postgres(url) => write!(f, "Postgres({})", without_password(url)),
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "{}", file.display()),
            Self::Postgres(url) => write!(f, "{}", without_password(url)),
        }
    }
}

/// An address with only scheme, host and path: a password may hide in user part and query alike.
fn without_password(url: &str) -> String {
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    match (bare.split_once("://"), bare.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        (Some(_), None) => bare.to_owned(),
        (None, _) => "…".to_owned(),
    }
}

impl Database {
    pub(super) fn read(url: Option<String>, data_dir: &Path) -> Result<Self, String> {
        match url {
            None => Ok(Self::Sqlite(data_dir.join("workspace.sqlite"))),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Self::Postgres(url))
            }
            Some(_) => Err(
                "DATABASE_URL must begin with postgres://; leave it out to keep the workspace in DATA_DIR."
                    .to_owned(),
            ),
        }
    }
}

impl RegistryDatabase {
    pub(super) fn read(
        url: Option<String>,
        migrating: Migrating,
        data_dir: &Path,
    ) -> Result<Self, String> {
        match url {
            None => Ok(Self::Sqlite(data_dir.join("registry.sqlite"))),
            Some(url) if url.starts_with("mysql://") => Ok(Self::MySql { url, migrating }),
            Some(_) => Err(
                "REGISTRY_DATABASE_URL must begin with mysql://; leave it out to keep the registry in DATA_DIR."
                    .to_owned(),
            ),
        }
    }
}

impl Redis {
    pub(super) fn read(
        url: Option<String>,
        prefix: String,
        database: &Database,
    ) -> Result<Option<Self>, String> {
        if prefix.is_empty() || prefix.contains(char::is_whitespace) {
            return Err("REDIS_PREFIX must be a word.".to_owned());
        }
        match url {
            None => Ok(None),
            Some(url) if url.starts_with("redis://") || url.starts_with("rediss://") => {
                match database {
                    Database::Postgres(_) => Ok(Some(Self { url, prefix })),
                    Database::Sqlite(_) => Err(
                        "REDIS_URL connects nodes that share one DATABASE_URL; without that this node is alone."
                            .to_owned(),
                    ),
                }
            }
            Some(_) => Err(
                "REDIS_URL must begin with redis:// or rediss://; leave it out for a single node."
                    .to_owned(),
            ),
        }
    }
}
