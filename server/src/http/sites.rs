//! Which hosts this server answers for, and which origin is its own.

use std::net::IpAddr;

use axum::http::{HeaderMap, Uri, header};

use crate::config::Config;

/// Which hosts this server answers for, and which origin is its own.
///
/// A page of another site can point a name of its own at this computer (DNS rebinding); the browser then takes both
/// for one site. So requests by a name that we do not know are refused. An IP address cannot be pointed elsewhere:
/// it is taken when we listen beyond loopback.
#[derive(Debug, Clone)]
pub struct Sites {
    names: Vec<String>,
    any_address: bool,
    public_origin: Option<String>,
}

impl Sites {
    /// From the settings.
    pub fn new(config: &Config) -> Self {
        let mut names = vec!["localhost".to_owned()];
        names.extend(config.allowed_hosts.iter().cloned());
        names.extend(config.public_url.iter().map(|url| url.host().to_owned()));
        Self {
            names,
            any_address: !config.listen.ip().is_loopback(),
            public_origin: config
                .public_url
                .as_ref()
                .map(|url| url.origin().to_owned()),
        }
    }

    /// Whether the request names a host of ours.
    pub fn is_our_host(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let Some(authority) = requested(uri, headers) else {
            return false;
        };
        let host = without_port(&authority);
        if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            return self.any_address
                || address.is_loopback()
                || self.names.iter().any(|name| name == host);
        }
        let host = host.strip_suffix('.').unwrap_or(host);
        self.names.iter().any(|name| name == host)
    }

    /// Whether the request comes from a page of our own, or from no page at all.
    pub fn is_our_origin(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let Some(origin) = origins.next() else {
            return true;
        };
        let (Ok(origin), None) = (origin.to_str(), origins.next()) else {
            return false;
        };
        if self.public_origin.as_deref() == Some(origin) {
            return true;
        }
        // Without TLS of our own, the page that we serve has this origin. The host was checked before.
        requested(uri, headers).is_some_and(|authority| origin == format!("http://{authority}"))
    }
}

/// Host and port that the client asked for, in lower case. Two answers are none.
fn requested(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok()?,
        (None, None) => uri.authority()?.as_str(),
        (_, Some(_)) => return None,
    };
    Some(host.to_ascii_lowercase())
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        // The colons of a bare IPv6 address stand between brackets.
        Some((host, port)) if !port.contains(']') => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites(arguments: &[&str]) -> Sites {
        let line = [&["imprimatur", "serve"], arguments].concat();
        Sites::new(&Config::read(line).unwrap().1)
    }

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn hosts() {
        let uri = Uri::from_static("/");
        let local = sites(&[]);
        let open = sites(&[
            "--listen=0.0.0.0:80",
            "--local-sign-in=off",
            "--public-url=https://c.example.org",
        ]);
        for (host, is_local, is_open) in [
            ("127.0.0.1:8080", true, true),
            ("localhost:9000", true, true),
            ("LOCALHOST", true, true),
            ("localhost.", true, true),
            ("[::1]:8080", true, true),
            ("192.168.1.4:80", false, true),
            ("[2001:db8::1]", false, true),
            ("c.example.org", false, true),
            ("elsewhere.example", false, false),
            ("localhost.elsewhere.example", false, false),
            ("127.0.0.1.elsewhere.example", false, false),
            ("", false, false),
        ] {
            let headers = headers(host, None);
            assert_eq!(local.is_our_host(&uri, &headers), is_local, "{host}");
            assert_eq!(open.is_our_host(&uri, &headers), is_open, "{host}");
        }
        let mut two = headers("localhost", None);
        two.append(header::HOST, "elsewhere.example".parse().unwrap());
        assert!(!local.is_our_host(&uri, &two));
    }

    #[test]
    fn origins() {
        let uri = Uri::from_static("/");
        let local = sites(&[]);
        let public = sites(&["--public-url=https://c.example.org", "--local-sign-in=off"]);
        for (host, origin, is_local, is_public) in [
            ("127.0.0.1:8080", None, true, true),
            ("127.0.0.1:8080", Some("http://127.0.0.1:8080"), true, true),
            (
                "127.0.0.1:8080",
                Some("http://127.0.0.1:8081"),
                false,
                false,
            ),
            (
                "127.0.0.1:8080",
                Some("http://localhost:8080"),
                false,
                false,
            ),
            (
                "127.0.0.1:8080",
                Some("https://127.0.0.1:8080"),
                false,
                false,
            ),
            ("127.0.0.1:8080", Some("null"), false, false),
            ("c.example.org", Some("https://c.example.org"), false, true),
            (
                "c.example.org",
                Some("https://c.example.org.elsewhere.example"),
                false,
                false,
            ),
        ] {
            let headers = headers(host, origin);
            assert_eq!(
                local.is_our_origin(&uri, &headers),
                is_local,
                "{host} {origin:?}"
            );
            assert_eq!(
                public.is_our_origin(&uri, &headers),
                is_public,
                "{host} {origin:?}"
            );
        }
    }
}
