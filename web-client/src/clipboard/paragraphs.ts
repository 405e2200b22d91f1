/** Gathers words into paragraphs, as a page would show them: spaces that collapse, lines that end, bullets before what they belong to. */
import type { InsertedRun, RunStyle } from '../document/model'

/** Words that look alike. They are joined at the end only: a page may bring them letter by letter. */
interface Gathered { readonly look: RunStyle; readonly parts: string[] }

/** Words being gathered. */
export class Paragraphs {
  private readonly all: Gathered[][] = [[]]
  /** The present paragraph stands even when it stays empty. */
  private stands = false
  /** Whatever comes next begins a paragraph. */
  private ended = false
  /** Whatever comes next in this paragraph stands apart from what is there. */
  private gapped = false
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
    const begins = this.ended || this.gapped || this.bullet !== null || this.spaced()
    this.add(begins ? collapsed.replace(/^ /, '') : collapsed, look)
  }

  private add(text: string, look: RunStyle): void {
    if (text === '') return
    this.begin(look)
    const cut = text.slice(0, Math.max(this.most - this.units, 0))
    this.units += cut.length
    if (cut === '') return
    const paragraph = this.all.at(-1)
    const last = paragraph?.at(-1)
    if (last !== undefined && last.look === look) last.parts.push(cut)
    else paragraph?.push({ look, parts: [cut] })
  }

  /** Whether a space, or nothing, stands before what comes next. */
  private spaced(): boolean {
    const before = this.all.at(-1)?.at(-1)?.parts.at(-1)?.at(-1)
    return before === undefined || before === ' ' || before === '\t'
  }

  private begin(look: RunStyle): void {
    if (this.ended) this.next()
    if (this.gapped && !this.spaced()) {
      this.all.at(-1)?.at(-1)?.parts.push(' ')
      this.units += 1
    }
    this.gapped = false
    if (this.bullet === null) return
    const bullet = this.bullet
    this.bullet = null
    this.units += bullet.length
    this.all.at(-1)?.push({ look, parts: [bullet] })
  }

  private next(): void {
    this.ended = false
    this.stands = false
    this.gapped = false
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

  /** What comes next stands on the same line, a space apart. */
  gap(): void {
    this.gapped = true
  }

  /** A cell of a table ends: the spaces at its end, also those that only filled it, are dropped. */
  endCell(): void {
    this.gapped = false
    const paragraph = this.all.at(-1)
    if (!this.ended && paragraph !== undefined) trimEnd(paragraph, ' \u00a0')
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
    for (const line of this.all) trimEnd(line, ' \t')
    const full = this.all.map((line) => line.length > 0)
    const kept = this.all.slice(full.indexOf(true) < 0 ? full.length : full.indexOf(true), full.lastIndexOf(true) + 1)
    return kept.flatMap((line, index) => {
      const runs: InsertedRun[] = line.map(({ parts, look }) => ({ insert: parts.join(''), attributes: look }))
      return index === kept.length - 1 ? runs : [...runs, { insert: '\n', attributes: line.at(-1)?.look ?? {} }]
    })
  }
}

/** Drops what of the end of a line is among `dropped`, in one pass over it: a pattern would try anew at each of many spaces. */
function trimEnd(line: Gathered[], dropped: string): void {
  for (let last = line.at(-1); last !== undefined; last = line.at(-1)) {
    for (let part = last.parts.pop(); part !== undefined; part = last.parts.pop()) {
      let end = part.length
      while (end > 0 && dropped.includes(part[end - 1] ?? '')) end -= 1
      if (end === 0) continue
      last.parts.push(part.slice(0, end))
      return
    }
    line.pop()
  }
}
