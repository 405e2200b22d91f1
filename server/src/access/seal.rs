//! What only this program may read, though others hold it. Refresh tokens rest sealed: whoever reads the database alone, or a back-up of it, cannot go
//! on in anybody's name. What somebody left with to sign in is sealed in their browser. ChaCha20-Poly1305 (RFC 8439), with a key derived from the key to
//! WorkOS's API (HKDF, RFC 5869), which is needed to use them anyway. With another API key nobody can open them, and people sign in once more.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};

use crate::clock::Clock;

const SALT: &[u8] = b"imprimatur refresh tokens 1";

fn key(secret: &str) -> LessSafeKey {
    let derived = Salt::new(HKDF_SHA256, SALT).extract(secret.as_bytes());
    let key = derived
        .expand(&[b"seal"], &CHACHA20_POLY1305)
        .map(UnboundKey::from)
        .expect("one key is not too long to be derived");
    LessSafeKey::new(key)
}

/// Seals a text for one place: in any other it cannot be opened.
///
/// # Panics
/// Never: a text is not too long to be sealed.
pub fn seal(secret: &str, place: &[u8], text: &str, clock: &Clock) -> Vec<u8> {
    let nonce = clock.random::<NONCE_LEN>();
    let mut sealed = text.as_bytes().to_vec();
    key(secret)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(place),
            &mut sealed,
        )
        .expect("a token is not too long to be sealed");
    [&nonce[..], &sealed].concat()
}

/// Opens what was sealed for a place. `None`: it was not, or with another secret.
pub fn open(secret: &str, place: &[u8], sealed: &[u8]) -> Option<String> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut sealed = sealed.to_vec();
    let opened = key(secret)
        .open_in_place(nonce, Aad::from(place), &mut sealed)
        .ok()?;
    String::from_utf8(opened.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_opens_it_in_the_same_place() {
        let clock = Clock::system();
        let sealed = seal("sk_1", b"ses_1", "a token", &clock);
        assert!(!sealed.windows(5).any(|some| some == b"token"));
        assert_ne!(sealed, seal("sk_1", b"ses_1", "a token", &clock));
        assert_eq!(open("sk_1", b"ses_1", &sealed).as_deref(), Some("a token"));
        assert_eq!(open("sk_2", b"ses_1", &sealed), None);
        assert_eq!(open("sk_1", b"ses_2", &sealed), None);
        for changed in 0..sealed.len() {
            let mut other = sealed.clone();
            other[changed] ^= 1;
            assert_eq!(open("sk_1", b"ses_1", &other), None);
        }
        assert_eq!(open("sk_1", b"ses_1", &sealed[..5]), None);
    }
}
