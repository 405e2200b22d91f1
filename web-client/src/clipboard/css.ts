/** What of a foreign page's style says how words look: declarations of one element, and rules of a style sheet for tags and classes. */

/** Declarations by property, in lower case. */
export type Declarations = ReadonlyMap<string, string>

/** More declarations or rules than any word processor writes are not read. */
const MOST_DECLARATIONS = 200
const MOST_RULES = 2_000
/** A style sheet of a word processor takes 30 to 60 KB. */
const LONGEST_SHEET = 500_000

/** Reads `a: b; c: d`. */
export function declarationsOf(style: string): Declarations {
  const found = new Map<string, string>()
  for (const part of style.split(';', MOST_DECLARATIONS)) {
    const colon = part.indexOf(':')
    if (colon > 0) found.set(part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).replace(/!important/i, '').trim())
  }
  return found
}

/** The rules of style sheets for single tags and classes, by `tag`, `.class` and `tag.class`. */
export function rulesOf(sheets: readonly string[]): ReadonlyMap<string, Declarations> {
  const rules = new Map<string, Declarations>()
  for (const sheet of sheets) {
    const text = sheet.slice(0, LONGEST_SHEET).replaceAll(/<!--|-->/g, '').replaceAll(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '')
    for (const [, selectors = '', body = ''] of text.matchAll(/([^{}]{1,2000})\{([^{}]*)\}/g)) {
      if (rules.size > MOST_RULES) return rules
      for (const selector of selectors.split(',')) {
        const name = selector.trim().toLowerCase()
        if (/^(?:[a-z][a-z0-9]*)?(?:\.[\w-]+)?$/.test(name) && name !== '') rules.set(name, new Map([...(rules.get(name) ?? []), ...declarationsOf(body)]))
      }
    }
  }
  return rules
}

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
