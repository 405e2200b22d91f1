/** The list of certificates, as it grows and is read again. Pure. */
import type { CertificateBody, CertificatesBody } from '../../protocol/generated'

/** What is shown, and where it goes on. */
export type Listed = CertificatesBody

/** With the next ones. What came twice is shown as it was read last, where it stood. */
export function extended(listed: Listed, more: CertificatesBody): Listed {
  const latest = new Map(more.certificates.map(one => [one.id, one]))
  const before = listed.certificates.map(one => latest.get(one.id) ?? one)
  const known = new Set(before.map(one => one.id))
  return { certificates: [...before, ...more.certificates.filter(one => !known.has(one.id))], next: more.next }
}

/** Read again from the top. What was shown below stays where it joins what was read; else the list begins anew, without a gap in it. */
export function refreshed(listed: Listed | null, top: CertificatesBody): Listed {
  const last = top.certificates.at(-1)
  if (listed === null || last === undefined || top.next === null) return top
  const joint = listed.certificates.findIndex(one => one.id === last.id)
  const below = joint < 0 ? [] : listed.certificates.slice(joint + 1)
  return below.length === 0 ? top : { certificates: [...top.certificates, ...below], next: listed.next }
}

/** With one as it stands now. */
export function replaced(listed: Listed, one: CertificateBody): Listed {
  return { ...listed, certificates: listed.certificates.map(other => (other.id === one.id ? one : other)) }
}
