//! What only this program may read, though others hold it: ChaCha20-Poly1305 (RFC 8439) with a key that is derived from a secret for one use
//! (HKDF, RFC 5869).

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};

use crate::clock::Clock;

/// A use of a secret, and the secret. What is sealed for one use is opened for no other.
#[derive(Clone, Copy)]
pub struct Sealer<'a> {
    /// Names the use; never changed once something was sealed for it.
    pub purpose: &'static [u8],
    /// At least as hard to guess as a key.
    pub secret: &'a [u8],
}

impl Sealer<'_> {
    fn key(self) -> LessSafeKey {
        let derived = Salt::new(HKDF_SHA256, self.purpose).extract(self.secret);
        let key = derived
            .expand(&[b"seal"], &CHACHA20_POLY1305)
            .map(UnboundKey::from)
            .expect("one key is not too long to be derived");
        LessSafeKey::new(key)
    }

    /// Seals bytes for one place: in any other they cannot be opened.
    ///
    /// # Panics
    /// Never: what is sealed is not as long as would be too long.
    pub fn seal(self, place: &[u8], bytes: &[u8], clock: &Clock) -> Vec<u8> {
        let nonce = clock.random::<NONCE_LEN>();
        let mut sealed = bytes.to_vec();
        self.key()
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place),
                &mut sealed,
            )
            .expect("it is not too long to be sealed");
        [&nonce[..], &sealed].concat()
    }

    /// Opens what was sealed for a place. `None`: it was not, or with another secret, or for another use.
    pub fn open(self, place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let opened = self
            .key()
            .open_in_place(nonce, Aad::from(place), &mut sealed);
        opened.ok().map(|opened| opened.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_opens_it_in_the_same_place_and_for_the_same_use() {
        let clock = Clock::system();
        let sealer = |secret: &'static str, purpose: &'static str| Sealer {
            purpose: purpose.as_bytes(),
            secret: secret.as_bytes(),
        };
        let sealed = sealer("sk_1", "a").seal(b"ses_1", b"a token", &clock);
        assert!(!sealed.windows(5).any(|some| some == b"token"));
        assert_ne!(
            sealed,
            sealer("sk_1", "a").seal(b"ses_1", b"a token", &clock)
        );
        let open = |secret, purpose, place: &[u8]| sealer(secret, purpose).open(place, &sealed);
        assert_eq!(open("sk_1", "a", b"ses_1"), Some(b"a token".to_vec()));
        assert_eq!(open("sk_2", "a", b"ses_1"), None);
        assert_eq!(open("sk_1", "b", b"ses_1"), None);
        assert_eq!(open("sk_1", "a", b"ses_2"), None);
        for changed in 0..sealed.len() {
            let mut other = sealed.clone();
            other[changed] ^= 1;
            assert_eq!(sealer("sk_1", "a").open(b"ses_1", &other), None);
        }
        assert_eq!(sealer("sk_1", "a").open(b"ses_1", &sealed[..5]), None);
    }
}
