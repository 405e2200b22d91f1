import { readFileSync } from 'node:fs'
import { DOMParser } from 'linkedom'
import { describe, expect, test } from 'vitest'
import type { InsertedRun } from '../document/model'
import { htmlOf, OWN_TYPE, ownOf, plainOf, runsFromOwn } from './copied'
import { colorOf, pointsOf, rulesOf } from './css'
import { LONGEST_HTML, runsFromHtml, type Reading } from './from-html'
import { Paragraphs } from './paragraphs'
import { atHome, pastedText } from './pasted'

const reading: Reading = {
  families: ['Inter', 'EB Garamond', 'Cormorant Garamond'],
  parse: (html) => new DOMParser().parseFromString(/<body/i.test(html) ? html : `<html><body>${html}</body></html>`, 'text/html') as unknown as Document,
}
const fixture = (name: string): string => readFileSync(new URL(`testing/${name}.html`, import.meta.url), 'utf8')
const read = (html: string): InsertedRun[] => runsFromHtml(html, reading) ?? []
/** Neighbours that look alike joined, looks left out where there are none. */
const told = (runs: readonly InsertedRun[]): unknown[][] => {
  const joined: [string, ...unknown[]][] = []
  for (const { insert, attributes } of runs) {
    const look = attributes && Object.keys(attributes).length > 0 ? [attributes] : []
    const last = joined.at(-1)
    if (last !== undefined && JSON.stringify(last.slice(1)) === JSON.stringify(look)) last[0] += insert as string
    else joined.push([insert as string, ...look])
  }
  return joined
}

describe('what comes from word processors keeps its meaning', () => {
  test('Word: headings, looks, empty lines, lists of two levels; no images, nothing hidden', () => {
    const title = { family: 'EB Garamond', size: 20, color: '#0f4761' }
    expect(told(read(fixture('word')))).toEqual([
      ['Kursbestätigung\n', title],
      ['Zoë Müller', { weight: 700, italic: true, size: 14, color: '#c00000' }],
      [' hat den Kurs  «Typografie» besucht.\n\n• Schrift wählen\n'],
      ['    • Satz', { weight: 700 }],
      [' setzen\n1. Drucken\nEnde'],
    ])
  })

  test('Docs: looks, an empty line, lists in lists; the wrapper that is not bold, black and eleven points are no looks', () => {
    expect(told(read(fixture('docs')))).toEqual([
      ['Attestation\n', { family: 'Cormorant Garamond', size: 20 }],
      ['pour '],
      ['Chloé', { weight: 700 }],
      [', avec  mention\n', { family: 'Inter', color: '#38761d', italic: true }],
      ['\n• un\n    • deux\n'],
      ['a. trois\n', { size: 9 }],
      ['b. quatre'],
    ])
  })

  test('LibreOffice: fonts in tags, an empty line, a line that ends, numbers, a table as lines', () => {
    expect(told(read(fixture('libreoffice')))).toEqual([
      ['Diploma di merito\n', { color: '#800000', family: 'EB Garamond', size: 18, weight: 700 }],
      ['\nper '],
      ['Aurora', { italic: true }],
      [',\nnata a Chiasso\n1. primo\n2. secondo\nLuogo\t'],
      ['Data', { weight: 700 }],
    ])
  })
})

describe('pages at large', () => {
  test('spaces collapse as on a page, and count where it says so', () => {
    expect(plainOf(read('<p>  a\n  b <b> c</b>  </p>\n<p>d</p>'), () => '')).toBe('a b c\nd')
    expect(plainOf(read('<pre>a\n  b</pre>'), () => '')).toBe('a\n  b')
    expect(plainOf(read('<span style="white-space:pre-wrap">a  b</span>'), () => '')).toBe('a  b')
    expect(plainOf(read('<div>« a »</div>'), () => '')).toBe('« a »')
    expect(plainOf(read('<div>«\u00a0a\u202f»</div>'), () => '')).toBe('«\u00a0a\u202f»')
  })

  test('lines and blocks', () => {
    expect(plainOf(read('a<br>b<div>c</div>d<p>e<br></p>f'), () => '')).toBe('a\nb\nc\nd\ne\nf')
    expect(plainOf(read('<p>a</p><p></p><p>b</p>'), () => '')).toBe('a\n\nb')
    expect(plainOf(read('<ul><li>a<li><p>b</p><p>c</p></li></ul>'), () => '')).toBe('• a\n• b\nc')
    expect(plainOf(read('<ol start=3><li>a<li>b</ol>'), () => '')).toBe('3. a\n4. b')
    expect(plainOf(read('<ul><li></li></ul>x'), () => '')).toBe('x')
  })

  test('what nests takes its own look back', () => {
    expect(told(read('<b>a<span style="font-weight:normal">b</span></b><em>c<i style="font-style:normal">d</i></em>'))).toEqual([
      ['a', { weight: 700 }], ['b'], ['c', { italic: true }], ['d'],
    ])
  })

  test('a row of a table is one line: cells keep their looks, and nothing in them tears it apart', () => {
    const html = `<p>vor</p><table><tr><th>Kurs</th><td>mit <b>Note</b> <span style="color:#9e2b25;font-size:9pt">5,5</span> </td></tr>
      <tr><td>&nbsp;</td><td><p>eins</p><p></p><p>zwei<br>drei</p></td><td></td><td><ul><li>a<li>b</ul></td></tr>
      <tr><td><pre>x\n  y</pre><table><tr><td>innen</td><td>zwei</td></tr></table></td><td><p style="mso-list:l0 level2"><span style="mso-list:Ignore">1.  </span>Wort</p></td></tr></table>nach`
    expect(told(read(html))).toEqual([
      ['vor\n'], ['Kurs', { weight: 700 }], ['\tmit '], ['Note', { weight: 700 }], [' '], ['5,5\n', { color: '#9e2b25', size: 9 }],
      ['\teins zwei drei\t\t• a • b\nx y innen zwei\t1. Wort\nnach'],
    ])
  })

  test('what is hidden or never words comes along from no cell', () => {
    const html = `<table><tr><td>Wort<span style="display:none">weg</span><script>alert(1)</script><style>p{}</style><svg><text>svg</text></svg></td>
      <td><textarea>weg</textarea>Ende<i style="mso-hide:all">weg</i></td></tr></table>`
    expect(told(read(html))).toEqual([['Wort\tEnde']])
  })

  test('nothing that runs, loads or hides comes along', () => {
    const html = `<p onclick="alert(1)">Wort<script>alert(1)</script><style>p{}</style><img src=x onerror=alert(1)><svg><text>svg</text></svg>
      <iframe src="javascript:alert(1)">frame</iframe><a href="javascript:alert(1)">Verweis</a><span style="display:none">weg</span><template>t</template></p>`
    const runs = read(html)
    expect(plainOf(runs, () => '')).toBe('Wort Verweis')
    expect(JSON.stringify(runs)).not.toMatch(/script|alert|href/)
  })

  test('too much is bounded', () => {
    expect(runsFromHtml('x'.repeat(LONGEST_HTML + 1), reading)).toBeNull()
    expect(plainOf(read(`<p>${'x'.repeat(200_000)}</p>`), () => '').length).toBe(50_000)
    expect(plainOf(read(`${'<div>'.repeat(2_000)}tief${'</div>'.repeat(2_000)}`), () => '')).toBe('')
    expect(runsFromHtml('<p> </p><img src=x>', reading)).toBeNull()
  })

  test('style sheets are read without their comments, innermost blocks first', () => {
    const rules = rulesOf([
      'p.a /* not } this { */ { color: red; COLOR: blue !important; mystery: 1 } <!-- B, .b , p > i, { font-size: 9pt }',
      '@media screen { u { color: lime } } .b { color: green } i { color: x; ', 's{color:red}/* never closed } em { color: red }', 'em{color:navy}',
    ])
    expect(Object.fromEntries([...rules].map(([name, declarations]) => [name, Object.fromEntries(declarations)]))).toEqual({
      'p.a': { color: 'blue' }, b: { 'font-size': '9pt' }, '.b': { 'font-size': '9pt', color: 'green' }, u: { color: 'lime' }, s: { color: 'red' }, em: { color: 'navy' },
    })
    expect(rulesOf(Array.from({ length: 3 }, (_, index) => `/*${' '.repeat(200_000)}*/.c${index.toString()}{color:red}`)).size).toBe(2)
    expect(rulesOf([`${'p,'.repeat(2_000)}b{color:red}i{color:${'x'.repeat(600)}}u{color:red}`]).get('i')).toEqual(new Map())
  })

  /** Generous: a tenth of it is usual, and what tries again at every place takes minutes. */
  const AT_ONCE_MS = 2_000
  /** What makes a careless reader try again at every place. */
  const filled = (begin: string, shape: string, length: number): string => begin + shape.repeat(length / shape.length)

  test.each([
    ['comments that never close', '', '/*a*'], ['a comment of stars', '/*', '*'], ['comments', '', '/*a*/'], ['a selector without a block', '', 'a'],
    ['blocks that only open', '', 'a{'], ['blocks that only close', '', '}'], ['many selectors and many declarations', `${'p,'.repeat(900)}b{`, 'x:y;'],
    ['one rule again and again', '', 'a{x:y}'], ['one rule, never the same', '', `${'a,'.repeat(900)}a{color:red}`],
  ])('half a megabyte of %s is read at once', (_, begin, shape) => {
    const sheet = filled(begin, shape, 500_000)
    const from = performance.now()
    rulesOf([sheet, 'b{color:red}'])
    rulesOf(Array.from({ length: 250_000 }, () => shape))
    expect(performance.now() - from).toBeLessThan(AT_ONCE_MS)
  })

  test.each([
    ['spaces in front of a word', '<pre>', ' ', 500_000], ['comments between lines', '', '<br><!---->', 100_000],
    ['cells that are only filled', '<table><tr>', '<td>\u00a0', 50_000],
    ['looks for one tag', `<style>b{color:${'x'.repeat(400_000)}}</style>`, '<b>a</b>', 50_000],
  ])('a page of %s is read at once', (_, begin, shape, length) => {
    const html = `${filled(begin, shape, length)}x`
    // How long a parser takes is not what is asked.
    const page = reading.parse(html)
    const from = performance.now()
    runsFromHtml(html, { ...reading, parse: () => page })
    expect(performance.now() - from).toBeLessThan(AT_ONCE_MS)
  })

  test('fifty thousand words of one letter are gathered at once', () => {
    const paragraphs = new Paragraphs(50_000)
    const look = {}
    const from = performance.now()
    for (let count = 0; count < 50_000; count++) paragraphs.words('a', look, false)
    expect(paragraphs.runs()).toEqual([{ insert: 'a'.repeat(50_000), attributes: {} }])
    expect(performance.now() - from).toBeLessThan(AT_ONCE_MS / 10)
  })

  test('sizes and colours as they are written', () => {
    expect(['12pt', '16px', '1cm', '120%', '1.5em', '0pt', 'x'].map(pointsOf)).toEqual([12, 12, 28.3, undefined, undefined, undefined, undefined])
    expect(['#ABC', '#aabbccdd', 'rgb(1, 2, 3)', 'rgba(255,0,0,.5)', 'rgb(0 0 0 / 0)', 'Red', 'windowtext', 'constructor', 'url(x)'].map(colorOf))
      .toEqual(['#aabbcc', '#aabbccdd', '#010203', '#ff000080', undefined, '#ff0000', undefined, undefined, undefined])
  })
})

describe('own words', () => {
  const runs: InsertedRun[] = [{ insert: 'Für <', attributes: { weight: 700, color: 'style:red' } }, { insert: { field: 'name', fallback: '…' }, attributes: {} }, { insert: '\n& mehr', attributes: {} }]

  test('they survive with their fields', () => {
    expect(runsFromOwn(ownOf(runs))).toEqual(runs)
    for (const odd of ['', '{', '[]', '{"runs":3}', '{"runs":[null,{"insert":3},{"insert":{"field":"Not A Key"}}]}']) expect(runsFromOwn(odd)).toBeNull()
  })

  test('other programs get a page and plain words', () => {
    const shown = (): string => 'Zoë'
    expect(plainOf(runs, shown)).toBe('Für <Zoë\n& mehr')
    const html = htmlOf(runs, { family: 'Inter', size: 12, weight: 400 }, shown, () => '#9e2b25')
    expect(html).toContain('<span style="font-family:\'Inter\';font-weight:700;font-size:12pt;color:#9e2b25">Für &lt;</span>')
    expect(told(read(html))).toEqual([['Für <', { family: 'Inter', weight: 700, size: 12, color: '#9e2b25' }], ['Zoë\n& mehr', { family: 'Inter', size: 12 }]])
  })

  test('the clipboard is asked for own words, then a page, then plain ones', () => {
    const clipboard = (data: Record<string, string>) => ({ getData: (type: string) => data[type] ?? '' })
    const all = { [OWN_TYPE]: ownOf([{ insert: 'own' }]), 'text/html': '<b>html</b>', 'text/plain': 'pl\r\nain' }
    expect(pastedText(clipboard(all), false, reading)).toEqual({ runs: [{ insert: 'own', attributes: {} }], own: true })
    expect(pastedText(clipboard({ ...all, [OWN_TYPE]: '' }), false, reading)).toEqual({ runs: [{ insert: 'html', attributes: { weight: 700 } }], own: false })
    expect(pastedText(clipboard({ ...all, [OWN_TYPE]: '', 'text/html': '<img src=x>' }), false, reading)?.runs).toEqual([{ insert: 'pl\nain', attributes: {} }])
    expect(pastedText(clipboard(all), true, reading)?.runs).toEqual([{ insert: 'pl\nain', attributes: {} }])
    expect(pastedText(clipboard({}), false, reading)).toBeNull()
  })

  test('shared colours and styles of another draft are left there', () => {
    const styles = [{ id: 'red', kind: 'color', name: 'Rot', order: 'V', value: '#9e2b25' }] as const
    expect(atHome([{ insert: 'a', attributes: { color: 'style:red', style: 'title', weight: 700 } }, { insert: 'b', attributes: { color: 'style:blue' } }], styles))
      .toEqual([{ insert: 'a', attributes: { color: 'style:red', weight: 700 } }, { insert: 'b', attributes: {} }])
  })
})
