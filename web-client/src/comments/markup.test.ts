import { describe, expect, it } from 'vitest'
import { piecesOf, plainWords, type Piece } from './markup'

const words = (text: string): Piece => ({ kind: 'words', text })
const bold = (...inside: Piece[]): Piece => ({ kind: 'bold', inside })
const italic = (...inside: Piece[]): Piece => ({ kind: 'italic', inside })
const code = (text: string): Piece => ({ kind: 'code', text })
const link = (text: string, href = text): Piece => ({ kind: 'link', href, text })

describe('what was said', () => {
  it.each<[string, readonly Piece[]]>([
    ['', []],
    ['Plain words.\nIn two lines.', [words('Plain words.\nIn two lines.')]],
    ['a **b** c', [words('a '), bold(words('b')), words(' c')]],
    ['_b_', [italic(words('b'))]],
    ['**a _b_ c**', [bold(words('a '), italic(words('b')), words(' c'))]],
    ['_a **b**_', [italic(words('a '), bold(words('b')))]],
    ['use `a_b_c **x**` here', [words('use '), code('a_b_c **x**'), words(' here')]],
    // What is not closed, or closes elsewhere, is words.
    ['**a', [words('**a')]],
    ['2 ** 3 ** 4', [words('2 ** 3 ** 4')]],
    ['**a\nb**', [words('**a\nb**')]],
    ['a_b_c', [words('a_b_c')]],
    ['_a_b', [words('_a_b')]],
    ['____', [words('____')]],
    ['` a `', [words('` a `')]],
    ['**', [words('**')]],
    // Addresses.
    ['see https://example.com/a?b=c#d.', [words('see '), link('https://example.com/a?b=c#d'), words('.')]],
    ['(https://example.com/a_(b))', [words('('), link('https://example.com/a_(b)'), words(')')]],
    ['https://example.com', [link('https://example.com', 'https://example.com/')]],
    ['**https://example.com/**', [bold(link('https://example.com/'))]],
    ['xhttps://example.com', [words('xhttps://example.com')]],
    ['javascript:alert(1)', [words('javascript:alert(1)')]],
    ['https://bank.example@evil.example/', [words('https://bank.example@evil.example/')]],
    ['https://', [words('https://')]],
    ['<img src=x onerror=alert(1)>', [words('<img src=x onerror=alert(1)>')]],
    ['"https://example.com/"', [words('"'), link('https://example.com/'), words('"')]],
    // People.
    ['@per_01J2 look', [{ kind: 'person', id: 'per_01J2' }, words(' look')]],
    ['**@per_01J2**', [bold({ kind: 'person', id: 'per_01J2' })]],
    ['@per_ and @nobody', [words('@per_ and @nobody')]],
  ])('%j', (body, pieces) => expect(piecesOf(body)).toEqual(pieces))

  it('is read in time, whatever it is', () => {
    const start = performance.now()
    for (const mark of ['**', '_', '`', ' _', '**_', 'https://', '@per_', '**a', '(', 'https://a)']) piecesOf(mark.repeat(4_000 / mark.length))
    expect(performance.now() - start).toBeLessThan(1_500)
  })

  it('in plain words', () =>
    expect(plainWords('**a _b_** `c` https://d.example/ @per_1', (id) => `<${id}>`)).toBe('a b c https://d.example/ @<per_1>'))
})
