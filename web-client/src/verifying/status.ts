import { fromBase64Url, unpacked } from './base'

/** Bytes of a list: 131,072 places. */
const LIST_BYTES = 131_072 / 8

/** Whether a bit of a list is set (Bitstring Status List 1.0, section 3.2: the first place is the highest bit). Null: there is no such list, or place. */
export async function isSet(encodedList: string, index: string): Promise<boolean | null> {
  const place = /^(0|[1-9]\d{0,5})$/.test(index) ? Number(index) : Infinity
  const zipped = encodedList.startsWith('u') ? fromBase64Url(encodedList.slice(1)) : null
  if (zipped === null || place >= LIST_BYTES * 8) return null
  const bits = await unpacked(zipped, 'gzip', LIST_BYTES)
  const byte = bits?.length === LIST_BYTES ? bits[place >> 3] : undefined
  return byte === undefined ? null : (byte & (0x80 >> (place & 7))) !== 0
}
