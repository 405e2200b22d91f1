/** Gathers words into paragraphs, as a page would show them: spaces that collapse, lines that end, bullets before what they belong to. */
import type { InsertedRun, RunStyle } from '../document/model'

/** Words being gathered. */
export class Paragraphs {
  private readonly all: { look: RunStyle; text: string }[][] = [[]]
  /** The present paragraph stands even when it stays empty. */
  private stands = false
  /** Whatever comes next begins a paragraph. */
  private ended = false
  private bullet: string | null = null
  private units = 0

  /** @param most UTF-16 units; what is beyond is dropped */
  constructor(private readonly most: number) {}

  /** Nothing more is taken. */
  get full(): boolean {
    return this.units >= this.most
  }

  /** Words; with `spaces` each of their spaces counts. */
  words(text: string, look: RunStyle, spaces: boolean): void {
    if (spaces) {
      text.split(/\r\n?|\n/).forEach((line, index) => {
        if (index > 0) this.line()
        this.add(line, look)
      })
      return
    }
    const collapsed = text.replaceAll(/[ \t\r\n\f]+/g, ' ')
    // A space counts between words only.
    const begins = this.ended || this.bullet !== null || /(?:^|[ \t])$/.test(this.all.at(-1)?.at(-1)?.text ?? '')
    this.add(begins ? collapsed.replace(/^ /, '') : collapsed, look)
  }

  private add(text: string, look: RunStyle): void {
    if (text === '') return
    this.begin(look)
    const cut = text.slice(0, Math.max(this.most - this.units, 0))
    this.units += cut.length
    const paragraph = this.all.at(-1)
    const last = paragraph?.at(-1)
    if (last !== undefined && last.look === look) last.text += cut
    else paragraph?.push({ look, text: cut })
  }

  private begin(look: RunStyle): void {
    if (this.ended) this.next()
    if (this.bullet === null) return
    const bullet = this.bullet
    this.bullet = null
    this.units += bullet.length
    this.all.at(-1)?.push({ look, text: bullet })
  }

  private next(): void {
    this.ended = false
    this.stands = false
    this.units += 1
    this.all.push([])
  }

  /** A line ends within a paragraph. */
  line(): void {
    if (this.ended) this.next()
    this.next()
  }

  /** The present line stands, also without words. */
  stand(): void {
    if (this.ended) this.next()
    this.stands = true
  }

  /** A block begins or ends: what comes next stands on a line of its own. */
  block(): void {
    if (this.stands || (this.all.at(-1)?.length ?? 0) > 0) this.ended = true
  }

  /** The next words stand behind a bullet or number. */
  mark(bullet: string): void {
    this.bullet = bullet
  }

  /** The bullet of an item that had no words is forgotten. */
  unmark(): void {
    this.bullet = null
  }

  /** All words, with the spaces at the ends of lines and the empty lines at both ends dropped. */
  runs(): InsertedRun[] {
    const lines = this.all.map(trimmedEnd)
    const full = lines.map((line) => line.length > 0)
    const kept = lines.slice(full.indexOf(true) < 0 ? lines.length : full.indexOf(true), full.lastIndexOf(true) + 1)
    return kept.flatMap((line, index) => {
      const runs: InsertedRun[] = line.map(({ text, look }) => ({ insert: text, attributes: look }))
      return index === kept.length - 1 ? runs : [...runs, { insert: '\n', attributes: line.at(-1)?.look ?? {} }]
    })
  }
}

function trimmedEnd(line: readonly { look: RunStyle; text: string }[]): { look: RunStyle; text: string }[] {
  const kept = [...line]
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    const text = last.text.replace(/[ \t]+$/, '')
    kept.pop()
    if (text === '') continue
    kept.push({ ...last, text })
    break
  }
  return kept
}
