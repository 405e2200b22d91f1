/** Set text as outlines: one path for each run of a line, which is drawn again only when its glyphs become others. */
import type { GlyphLine, GlyphsItem } from '../../scene/items'
import { glyphPath, pageFaces, runPath, runTransform, useFaces } from '../../text'

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

/** Glyphs that stand each at a place of its own, as round a seal. */
export function PlacedGlyphs({ face, fill, glyphs }: Pick<GlyphsItem, 'face' | 'fill' | 'glyphs'>) {
  useFaces()
  return (
    <g fill={fill}>
      {glyphs.map(([id, ...place], index) => <path key={index} d={glyphPath(pageFaces.shaper.faces, face, id)} transform={`matrix(${place.join(' ')})`} />)}
    </g>
  )
}
