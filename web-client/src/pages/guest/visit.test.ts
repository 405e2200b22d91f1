import { describe, expect, it } from 'vitest'
import { ApiError } from '../../api'
import { outsideBy, secretOf } from './visit'

describe('the secret of a link', () => {
  it.each<[string, string | null]>([
    ['#0aB-_9zZ', '0aB-_9zZ'],
    ['', null],
    ['#', null],
    ['# ', null],
    // A mail program may put a space behind an address.
    ['#0aB-_9zZ ', '0aB-_9zZ'],
    [`#${'x'.repeat(201)}`, null],
  ])('%j', (hash, secret) => expect(secretOf(hash)).toBe(secret))
})

describe('why a guest is outside', () => {
  it.each<[string, unknown, string | null]>([
    ['no cookie, or a dead one', new ApiError('unauthenticated', '', 401), 'no_link'],
    ['a link that nobody knows', new ApiError('guest_link_unknown', '', 404), 'guest_link_unknown'],
    ['a link that has run out', new ApiError('guest_link_expired', '', 403), 'guest_link_expired'],
    ['a link that was taken back', new ApiError('guest_link_revoked', '', 403), 'guest_link_revoked'],
    ['something that is not there is none', new ApiError('not_found', '', 404), null],
    ['too many tries are none', new ApiError('too_many_requests', '', 429), null],
    ['a server that does not answer is none', new ApiError('unreachable', '', 0), null],
    ['nor is a fault of the page', new TypeError('x'), null],
  ])('%s', (_, error, why) => expect(outsideBy(error)).toBe(why))
})
