/** Keys of fields from what people call them. Pure. */

/** Longest key that the schema allows. */
const LONGEST = 60

/** A free key made of a label: `Name der Lernenden` becomes `name_der_lernenden`. */
export function keyFor(label: string, taken: ReadonlySet<string>): string {
  const plain = label
    .replaceAll(/[äÄ]/g, 'ae').replaceAll(/[öÖ]/g, 'oe').replaceAll(/[üÜ]/g, 'ue').replaceAll('ß', 'ss')
    .normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, LONGEST)
  const base = plain === '' ? 'field' : plain
  if (!taken.has(base)) return base
  for (let number = 2; ; number++) {
    const ending = `_${number.toString()}`
    const key = base.slice(0, LONGEST - ending.length) + ending
    if (!taken.has(key)) return key
  }
}
