people-title = People
people-lead = Who is a member of your organisation, and what each of them may do.
people-workos = Members and roles are changed in WorkOS; they appear here within seconds.
people-local = These are sample people of this server.
people-members = Members
people-total = { $count ->
    [one] 1 member
   *[other] { $figure } members
 }
people-search = Search members
people-search-placeholder = Name or e-mail address
people-clear-search = Clear the search
people-found = { $count ->
    [0] Nobody found
    [one] 1 member found
   *[other] { $figure } members found
 }
people-found-more = The first { $figure } members that were found
people-none-title = Nobody found
people-none-text = Nobody has “{ $search }” in their name or e-mail address.
people-empty-title = No member yet
people-loading = Loading members …
people-failed = The members could not be loaded.
people-more = Show more
people-column-person = Person
people-column-roles = Roles
people-column-language = Language
people-column-since = Member since
people-no-role = None
domains-title = Domains
domains-lead = Whoever has an e-mail address at a verified domain is taken to belong to your organisation.
domains-none = Your organisation has no domain.
domain-verified = Verified
domain-pending = Not verified yet
domain-failed = Not verified
domain-unknown = Unknown
domain-contested = Contested
domain-contested-text = Another organisation has verified this domain as well. Until that is settled, nobody is found by it. WorkOS’s support can settle it.
