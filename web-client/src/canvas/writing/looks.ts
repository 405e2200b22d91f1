/** How the words of a stretch look, with all that lies beneath. Pure. */
import type { Language, RunStyle, TextRun, Typography, Element } from '../../document/model'

/** A look with nothing left open; `style` is the shared style beneath it. */
export type FullLook = Required<Omit<RunStyle, 'style'>> & { readonly style: string | null }

/** How a run of an element looks. */
export function fullLook(typography: Typography, style: string | undefined, run: RunStyle = {}): FullLook {
  return {
    family: run.family ?? typography.family,
    weight: run.weight ?? typography.weight,
    italic: run.italic ?? typography.italic,
    size: run.size ?? typography.textSize,
    color: run.color ?? typography.color,
    spacing: run.spacing ?? typography.spacing,
    style: run.style ?? style ?? null,
  }
}

/** The looks of a stretch of a text; of the whole text when no stretch is given, of the element itself when it is empty. */
export function looksIn(element: Element, language: Language, stretch?: readonly [number, number]): FullLook[] {
  const { typography, style } = element
  if (!typography) return []
  const [from, to] = stretch ?? [0, Infinity]
  const looks: FullLook[] = []
  let passed = 0
  for (const { insert, attributes } of element.texts?.[language] ?? []) {
    const end = passed + (typeof insert === 'string' ? insert.length : 1)
    if (end > from && passed < to) looks.push(fullLook(typography, style, attributes))
    passed = end
  }
  return looks.length > 0 ? looks : [fullLook(typography, style)]
}

/** The runs of a text with a stretch replaced by words that look like what stands before them. */
export function spliced(runs: readonly TextRun[], from: number, to: number, words: string): TextRun[] {
  const next: TextRun[] = []
  let passed = 0
  let put = words === ''
  for (const run of runs) {
    const length = typeof run.insert === 'string' ? run.insert.length : 1
    const [start, end] = [passed, passed + length]
    passed = end
    if (end <= from || start >= to) {
      if (!put && start >= from && start >= to) {
        next.push({ ...next.at(-1) ?? run, insert: words })
        put = true
      }
      next.push(run)
      if (!put && end === from && from === to) {
        next.push({ ...run, insert: words })
        put = true
      }
      continue
    }
    const text = typeof run.insert === 'string' ? run.insert : ''
    const head = text.slice(0, Math.max(from - start, 0))
    const tail = text.slice(Math.max(to - start, 0))
    const insert = head + (put ? '' : words) + (end > to ? tail : '')
    put = true
    if (insert !== '') next.push({ ...run, insert })
  }
  if (!put) next.push({ insert: words, ...(next.at(-1)?.attributes === undefined ? {} : { attributes: next.at(-1)?.attributes ?? {} }) })
  return next
}
