//! Whether this program may work on the tables that it finds. A newer version may have brought them further already: the two run side by side
//! while one takes the other's place, and an older one must start again if the newer is taken back.

use sqlx::migrate::{Migrate, Migrator};

use crate::error::{Error, Result};

/// Where sqlx notes what has been applied.
const APPLIED: &str = "_sqlx_migrations";

/// The migration that a program must know to work here (`migrations/README.md`).
pub(super) const FLOOR: &str = "SELECT migration FROM schema_floor";

/// Refuses a database whose past is another one than this program's, before anything is changed in it. What is newer than all this program
/// knows is let be: [`above_floor`] decides about that.
pub(super) async fn of_our_past<C: Migrate>(
    connection: &mut C,
    mut migrator: Migrator,
) -> Result<Migrator> {
    let failed = |cause| Error::internal("opening the workspace").caused_by(cause);
    // Several nodes may start at once.
    connection.lock().await.map_err(failed)?;
    connection
        .ensure_migrations_table(APPLIED)
        .await
        .map_err(failed)?;
    let applied = connection
        .list_applied_migrations(APPLIED)
        .await
        .map_err(failed)?;
    connection.unlock().await.map_err(failed)?;
    let newest = newest(&migrator);
    let strange = applied
        .iter()
        .map(|migration| migration.version)
        .find(|version| *version <= newest && !migrator.version_exists(*version));
    if let Some(strange) = strange {
        return Err(Error::internal("opening the workspace").caused_by(format!(
            "the database holds migration {strange}, which this program does not have: it is another program's"
        )));
    }
    if let Some(ahead) = applied.iter().map(|it| it.version).max()
        && ahead > newest
    {
        tracing::warn!(
            "a newer version has brought the database to migration {ahead}; this one knows {newest}"
        );
    }
    migrator.set_ignore_missing(true);
    Ok(migrator)
}

/// Refuses tables from which a newer version has taken away what this one uses.
pub(super) fn above_floor(migrator: &Migrator, floor: i64) -> Result<()> {
    let newest = newest(migrator);
    if floor <= newest {
        return Ok(());
    }
    Err(Error::internal("opening the workspace").caused_by(format!(
        "a newer version has taken away from the database what this one needs: start a version that knows migration {floor} \
         (this one knows {newest}), or restore a back-up from before it"
    )))
}

fn newest(migrator: &Migrator) -> i64 {
    let versions = migrator.iter().map(|migration| migration.version);
    versions.max().unwrap_or(0)
}
