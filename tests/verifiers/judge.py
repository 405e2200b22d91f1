"""openbadgeslib judges credentials, in the lines of judge.mjs: `{id, credential, documents, now}` in, a verdict out, in the same order.

It shares no code with the engines of judge.mjs: its own proofs, another JSON-LD processor (pyld), its own copies of the contexts.
"""

import copy
import functools
import json
import sys
from datetime import datetime

from openbadgeslib.ob3 import (OB3LdpVerifier, OB3VerificationError, check_credential_status,
                               resolve_verification_method, verify_data_integrity_proof)
from openbadgeslib.ob3 import ldp, status, verifier
from openbadgeslib.ob3.contexts import document_loader

ENGINE = 'openbadgeslib'
PURPOSES = {'revocation': 'revoked', 'suspension': 'suspended'}


def offline(event, _):
    """Whatever way to the network the engine finds, it ends here."""
    if event.startswith('socket.'):
        raise OSError('there is no network here')


class Clock(datetime):
    """The time the engine sees; it takes none as an argument."""

    moment = None

    @classmethod
    def now(cls, tz=None):
        return cls.moment.astimezone(tz)


def judge(text, documents):
    def download(address):
        if address not in documents:
            raise OB3VerificationError(f'{address} is not among the documents')
        return documents[address]

    verdict = {'verified': False, 'revoked': None, 'suspended': None, 'error': None}
    try:
        # A new verifier each time: it keeps the keys it has resolved for as long as it lives, and the next credential may come with other ones.
        # It checks that the proof's key is under the issuer's DID, the dates, and that the JSON says nothing that is not signed.
        # It does not look at `assertionMethod`: any key in the DID document will do.
        credential = OB3LdpVerifier().verify(text, download=download)
        for entry in credential.credential_status:
            verify_list(download(entry['statusListCredential']), credential.issuer.id, download)
            is_set = state(credential, entry, download)
            name = PURPOSES.get(entry['statusPurpose'])
            if name:
                verdict[name] = verdict[name] or is_set
        verdict['verified'] = True
    except Exception as error:  # whatever it is, it is what the engine says against the credential
        words = str(error) if isinstance(error, OB3VerificationError) else repr(error)
        verdict |= {'revoked': None, 'suspended': None, 'error': ' '.join(words.split())}
    return verdict


def verify_list(text, issuer, download):
    """The proof of a status list, and that the issuer of the credential made it.

    The engine has this only for lists that are JWTs: `verify(check_status=True)` refuses a list with an embedded proof, and without
    `verify_status_list` it believes any list. So it is put together here from the engine's own parts.
    """
    document = json.loads(text)
    if document['issuer'] != issuer:
        raise OB3VerificationError(f'the status list is by {document["issuer"]}, not by {issuer}')
    method = ldp._select_proof(document)['verificationMethod']
    if method.partition('#')[0] != issuer:
        raise OB3VerificationError(f'the proof of the status list is by {method}, not by {issuer}')
    verify_proof(text, resolve_verification_method(method, download=download), Clock.moment)


@functools.lru_cache
def verify_proof(text, key, _moment):
    """Kept, as many credentials stand in the same lists: a list takes as long as a credential, and each credential has two."""
    document = json.loads(text)
    # Not public, but what the verifier asks of a credential first: its JSON says nothing that is not signed.
    ldp._check_json_ld_form(document, ldp._select_proof(document), document_loader())
    verify_data_integrity_proof(document, key)


def state(credential, entry, download):
    """Whether the bit of an entry is set. The engine refuses a credential for it, in the words that are looked for here."""
    single = copy.copy(credential)
    single.credential_status = [entry]
    try:
        check_credential_status(single, download=download)
    except OB3VerificationError as error:
        if str(error).startswith(f"Credential status '{entry['statusPurpose']}' is set"):
            return True
        raise
    return False


def as_bytes(document):
    return (document if isinstance(document, str) else json.dumps(document)).encode()


def main():
    for module in (ldp, status, verifier):
        module.datetime = Clock
    sys.addaudithook(offline)
    # As bytes: whatever the locale is, and a line ends at a line feed only.
    for line in sys.stdin.buffer:
        case = json.loads(line)
        Clock.moment = datetime.fromisoformat(case['now'])
        documents = {address: as_bytes(document) for address, document in case['documents'].items()}
        verdict = {'id': case['id'], 'engines': {ENGINE: judge(case['credential'], documents)}}
        print(json.dumps(verdict), flush=True)


main()
