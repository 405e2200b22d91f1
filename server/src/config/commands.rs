//! What the program can be asked to do.

use std::path::PathBuf;

use clap::Subcommand;
use imprimatur_protocol::OrganisationId;

/// What the program is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Serve page, API and editing until told to end (SIGTERM or SIGINT).
    Serve,
    /// The tables of REGISTRY_DATABASE_URL.
    #[command(subcommand)]
    Registry(RegistryCommand),
    /// Reads everything anew from where people come from.
    #[command(subcommand)]
    Backfill(BackfillCommand),
    /// Compares the registry with what is known here, and has written anew what differs.
    Reconcile,
    /// The audit: who did what, chained in the registry so that what is changed or removed is evident.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Somebody to whom certificates were given, or are to be: what is kept of them.
    #[command(subcommand)]
    Subject(SubjectCommand),
}

/// What is asked about somebody.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum SubjectCommand {
    /// Tells all that is kept of them: certificates, what waits to be issued, pictures, mails, and where they stand in the audit.
    Access(SubjectOf),
    /// Erases it. That certificates were issued stays proven, to whoever holds them. Doing it again changes nothing.
    Erase(SubjectOf),
}

/// Whom it is asked about, and how it is told.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct SubjectOf {
    /// Where.
    #[arg(long, value_name = "ORG")]
    pub organisation: OrganisationId,
    /// Who.
    #[command(flatten)]
    pub who: SubjectWho,
    /// How it is told.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

/// Who it is: one of the two.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
#[group(required = true, multiple = false)]
pub struct SubjectWho {
    /// Their address.
    #[arg(long, value_name = "ADDRESS", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub email: Option<String>,
    /// What the organisation calls them in a system of its own.
    #[arg(long, value_name = "ID", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub external_id: Option<String>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ReportFormat {
    /// For people.
    Text,
    /// For a program.
    Json,
}

/// What is asked of the audit.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum AuditCommand {
    /// Reads every chain from its first link to its last, and names the first place that is not as it was written. Fails when there is one.
    Verify {
        /// One organisation alone.
        #[arg(long, value_name = "ORG")]
        organisation: Option<OrganisationId>,
    },
    /// Writes the chain of an organisation to the standard output.
    Export {
        /// Whose.
        #[arg(long, value_name = "ORG")]
        organisation: OrganisationId,
        /// How.
        #[arg(long, value_enum, default_value_t = AuditFormat::Csv)]
        format: AuditFormat,
    },
    /// Forgets who somebody is in all that an organisation has audited. The chain stays whole.
    Erase {
        /// Where.
        #[arg(long, value_name = "ORG")]
        organisation: OrganisationId,
        /// Whom: the id of a person (per_), or of somebody who acted in another's name (imp_).
        #[arg(long, value_name = "ID", value_parser = clap::builder::NonEmptyStringValueParser::new())]
        person: String,
    },
}

/// How the audit is written as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum AuditFormat {
    /// For a spreadsheet.
    Csv,
    /// For a program.
    Json,
}

/// Where everything is read from.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum BackfillCommand {
    /// WorkOS: organisations, domains, users, memberships and roles. One that was broken off goes on where it was.
    Workos {
        /// One organisation alone, by its id at WorkOS.
        #[arg(long, value_name = "ORG", value_parser = clap::builder::NonEmptyStringValueParser::new())]
        organisation: Option<String>,
        /// Only count what would be done.
        #[arg(long)]
        dry_run: bool,
        /// Remove what is not found, however much that is.
        #[arg(long, conflicts_with = "dry_run")]
        remove: bool,
    },
    /// An export of Convex, of the system that this one replaces: a zip of `<table>/documents.jsonl`. It fills in, and never overrules WorkOS.
    Convex {
        /// The zip.
        file: PathBuf,
        /// Only count what would be done.
        #[arg(long)]
        dry_run: bool,
    },
}

/// What is asked of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum RegistryCommand {
    /// Print the SQL that brings the tables to what this version needs, for a deploy request. It changes nothing, and fails when
    /// something is missing.
    Schema {
        /// Print all of it, as for an empty database, without connecting.
        #[arg(long)]
        all: bool,
    },
}
