/** Set text as outlines: one path for each run of a line, which is drawn again only when its glyphs become others. */
import type { GlyphLine } from '../../scene/items'
import { pageFaces, runPath, runTransform, useFaces } from '../../text'

/** Lines of set text. */
export function Glyphs({ lines }: { readonly lines: readonly GlyphLine[] }) {
  useFaces()
  return lines.map((line, row) => (
    <g key={row}>
      {line.runs.map((run, index) => (
        <path key={index} d={runPath(pageFaces.shaper.faces, run)} transform={runTransform(run)} fill={run.color} />
      ))}
    </g>
  ))
}
