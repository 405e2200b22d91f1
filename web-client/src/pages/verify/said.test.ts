import { expect, it } from 'vitest'
import { isImage } from './said'

it('knows the checksum of an image among signed values, and nothing else', () => {
  const checksum = `sha256-${'Az09+/'.repeat(7)}k=`
  expect(isImage(checksum)).toBe(true)
  for (const other of [`${checksum} `, ` ${checksum}`, `${checksum}\n`, checksum.slice(0, -1), checksum.replace('k=', '='), checksum.replace('k=', 'kk='), checksum.replace('256', '384'), checksum.replace('+', '-'), 'Anna', '']) {
    expect.soft(isImage(other), other).toBe(false)
  }
})
