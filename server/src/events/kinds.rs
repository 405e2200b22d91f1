//! What can happen, by the words that stand in the tables.

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// Somebody began to act in a member's name.
    SessionImpersonated,
    /// A key for a program was made.
    KeyCreated,
    /// A key for a program was taken back.
    KeyRevoked,
    /// The organisation's settings were changed.
    SettingsChanged,
    /// Work on everything of the organisation was asked for.
    RunAsked,
    /// A template was made; its subject is the template.
    TemplateCreated,
    /// A template was given another name.
    TemplateRenamed,
    /// A template was deleted.
    TemplateDeleted,
    /// Somebody began to edit a draft. A sitting is one event, however much is edited in it.
    DraftEdited,
    /// A thread was begun, or answered.
    CommentAdded,
    /// A thread was resolved.
    ThreadResolved,
    /// A thread was opened again.
    ThreadReopened,
    /// A review link was made for somebody without an account.
    GuestInvited,
    /// A review link was taken back.
    GuestRevoked,
    /// A version of a draft was frozen.
    VersionFrozen,
    /// A version was given a name.
    VersionNamed,
    /// A draft was brought back to an earlier state, by an edit.
    DraftRestored,
    /// A version was given to approvers.
    ReviewSubmitted,
    /// Others are asked now, or until another day.
    ReviewReassigned,
    /// A review is to be decided soon, and is not.
    ReviewDue,
    /// A version is not to be reviewed any more.
    ReviewWithdrawn,
    /// An approver wants changes.
    ReviewRejected,
    /// An approver has approved a version.
    ReviewApproved,
    /// A version was published.
    VersionPublished,
    /// An earlier published version is the current one again.
    VersionRolledBack,
    /// A template is not published any more: nothing new is issued from it.
    TemplateArchived,
    /// A publication was cancelled before anything of it was so.
    PublicationCancelled,
    /// A certificate was issued; its subject is the certificate.
    CertificateIssued,
    /// A certificate does not hold for now.
    CertificateSuspended,
    /// A certificate that was suspended holds again.
    CertificateReinstated,
    /// A certificate does not hold any more.
    CertificateRevoked,
    /// A certificate does not hold any more, and another one stands in its place.
    CertificateCorrected,
    /// A newer certificate follows on this one.
    CertificateRenewed,
    /// Whoever has a certificate asks to be called otherwise in it.
    CertificateNameAsked,
    /// They are not, says the organisation. Where they are, the certificate is corrected.
    CertificateNameDeclined,
    /// What a certificate says of a person was erased.
    CertificateErased,
    /// An organisation signs with a new key from now on; the subject is the key.
    IssuerKeyRotated,
}

impl EventKind {
    /// Every one.
    pub const ALL: [Self; 37] = [
        Self::SessionImpersonated,
        Self::KeyCreated,
        Self::KeyRevoked,
        Self::SettingsChanged,
        Self::RunAsked,
        Self::TemplateCreated,
        Self::TemplateRenamed,
        Self::TemplateDeleted,
        Self::DraftEdited,
        Self::CommentAdded,
        Self::ThreadResolved,
        Self::ThreadReopened,
        Self::GuestInvited,
        Self::GuestRevoked,
        Self::VersionFrozen,
        Self::VersionNamed,
        Self::DraftRestored,
        Self::ReviewSubmitted,
        Self::ReviewReassigned,
        Self::ReviewDue,
        Self::ReviewWithdrawn,
        Self::ReviewRejected,
        Self::ReviewApproved,
        Self::VersionPublished,
        Self::VersionRolledBack,
        Self::TemplateArchived,
        Self::PublicationCancelled,
        Self::CertificateIssued,
        Self::CertificateSuspended,
        Self::CertificateReinstated,
        Self::CertificateRevoked,
        Self::CertificateCorrected,
        Self::CertificateRenewed,
        Self::CertificateNameAsked,
        Self::CertificateNameDeclined,
        Self::CertificateErased,
        Self::IssuerKeyRotated,
    ];

    /// As it is written everywhere. A word is never changed afterwards.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionImpersonated => "session.impersonated",
            Self::KeyCreated => "key.created",
            Self::KeyRevoked => "key.revoked",
            Self::SettingsChanged => "settings.changed",
            Self::RunAsked => "run.asked",
            Self::TemplateCreated => "template.created",
            Self::TemplateRenamed => "template.renamed",
            Self::TemplateDeleted => "template.deleted",
            Self::DraftEdited => "draft.edited",
            Self::CommentAdded => "comment.added",
            Self::ThreadResolved => "thread.resolved",
            Self::ThreadReopened => "thread.reopened",
            Self::GuestInvited => "guest.invited",
            Self::GuestRevoked => "guest.revoked",
            Self::VersionFrozen => "version.frozen",
            Self::VersionNamed => "version.named",
            Self::DraftRestored => "draft.restored",
            Self::ReviewSubmitted => "review.submitted",
            Self::ReviewReassigned => "review.reassigned",
            Self::ReviewDue => "review.due",
            Self::ReviewWithdrawn => "review.withdrawn",
            Self::ReviewRejected => "review.rejected",
            Self::ReviewApproved => "review.approved",
            Self::VersionPublished => "version.published",
            Self::VersionRolledBack => "version.rolled_back",
            Self::TemplateArchived => "template.archived",
            Self::PublicationCancelled => "publication.cancelled",
            Self::CertificateIssued => "certificate.issued",
            Self::CertificateSuspended => "certificate.suspended",
            Self::CertificateReinstated => "certificate.reinstated",
            Self::CertificateRevoked => "certificate.revoked",
            Self::CertificateCorrected => "certificate.corrected",
            Self::CertificateRenewed => "certificate.renewed",
            Self::CertificateNameAsked => "certificate.name_asked",
            Self::CertificateNameDeclined => "certificate.name_declined",
            Self::CertificateErased => "certificate.erased",
            Self::IssuerKeyRotated => "issuer_key.rotated",
        }
    }

    /// The kind of that name. A newer version may know more of them.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether it is chained in the registry. Edits and comments are not: nobody answers for one of them as for a key or an approval, and there are
    /// a thousand times as many.
    #[must_use]
    pub const fn is_audited(self) -> bool {
        match self {
            Self::SessionImpersonated
            | Self::KeyCreated
            | Self::KeyRevoked
            | Self::SettingsChanged
            | Self::RunAsked
            | Self::TemplateCreated
            | Self::TemplateRenamed
            | Self::TemplateDeleted
            | Self::GuestInvited
            | Self::GuestRevoked
            | Self::VersionFrozen
            | Self::VersionNamed
            | Self::DraftRestored
            | Self::ReviewSubmitted
            | Self::ReviewReassigned
            | Self::ReviewWithdrawn
            | Self::ReviewRejected
            | Self::ReviewApproved
            | Self::VersionPublished
            | Self::VersionRolledBack
            | Self::TemplateArchived
            | Self::PublicationCancelled
            | Self::CertificateIssued
            | Self::CertificateSuspended
            | Self::CertificateReinstated
            | Self::CertificateRevoked
            | Self::CertificateCorrected
            | Self::CertificateRenewed
            | Self::CertificateNameAsked
            | Self::CertificateNameDeclined
            | Self::CertificateErased
            | Self::IssuerKeyRotated => true,
            Self::DraftEdited
            | Self::CommentAdded
            | Self::ThreadResolved
            | Self::ThreadReopened
            | Self::ReviewDue => false,
        }
    }

    /// Whether all who may see a template may see it. The others are the business of those who manage.
    #[must_use]
    pub const fn is_activity(self) -> bool {
        match self {
            Self::SessionImpersonated
            | Self::KeyCreated
            | Self::KeyRevoked
            | Self::SettingsChanged
            | Self::RunAsked
            // As many as there are people: a list of their own shows them.
            | Self::CertificateIssued
            | Self::CertificateSuspended
            | Self::CertificateReinstated
            | Self::CertificateRevoked
            | Self::CertificateCorrected
            | Self::CertificateRenewed
            | Self::CertificateNameAsked
            | Self::CertificateNameDeclined
            | Self::CertificateErased
            | Self::IssuerKeyRotated => false,
            Self::TemplateCreated
            | Self::TemplateRenamed
            | Self::TemplateDeleted
            | Self::DraftEdited
            | Self::CommentAdded
            | Self::ThreadResolved
            | Self::ThreadReopened
            | Self::GuestInvited
            | Self::GuestRevoked
            | Self::VersionFrozen
            | Self::ReviewDue
            | Self::VersionNamed
            | Self::DraftRestored
            | Self::ReviewSubmitted
            | Self::ReviewReassigned
            | Self::ReviewWithdrawn
            | Self::ReviewRejected
            | Self::ReviewApproved
            | Self::VersionPublished
            | Self::VersionRolledBack
            | Self::TemplateArchived
            | Self::PublicationCancelled => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_word_of_its_own() {
        for kind in EventKind::ALL {
            assert_eq!(EventKind::named(kind.as_str()), Some(kind));
            assert!(
                kind.is_audited() || kind.is_activity(),
                "nobody would ever see {kind:?}"
            );
        }
        assert_eq!(EventKind::named("template.painted"), None);
    }
}
