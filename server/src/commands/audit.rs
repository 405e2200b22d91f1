//! The audit from the command line.

use std::io::{Write, stdout};
use std::process::ExitCode;

use imprimatur_protocol::OrganisationId;

use super::{cannot_begin, reason};
use crate::app;
use crate::audit::Audit;
use crate::config::{AuditCommand, AuditFormat, Config};
use crate::error::{Error, Result};
use crate::platform::Platform;
use crate::registry::Registry;

/// Does what is asked of the audit.
#[tokio::main]
pub async fn audit(config: Config, command: AuditCommand) -> ExitCode {
    let registry = match Registry::open(&config).await {
        Ok(registry) => registry,
        Err(cause) => return cannot_begin(&cause),
    };
    let platform = match app::without_server(config).await {
        Ok(platform) => platform,
        Err(cause) => return cannot_begin(&cause),
    };
    let audit = Audit::new(platform.clone(), registry.clone());
    let done = match command {
        AuditCommand::Verify { organisation } => verify(&audit, organisation).await,
        AuditCommand::Export {
            organisation,
            format,
        } => export(&audit, organisation, format).await,
        AuditCommand::Erase {
            organisation,
            person,
        } => erase(&audit, organisation, &person).await,
    };
    close(&platform, &registry).await;
    done.unwrap_or_else(|cause| {
        eprintln!("The audit cannot be read: {}", reason(&cause));
        ExitCode::FAILURE
    })
}

async fn close(platform: &Platform, registry: &Registry) {
    platform.db.close().await;
    registry.close().await;
}

/// Status 2: something is not as it was written.
async fn verify(audit: &Audit, organisation: Option<OrganisationId>) -> Result<ExitCode> {
    let organisations = match organisation {
        Some(organisation) => vec![organisation],
        None => audit.organisations().await?,
    };
    let mut is_whole = true;
    for organisation in organisations {
        let verified = audit.verify(organisation).await?;
        let (links, erased) = (verified.links, verified.erased);
        match verified.wrong {
            None => println!(
                "{organisation}: {links} links are as they were written; {erased} people in them were erased or never known."
            ),
            Some((number, wrong)) => {
                is_whole = false;
                println!(
                    "{organisation}: link {number} is {}; the {links} links before it are as they were written.",
                    wrong.as_str()
                );
            }
        }
    }
    Ok(if is_whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

async fn export(
    audit: &Audit,
    organisation: OrganisationId,
    format: AuditFormat,
) -> Result<ExitCode> {
    let mut export = audit.export(organisation, format);
    while let Some(part) = export.next().await? {
        let written = stdout().write_all(part.as_bytes());
        written.map_err(|cause| Error::internal("writing the audit").caused_by(cause))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn erase(audit: &Audit, organisation: OrganisationId, person: &str) -> Result<ExitCode> {
    let erased = audit.erase(organisation, person).await?;
    println!("{person} is not named any more in {erased} places of the audit of {organisation}.");
    Ok(ExitCode::SUCCESS)
}
