//! What is kept of somebody to whom certificates were given, from the command line.

use std::process::ExitCode;

use super::{cannot_begin, reason};
use crate::app;
use crate::assets::Assets;
use crate::config::{Config, ReportFormat, SubjectCommand, SubjectOf};
use crate::error::Result;
use crate::registry::Registry;
use crate::subjects::{self, Subjects, Who};

/// Tells what is kept of somebody, or erases it.
#[tokio::main]
pub async fn subject(config: Config, command: SubjectCommand) -> ExitCode {
    let registry = match Registry::open(&config).await {
        Ok(registry) => registry,
        Err(cause) => return cannot_begin(&cause),
    };
    let platform = match app::without_server(config).await {
        Ok(platform) => platform,
        Err(cause) => return cannot_begin(&cause),
    };
    let assets = match Assets::open(platform.clone()).await {
        Ok(assets) => assets,
        Err(cause) => return cannot_begin(&cause),
    };
    let subjects = Subjects::new(platform.clone(), registry.clone(), assets);
    let done = match &command {
        SubjectCommand::Access(of) => access(&subjects, of).await,
        SubjectCommand::Erase(of) => erase(&subjects, of).await,
    };
    platform.db.close().await;
    registry.close().await;
    match done {
        Ok(said) => {
            println!("{}", said.trim_end());
            ExitCode::SUCCESS
        }
        Err(cause) => {
            eprintln!(
                "It was broken off; what was noted to be erased is erased by a running node, and asking again goes on with the rest: {}",
                reason(&cause)
            );
            ExitCode::FAILURE
        }
    }
}

fn who(of: &SubjectOf) -> Who {
    match (&of.who.email, &of.who.external_id) {
        (Some(email), _) => Who::Email(email.trim().to_owned()),
        (None, id) => Who::ExternalId(id.clone().unwrap_or_default().trim().to_owned()),
    }
}

async fn access(subjects: &Subjects, of: &SubjectOf) -> Result<String> {
    let who = who(of);
    let kept = subjects.kept(of.organisation, &who).await?;
    Ok(match of.format {
        ReportFormat::Text => subjects::access_text(of.organisation, &who, &kept),
        ReportFormat::Json => format!("{:#}", subjects::access(of.organisation, &who, &kept)),
    })
}

async fn erase(subjects: &Subjects, of: &SubjectOf) -> Result<String> {
    let erased = subjects.erase(of.organisation, &who(of)).await?;
    Ok(match of.format {
        ReportFormat::Text => subjects::erased_text(of.organisation, &erased),
        ReportFormat::Json => format!("{:#}", subjects::erased(of.organisation, &erased)),
    })
}
