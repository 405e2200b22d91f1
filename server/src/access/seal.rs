//! Refresh tokens rest sealed: whoever reads the database alone, or a back-up of it, cannot go on in anybody's name. What somebody left with to sign in
//! is sealed in their browser. The secret is the key to WorkOS's API, which is needed to use them anyway: with another one nobody can open them, and
//! people sign in once more.

use crate::clock::Clock;
use crate::seal::Sealer;

const PURPOSE: &[u8] = b"imprimatur refresh tokens 1";

fn sealer(secret: &str) -> Sealer<'_> {
    Sealer {
        purpose: PURPOSE,
        secret: secret.as_bytes(),
    }
}

/// Seals a text for one place: in any other it cannot be opened.
pub fn seal(secret: &str, place: &[u8], text: &str, clock: &Clock) -> Vec<u8> {
    sealer(secret).seal(place, text.as_bytes(), clock)
}

/// Opens what was sealed for a place. `None`: it was not, or with another secret.
pub fn open(secret: &str, place: &[u8], sealed: &[u8]) -> Option<String> {
    String::from_utf8(sealer(secret).open(place, sealed)?).ok()
}
