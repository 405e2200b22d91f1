//! The one error at the edge: classified once, answered and logged once.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use imprimatur_protocol::{ErrorBody, ErrorCode, Fault};

/// The result of everything that can be refused or fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What sort of failure it is. The kind alone picks the HTTP status and the log level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request is not of the expected shape.
    Invalid,
    /// The request is well formed; what it says breaks a rule.
    Unprocessable,
    /// No session.
    Unauthenticated,
    /// A session without the permission, or a request that must not be made from there.
    Forbidden,
    /// Nothing there, or somebody else's.
    NotFound,
    /// The address has no such method.
    Method,
    /// The request names a host that is not ours.
    Misdirected,
    /// The state of things does not allow it now.
    Conflict,
    /// More bytes than are taken.
    TooLarge,
    /// A media type that is not taken.
    Unsupported,
    /// Over a rate; the caller should wait.
    TooMany,
    /// Overload or an absent database; the caller should come back.
    Busy,
    /// A fault of ours.
    Internal,
}

impl Kind {
    /// The status of the answer.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Invalid => StatusCode::BAD_REQUEST,
            Self::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// How long the caller should wait before it tries again, where waiting helps.
    pub const fn retry_after_seconds(self) -> Option<u32> {
        match self {
            Self::TooMany => Some(5),
            Self::Busy => Some(1),
            Self::Invalid
            | Self::Unprocessable
            | Self::Unauthenticated
            | Self::Forbidden
            | Self::NotFound
            | Self::Method
            | Self::Misdirected
            | Self::Conflict
            | Self::TooLarge
            | Self::Unsupported
            | Self::Internal => None,
        }
    }

    /// Whether an operator must hear of it.
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Busy | Self::Internal)
    }
}

/// A refusal or a failure: a kind, a stable code, and a sentence that a person can act on.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    code: ErrorCode,
    message: Cow<'static, str>,
    faults: Vec<Fault>,
    retry_after_seconds: Option<u32>,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of this kind and code.
    pub fn new(kind: Kind, code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            code,
            message: message.into(),
            faults: Vec::new(),
            retry_after_seconds: kind.retry_after_seconds(),
            cause: None,
        }))
    }

    /// The request is not of the expected shape.
    pub fn invalid(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Invalid, code, message)
    }

    /// The request is well formed; what it says breaks a rule.
    pub fn unprocessable(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Unprocessable, code, message)
    }

    /// Nothing there by that name, or it is somebody else's: the caller cannot tell which.
    pub fn not_found(what: &'static str) -> Self {
        Self::new(
            Kind::NotFound,
            ErrorCode::NotFound,
            format!("There is no such {what}."),
        )
    }

    /// No session, or one that has ended.
    pub fn unauthenticated() -> Self {
        Self::new(
            Kind::Unauthenticated,
            ErrorCode::Unauthenticated,
            "Sign in first: there is no session, or it has ended.",
        )
    }

    /// Everything that is wrong with a layout.
    pub fn layout_invalid(faults: Vec<Fault>) -> Self {
        let mut error = Self::new(
            Kind::Unprocessable,
            ErrorCode::LayoutInvalid,
            format!("The layout has {} fault(s); see `faults`.", faults.len()),
        );
        error.0.faults = faults;
        error
    }

    /// Everything that is wrong with certificates that are to be issued.
    pub fn certificate_invalid(faults: Vec<Fault>) -> Self {
        let mut error = Self::new(
            Kind::Unprocessable,
            ErrorCode::CertificateInvalid,
            format!(
                "Nothing was issued: there are {} fault(s); see `faults`.",
                faults.len()
            ),
        );
        error.0.faults = faults;
        error
    }

    /// Everything that is wrong with how a list's columns are taken.
    pub fn mapping_invalid(faults: Vec<Fault>) -> Self {
        let mut error = Self::new(
            Kind::Unprocessable,
            ErrorCode::MappingInvalid,
            "The columns are not taken for what makes certificates; see `faults`.",
        );
        error.0.faults = faults;
        error
    }

    /// Overload or an absent neighbour; the caller should come back.
    pub fn unavailable(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Busy, ErrorCode::Unavailable, message)
    }

    /// A fault of ours. `doing` goes to the log only.
    pub fn internal(doing: impl Into<Cow<'static, str>>) -> Self {
        let doing: Cow<'static, str> = doing.into();
        Self::new(
            Kind::Internal,
            ErrorCode::Internal,
            "The server failed. It is logged under the request id of this answer.",
        )
        .caused_by(doing)
    }

    /// Adds what lay beneath, for the log.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// Says how long the caller should wait, where that is known better than by the kind.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after_seconds = Some(seconds);
        self
    }

    /// What sort of failure it is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The sentence for people.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What lay beneath, for the log only.
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.0.message, self.0.code.as_str())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("code", &self.0.code)
            .field("message", &self.0.message)
            .field("faults", &self.0.faults.len())
            .field("cause", &self.0.cause)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as _)
    }
}

/// A pool that gives no connection in time is overload; an unreachable database is an absent neighbour.
impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        let away = match &cause {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
            // SQLite: the low byte is 5 for "busy", 6 "locked", 8 "read only", 13 "full". Postgres: 53xxx no resources, a full disk among them,
            // 57Pxx going away, 40xxx roll back and try again, 25006 read only.
            sqlx::Error::Database(error) => error.code().is_some_and(|code| match code.len() {
                5 => {
                    code == "25006"
                        || ["53", "57P", "40"]
                            .iter()
                            .any(|class| code.starts_with(class))
                }
                _ => code
                    .parse::<u32>()
                    .is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 13)),
            }),
            _ => false,
        };
        if away {
            Self::unavailable(
                "The database is busy, away or takes no writes. Nothing was changed; try again.",
            )
            .caused_by(cause)
        } else {
            Self::internal("in the database").caused_by(cause)
        }
    }
}

/// Rides on an answer so that the request's one log line can name the failure.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) code: ErrorCode,
    pub(crate) cause: Option<String>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let inner = *self.0;
        let failure = Failure {
            kind: inner.kind,
            code: inner.code,
            cause: inner.cause.map(|cause| describe(&*cause)),
        };
        let body = ErrorBody {
            code: inner.code,
            message: inner.message.into_owned(),
            faults: inner.faults,
        };
        let mut response = (inner.kind.status(), Json(body)).into_response();
        if let Some(seconds) = inner.retry_after_seconds {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(failure);
        response
    }
}

/// An error and everything beneath it, on one line.
pub fn describe(error: &(dyn StdError + 'static)) -> String {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !line.ends_with(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        next = cause.source();
    }
    line
}
