/** What of a foreign page's style says how words look: declarations of one element, and rules of a style sheet for tags and classes. */

/** Declarations by property, in lower case. */
export type Declarations = ReadonlyMap<string, string>

/** Declarations by what they are for: `tag`, `.class` or `tag.class`. */
export type Rules = ReadonlyMap<string, Declarations>

/** The properties that are read; a page may write any number of others. */
const READ = new Set([
  'color', 'display', 'font-family', 'font-size', 'font-style', 'font-weight', 'list-style-type', 'mso-hide', 'mso-list', 'mso-spacerun', 'visibility', 'white-space',
])
/** More declarations or rules than any word processor writes are not read. */
const MOST_DECLARATIONS = 200
const MOST_RULES = 2_000
/** UTF-16 units of a value; a list of families takes some hundred. What is longer is asked for at every element, and is none. */
const LONGEST_VALUE = 500
/** A style sheet of a word processor takes 30 to 60 KB; this is for all of a page's together. */
const LONGEST_SHEETS = 500_000
const MOST_SHEETS = 100
/** UTF-16 units before a `{`; what is longer stands for no style of words. */
const LONGEST_SELECTORS = 2_000

/** Reads `a: b; c: d`. */
export function declarationsOf(style: string): Declarations {
  const found = new Map<string, string>()
  for (const part of style.split(';', MOST_DECLARATIONS)) {
    const colon = part.indexOf(':')
    const property = part.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    if (!READ.has(property) || part.length - colon > LONGEST_VALUE) continue
    found.set(property, part.slice(colon + 1).replace(/!important/i, '').trim())
  }
  return found
}

/** The rules of style sheets for single tags and classes, by `tag`, `.class` and `tag.class`. Any page may write them: each is read in one pass. */
export function rulesOf(sheets: readonly string[]): Rules {
  const rules = new Map<string, Map<string, string>>()
  let [room, blocks] = [LONGEST_SHEETS, 0]
  for (const sheet of sheets.slice(0, MOST_SHEETS)) {
    const text = withoutComments(sheet.slice(0, room).replaceAll(/<!--|-->/g, ''))
    room -= Math.min(sheet.length, room)
    for (const { selectors, body } of blocksOf(text)) {
      blocks += 1
      if (blocks > MOST_RULES) return rules
      const names = selectors.split(',').map((selector) => selector.trim().toLowerCase()).filter(isName)
      if (names.length === 0) continue
      const declarations = declarationsOf(body)
      for (const name of names) {
        const known = rules.get(name) ?? new Map<string, string>()
        for (const [property, value] of declarations) known.set(property, value)
        rules.set(name, known)
      }
    }
  }
  return rules
}

/** A sheet without what stands between `/*` and the next end of a comment, or the sheet's own. */
function withoutComments(sheet: string): string {
  const kept: string[] = []
  let from = 0
  for (;;) {
    const begin = sheet.indexOf('/*', from)
    if (begin < 0) return kept.join('') + sheet.slice(from)
    kept.push(sheet.slice(from, begin))
    const end = sheet.indexOf('*/', begin + 2)
    if (end < 0) return kept.join('')
    from = end + 2
  }
}

/** The innermost blocks of a sheet, with what stands before each. */
function* blocksOf(sheet: string): Generator<{ readonly selectors: string; readonly body: string }> {
  let from = 0
  let selectors: string | null = null
  for (const { 0: brace, index } of sheet.matchAll(/[{}]/g)) {
    const before = sheet.slice(from, index)
    if (brace === '}' && selectors !== null) yield { selectors, body: before }
    selectors = brace === '{' && before.length <= LONGEST_SELECTORS ? before : null
    from = index + 1
  }
}

const isName = (selector: string): boolean => selector !== '' && /^(?:[a-z][a-z0-9]*)?(?:\.[\w-]+)?$/.test(selector)

const POINTS: Readonly<Record<string, number>> = { pt: 1, px: 0.75, in: 72, cm: 72 / 2.54, mm: 72 / 25.4, pc: 12 }

/** A length in points; relative ones are none. */
export function pointsOf(value: string): number | undefined {
  const [, number = '', unit = ''] = /^([\d.]{1,20})(pt|px|in|cm|mm|pc)$/i.exec(value.trim()) ?? []
  const points = Number(number) * (POINTS[unit.toLowerCase()] ?? Number.NaN)
  return Number.isFinite(points) && points >= 1 && points <= 1_000 ? Math.round(points * 10) / 10 : undefined
}

/** The colours that word processors name. */
const NAMED: Readonly<Record<string, string>> = {
  black: '#000000', silver: '#c0c0c0', gray: '#808080', grey: '#808080', white: '#ffffff', maroon: '#800000', red: '#ff0000', purple: '#800080',
  fuchsia: '#ff00ff', magenta: '#ff00ff', green: '#008000', lime: '#00ff00', olive: '#808000', yellow: '#ffff00', navy: '#000080', blue: '#0000ff',
  teal: '#008080', aqua: '#00ffff', cyan: '#00ffff', orange: '#ffa500', brown: '#a52a2a', darkred: '#8b0000', darkblue: '#00008b',
  darkgreen: '#006400', crimson: '#dc143c', gold: '#ffd700',
}

const hex = (value: number): string => Math.round(Math.min(Math.max(value, 0), 255)).toString(16).padStart(2, '0')

/** A colour as `#rrggbb` or `#rrggbbaa`; what is see-through altogether, or says no colour, is none. */
export function colorOf(value: string): string | undefined {
  const word = value.trim().toLowerCase()
  if (/^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/.test(word)) return word
  if (/^#[0-9a-f]{3}$/.test(word)) return `#${[...word.slice(1)].map((digit) => digit + digit).join('')}`
  const parts = /^rgba?\(([^()]{1,60})\)$/.exec(word)?.[1]?.split(/[\s,/]+/).filter((part) => part !== '').map(Number)
  if (parts !== undefined && (parts.length === 3 || parts.length === 4) && parts.every(Number.isFinite)) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = parts
    if (alpha <= 0) return undefined
    return `#${hex(red)}${hex(green)}${hex(blue)}${alpha < 1 ? hex(alpha * 255) : ''}`
  }
  return Object.hasOwn(NAMED, word) ? NAMED[word] : undefined
}
