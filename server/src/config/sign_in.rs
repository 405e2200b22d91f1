//! Whether sample people, who have no passwords, can be reached by others.

use std::net::{IpAddr, SocketAddr};

use super::{LocalSignIn, PublicUrl};

/// Refuses what lets others reach sample people without its being meant: an address that is listened on, or a name by which a proxy leads here.
pub(super) fn is_reached_by_nobody_else(
    mode: LocalSignIn,
    listen: SocketAddr,
    public_url: Option<&PublicUrl>,
    allowed_hosts: &[String],
) -> Result<(), String> {
    if mode != LocalSignIn::On {
        return Ok(());
    }
    let host = public_url
        .map(PublicUrl::host)
        .filter(|host| !is_this_computer(host));
    let others = if !listen.ip().is_loopback() {
        format!("LISTEN={listen} can be reached by others")
    } else if let Some(host) = host {
        format!("PUBLIC_URL leads others here by the name {host}")
    } else if !allowed_hosts.is_empty() {
        "ALLOWED_HOSTS leads others here".to_owned()
    } else {
        return Ok(());
    };
    Err(format!(
        "{others}, and LOCAL_SIGN_IN=on lets whoever reaches this program enter without a password.\n\
         Listen on 127.0.0.1 under no other name, set LOCAL_SIGN_IN=off, or, if that is what you want, \
         LOCAL_SIGN_IN=insecure-anyone-may-enter."
    ))
}

fn is_this_computer(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn a_name_for_others_needs_a_word_about_sample_people() {
        let read = |arguments: &[&str]| {
            Config::read([&["imprimatur", "serve"], arguments].concat())
                .map_err(|it| it.to_string())
        };
        for named in [
            "--public-url=https://certificates.example",
            "--allowed-hosts=certificates.example",
        ] {
            let refused = read(&[named]).unwrap_err();
            assert!(refused.contains("LOCAL_SIGN_IN=off"), "{refused}");
            for mode in ["off", "insecure-anyone-may-enter"] {
                assert!(read(&[named, &format!("--local-sign-in={mode}")]).is_ok());
            }
        }
        for own in [
            "http://localhost:8080",
            "http://127.0.0.1:9000",
            "http://[::1]:9000",
        ] {
            assert!(read(&[&format!("--public-url={own}")]).is_ok(), "{own}");
        }
    }
}
