//! Whose request it is, by address: the peer of the connection, or whom a trusted proxy speaks for.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::config::Proxy;
use crate::error::Error;

/// Every proxy adds the address that it was reached from, at the end.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of the client, which the door has found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// From the connection and, where it comes from a trusted proxy, from what that proxy says. Unspecified where a test calls the
    /// router without a connection.
    pub(super) fn of(request: &Request, proxies: &[Proxy]) -> Self {
        Self(behind(peer(request), request.headers(), proxies))
    }
}

/// Whether a request comes from a proxy that is believed.
pub(super) fn is_of_proxy(request: &Request, proxies: &[Proxy]) -> bool {
    let peer = peer(request);
    proxies.iter().any(|proxy| proxy.holds(peer))
}

/// Who is at the other end of the connection.
fn peer(request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| {
        address.ip()
    })
}

/// The last address that no trusted proxy has: what stands before it, anybody may have written.
fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &[Proxy]) -> IpAddr {
    let trusted = |address| proxies.iter().any(|proxy| proxy.holds(address));
    let mut known = peer;
    if !trusted(known) {
        return known;
    }
    let told: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for text in told.into_iter().rev() {
        let Ok(address) = text.trim().parse() else {
            return known;
        };
        known = address;
        if !trusted(known) {
            return known;
        }
    }
    known
}

impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let known = parts.extensions.get::<Self>();
        Ok(known
            .copied()
            .unwrap_or(Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_own_word() {
        let proxies: Vec<Proxy> = ["10.0.0.0/8", "fd00::1"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        for (peer, told, found) in [
            ("192.0.2.1", &["203.0.113.9"][..], "192.0.2.1"),
            ("10.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            ("fd00::1", &["2001:db8::7"], "2001:db8::7"),
            ("10.0.0.1", &["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
            (
                "10.0.0.1",
                &["198.51.100.1", "203.0.113.9, 10.9.9.9"],
                "203.0.113.9",
            ),
            ("10.0.0.1", &["nonsense"], "10.0.0.1"),
            (
                "10.0.0.1",
                &["198.51.100.1, nonsense, 10.2.2.2"],
                "10.2.2.2",
            ),
            ("10.0.0.1", &[], "10.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            for value in told {
                headers.append(FORWARDED_FOR, HeaderValue::from_static(value));
            }
            let address = behind(peer.parse().unwrap(), &headers, &proxies);
            assert_eq!(address.to_string(), found, "{peer} {told:?}");
        }
    }
}
