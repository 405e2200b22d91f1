//! Ed25519 keys (RFC 8032), written as Multikeys (Controlled Identifiers 1.0, section 2.2.2).

use std::fmt;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

/// The bytes before an Ed25519 public key in a Multikey.
const ED25519_PUBLIC: [u8; 2] = [0xED, 0x01];

/// A signature has so many bytes.
pub(crate) const SIGNATURE_BYTES: usize = 64;

/// What signs. It shows itself to nobody, in no log either.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl SigningKey {
    /// The key that these secret bytes are.
    ///
    /// # Panics
    /// Never: any 32 bytes are one.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).expect("any 32 bytes are a seed");
        let mut public = [0; 32];
        public.copy_from_slice(pair.public_key().as_ref());
        Self {
            pair,
            public: PublicKey(public),
        }
    }

    /// What its signatures are checked with.
    pub fn public(&self) -> PublicKey {
        self.public
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.pair.sign(bytes).as_ref().to_vec()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public)
    }
}

/// What a signature is checked with. Written as its Multikey: `z6Mk…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The key with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads a Multikey. `None`: it is none of an Ed25519 key.
    pub fn parse(multikey: &str) -> Option<Self> {
        let bytes = from_base58(multikey)?;
        let key = bytes.strip_prefix(&ED25519_PUBLIC)?;
        key.try_into().ok().map(Self)
    }

    pub(crate) fn has_signed(&self, bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0)
            .verify(bytes, signature)
            .is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_base58(&[&ED25519_PUBLIC[..], &self.0].concat()))
    }
}

/// Multibase of base-58 as Bitcoin writes it (Controlled Identifiers 1.0, section 2.4).
pub(crate) fn to_base58(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

pub(crate) fn from_base58(text: &str) -> Option<Vec<u8>> {
    // Longer than anything that is asked for: reading takes time by the square of it.
    let digits = text.strip_prefix('z').filter(|it| it.len() <= 128)?;
    bs58::decode(digits).into_vec().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_as_a_multikey_and_read_again() {
        // RFC 8032, section 7.1, test 1: seed and public key.
        let mut seed = [0; 32];
        seed.copy_from_slice(&bytes(
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        ));
        let key = SigningKey::from_seed(&seed).public();
        assert_eq!(
            key.as_bytes()[..],
            bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        );
        assert!(key.to_string().starts_with("z6Mk"));
        assert_eq!(PublicKey::parse(&key.to_string()), Some(key));
        for other in ["", "z", "z6Mk", "6Mk", "u6Mk", &"z1".repeat(200)] {
            assert_eq!(PublicKey::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_key_does_not_show_itself() {
        let key = SigningKey::from_seed(&[7; 32]);
        assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.public()));
    }

    fn bytes(hex: &str) -> Vec<u8> {
        let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits");
        (0..hex.len()).step_by(2).map(digit).collect()
    }
}
