//! The settings: the only reader of the environment and the command line.

mod commands;
mod databases;
mod issuer;
mod limits;
mod mail;
mod metrics_listen;
mod proxies;
mod public_url;
mod sign_in;
mod storage;
mod workos;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, ValueEnum};

pub use commands::{
    AuditCommand, AuditFormat, BackfillCommand, Command, RegistryCommand, ReportFormat,
    SubjectCommand, SubjectOf, SubjectWho,
};
pub use databases::{Database, Migrating, Redis, RegistryDatabase};
pub use issuer::MasterKey;
pub use limits::Limits;
pub use mail::{BounceSecret, Mail, MailAddress, MailWay, Smtp, SmtpSecurity};
pub use metrics_listen::MetricsListen;
pub use proxies::Proxy;
pub use public_url::PublicUrl;
pub use storage::{Bucket, Storage};
pub use workos::WorkOs;

/// Live co-editing of certificate layouts.
///
/// `imprimatur serve` runs it. Every setting is an environment variable or the option of the same name.
#[derive(Parser)]
#[command(name = "imprimatur", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    settings: Settings,
}

#[derive(Args)]
#[command(next_help_heading = "Settings")]
struct Settings {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(
        long,
        env = "LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    listen: SocketAddr,

    /// Folder of the embedded database and of uploaded images; made when missing. With DATABASE_URL it holds the images only,
    /// with STORAGE_URL as well nothing.
    #[arg(
        long,
        env = "DATA_DIR",
        default_value = "./data",
        value_name = "FOLDER"
    )]
    data_dir: PathBuf,

    /// postgres://user:password@host/database, to keep the workspace in Postgres instead of the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    database_url: Option<String>,

    /// mysql://user:password@host/database, to keep the registry in PlanetScale or another MySQL instead of the data folder. A host that
    /// is not this computer is spoken to over TLS and has to prove its name.
    #[arg(
        long,
        env = "REGISTRY_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    registry_database_url: Option<String>,

    /// Whether the program adds what the tables of REGISTRY_DATABASE_URL lack: `run` does, `check` says so and writes nothing until it
    /// is there (a branch with safe migrations), `auto` runs on this computer and checks elsewhere.
    #[arg(
        long,
        env = "REGISTRY_MIGRATE",
        default_value = "auto",
        value_name = "MODE"
    )]
    registry_migrate: Migrating,

    /// redis://host:6379, or rediss:// for TLS, when several nodes serve one DATABASE_URL: they tell each other what happens.
    #[arg(long, env = "REDIS_URL", hide_env_values = true, value_name = "URL")]
    redis_url: Option<String>,

    /// What the names of Redis channels begin with. Deployments that share a Redis need different ones.
    #[arg(
        long,
        env = "REDIS_PREFIX",
        default_value = "imprimatur",
        value_name = "NAME"
    )]
    redis_prefix: String,

    /// Where uploaded images rest, when not in DATA_DIR: file:///folder, or a bucket of a service that speaks S3, so that several
    /// servers share it: s3://bucket/prefix?region=eu-central-2 (AWS),
    /// s3://bucket/prefix?region=auto&endpoint=https://ACCOUNT.r2.cloudflarestorage.com (R2).
    #[arg(long, env = "STORAGE_URL", hide_env_values = true, value_name = "URL")]
    storage_url: Option<String>,

    /// Names the key to the bucket of STORAGE_URL. It may list the bucket, and read and write its objects.
    #[arg(
        long,
        env = "AWS_ACCESS_KEY_ID",
        hide_env_values = true,
        value_name = "ID"
    )]
    aws_access_key_id: Option<String>,

    /// The key to the bucket of STORAGE_URL. It is taken from nowhere else, not from files or the machine either.
    #[arg(
        long,
        env = "AWS_SECRET_ACCESS_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    aws_secret_access_key: Option<String>,

    /// Seals the keys by which organisations sign certificates: 32 bytes in base-64 (`openssl rand -base64 32`), the same on every node, kept
    /// apart from the databases. Without it one is made into DATA_DIR/issuer_master_key, which several nodes do not share. Where it is lost, nothing can be
    /// signed before each organisation rotates its key; what was issued before still verifies.
    #[arg(
        long,
        env = "ISSUER_MASTER_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    issuer_master_key: Option<String>,

    /// The address that people open, when it is not the one listened on: https://certificates.example.org.
    /// With https, cookies are sent over TLS only.
    #[arg(long, env = "PUBLIC_URL", value_name = "URL")]
    public_url: Option<PublicUrl>,

    /// Further host names that requests may name, separated by commas. The host of PUBLIC_URL and localhost
    /// always may; other names are refused, so that no foreign name can be pointed at this server.
    #[arg(
        long,
        env = "ALLOWED_HOSTS",
        value_delimiter = ',',
        value_name = "HOSTS"
    )]
    allowed_hosts: Vec<String>,

    /// Addresses or networks of the proxies in front, separated by commas: 10.0.0.7,10.1.0.0/16. From them, and from nobody
    /// else, the client's address is taken out of X-Forwarded-For; rates are counted by it.
    #[arg(
        long,
        env = "TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "ADDRESSES"
    )]
    trusted_proxies: Vec<Proxy>,

    /// Signing in as one of the sample people, without a password. `on` is for one's own computer: the program
    /// refuses to start so on an address that others can reach, unless told `insecure-anyone-may-enter`.
    #[arg(long, env = "LOCAL_SIGN_IN", default_value = "on", value_name = "MODE")]
    local_sign_in: LocalSignIn,

    #[command(flatten)]
    workos: workos::WorkOsSettings,

    #[command(flatten)]
    mail: mail::MailSettings,

    /// Days until a sign-in ends.
    #[arg(long, env = "SESSION_DAYS", default_value_t = 14, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=365))]
    session_days: u32,

    /// What to log: error, warn, info, debug, trace, or a filter such as `info,imprimatur::collab=debug`.
    #[arg(long, env = "LOG", default_value = "info", value_name = "FILTER")]
    log: String,

    /// How log lines look: text for people, json for programs.
    #[arg(
        long,
        env = "LOG_FORMAT",
        default_value = "text",
        value_name = "FORMAT"
    )]
    log_format: LogFormat,

    /// Address and port where /metrics is served for Prometheus, apart from everything else; `off` serves it nowhere.
    /// It tells no ids and nothing of people. A port that is taken is warned of, and the program goes on without.
    #[arg(
        long,
        env = "METRICS_LISTEN",
        default_value = "127.0.0.1:9464",
        value_name = "ADDRESS"
    )]
    metrics_listen: MetricsListen,

    /// http:// address of an OpenTelemetry collector, for traces by OTLP/HTTP: http://127.0.0.1:4318. None are written without it.
    #[arg(long, env = "OTLP_URL", value_name = "URL")]
    otlp_url: Option<String>,

    #[command(flatten)]
    limits: Limits,
}

/// Whether anybody may sign in as a sample person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LocalSignIn {
    /// On a loopback address only.
    On,
    /// Never.
    Off,
    /// On every address: whoever reaches the server may enter.
    InsecureAnyoneMayEnter,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The settings, read and checked. Fixed from the start of the program to its end.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Where the workspace rests.
    pub database: Database,
    /// Where the registry rests.
    pub registry_database: RegistryDatabase,
    /// The Redis that connects the nodes; without one this node is alone. The address may hold a password.
    pub redis: Option<Redis>,
    /// Folder of what the program keeps itself.
    pub data_dir: PathBuf,
    /// Where uploaded images rest.
    pub storage: Storage,
    /// What issuers' keys are sealed with; without one it is made in the data folder.
    pub issuer_master_key: Option<MasterKey>,
    /// The address that people open, when it is not the one listened on.
    pub public_url: Option<PublicUrl>,
    /// Further host names that requests may name, in lower case.
    pub allowed_hosts: Vec<String>,
    /// Whether anybody may sign in as a sample person.
    pub local_sign_in: LocalSignIn,
    /// WorkOS, when people come from there.
    pub workos: Option<WorkOs>,
    /// How mail leaves.
    pub mail: Mail,
    /// Days until a sign-in ends.
    pub session_days: u32,
    /// What to log.
    pub log: String,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Where /metrics is served.
    pub metrics_listen: MetricsListen,
    /// Where traces go, if anywhere.
    pub otlp_url: Option<String>,
    /// Whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<Proxy>,
    /// Every bound.
    pub limits: Limits,
}

impl Config {
    /// Reads command line (the program's name first) and environment. No command is `None`: show the help.
    ///
    /// # Errors
    /// With clap's own message, which also carries `--help` and `--version`.
    pub fn read<I, T>(arguments: I) -> Result<(Option<Command>, Self), clap::Error>
    where
        I: IntoIterator<Item = T>,
        T: Into<OsString> + Clone,
    {
        let matches = command().try_get_matches_from(arguments)?;
        let line = CommandLine::from_arg_matches(&matches)?;
        let config = Self::check(line.settings)
            .map_err(|message| command().error(clap::error::ErrorKind::ValueValidation, message))?;
        Ok((line.command, config))
    }

    /// The help, with every setting and limit.
    pub fn help() -> String {
        command().render_long_help().to_string()
    }

    fn check(settings: Settings) -> Result<Self, String> {
        // Not by the reader of the command line, which repeats what it does not understand.
        let issuer_master_key = settings
            .issuer_master_key
            .map(|key| key.parse())
            .transpose()?;
        let workos = WorkOs::read(settings.workos)?;
        let local_sign_in = match (&workos, settings.local_sign_in) {
            (None, mode) => mode,
            (Some(_), LocalSignIn::InsecureAnyoneMayEnter) => {
                return Err(
                    "LOCAL_SIGN_IN lets anybody enter without a password, and WorkOS says who may: leave one of them out."
                        .to_owned(),
                );
            }
            (Some(_), LocalSignIn::On | LocalSignIn::Off) => LocalSignIn::Off,
        };
        let database = Database::read(settings.database_url, &settings.data_dir)?;
        let registry_database = RegistryDatabase::read(
            settings.registry_database_url,
            settings.registry_migrate,
            &settings.data_dir,
        )?;
        let redis = Redis::read(settings.redis_url, settings.redis_prefix, &database)?;
        let storage = Storage::read(
            settings.storage_url.as_deref(),
            &settings.data_dir,
            settings.aws_access_key_id,
            settings.aws_secret_access_key,
        )?;
        let allowed_hosts: Vec<String> = settings
            .allowed_hosts
            .iter()
            .map(|host| host.trim().to_ascii_lowercase())
            .filter(|host| !host.is_empty())
            .collect();
        if let Some(host) = allowed_hosts
            .iter()
            .find(|host| host.contains([':', '/', '*', '@']))
        {
            return Err(format!(
                "ALLOWED_HOSTS takes plain host names without scheme, port or wildcard; `{host}` is none."
            ));
        }
        sign_in::is_reached_by_nobody_else(
            local_sign_in,
            settings.listen,
            settings.public_url.as_ref(),
            &allowed_hosts,
        )?;
        if let Some(url) = &settings.otlp_url
            && !url.starts_with("http://")
        {
            return Err(
                "OTLP_URL must begin with http://; a collector beside the program passes traces on over TLS."
                    .to_owned(),
            );
        }
        let mail = Mail::read(
            settings.mail,
            &settings.data_dir,
            settings.public_url.as_ref(),
        )?;
        let limits = settings.limits;
        if limits.presence_bytes >= limits.frame_bytes {
            return Err(
                "LIMIT_PRESENCE_BYTES must be less than LIMIT_FRAME_BYTES: a state travels in a frame."
                    .to_owned(),
            );
        }
        if limits.asset_stored_bytes < limits.asset_bytes {
            return Err(
                "LIMIT_ASSET_STORED_BYTES must be at least LIMIT_ASSET_BYTES: most images rest as they came."
                    .to_owned(),
            );
        }
        if limits.storage_seconds >= limits.request_seconds {
            return Err(
                "LIMIT_STORAGE_SECONDS must be less than LIMIT_REQUEST_SECONDS: the answer says what was waited for."
                    .to_owned(),
            );
        }
        Ok(Self {
            listen: settings.listen,
            database,
            registry_database,
            redis,
            data_dir: settings.data_dir,
            storage,
            issuer_master_key,
            public_url: settings.public_url,
            allowed_hosts,
            local_sign_in,
            workos,
            mail,
            session_days: settings.session_days,
            log: settings.log,
            log_format: settings.log_format,
            metrics_listen: settings.metrics_listen,
            otlp_url: settings.otlp_url,
            trusted_proxies: settings.trusted_proxies,
            limits,
        })
    }
}

/// The settings may stand before and after the command.
fn command() -> clap::Command {
    CommandLine::command().mut_args(|argument| argument.global(true))
}

#[cfg(test)]
mod tests;
