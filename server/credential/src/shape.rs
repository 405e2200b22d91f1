//! Words of a credential that are always the same.

/// Types that are written as one word, and read only as that.
macro_rules! constants {
    ($($name:ident = $word:literal),* $(,)?) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
        pub(crate) enum $name {
            #[default]
            #[serde(rename = $word)]
            It,
        }
    )*};
}

constants! {
    V2Context = "https://www.w3.org/ns/credentials/v2",
    Ob3Context = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    DidContext = "https://www.w3.org/ns/did/v1",
    MultikeyContext = "https://w3id.org/security/multikey/v1",
    VerifiableCredential = "VerifiableCredential",
    OpenBadgeCredential = "OpenBadgeCredential",
    Profile = "Profile",
    AchievementSubject = "AchievementSubject",
    AchievementType = "Achievement",
    IdentityObject = "IdentityObject",
    ResultType = "Result",
    ResultDescription = "ResultDescription",
    BitstringStatusListCredential = "BitstringStatusListCredential",
    BitstringStatusList = "BitstringStatusList",
    BitstringStatusListEntry = "BitstringStatusListEntry",
    DataIntegrityProof = "DataIntegrityProof",
    EddsaRdfc2022 = "eddsa-rdfc-2022",
    AssertionMethod = "assertionMethod",
    Multikey = "Multikey",
}
