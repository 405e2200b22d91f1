import { memo, useMemo, type ReactNode } from 'react'
import { measure, useFontVersion } from '../canvas/measure'
import type { Language } from '../document/model'
import { POINTS_A_MILLIMETRE } from '../kernels/viewport'
import { setText, type Face, type Stretch } from '../kernels/wrap'
import { SealArt } from './seal-art'
import { readSketch, runsIn, sampleOf, type Sketch, type SketchElement } from './sketch'
import './layout-picture.css'

export interface LayoutPictureProps {
  /** As `GET /api/drafts/{id}/layout` and `GET /api/starters` give it. */
  layout: unknown
  language: Language
  /** Which page, from 0. */
  page?: number
  /** What the picture shows, for those who don't see it; absent when the words beside it say so. */
  label?: string
}

/** A page of a layout as a small picture, with samples in its fields. Fills the width it is given. */
export const LayoutPicture = memo(function LayoutPicture({ layout, language, page = 0, label }: LayoutPictureProps) {
  const sketch = useMemo(() => readSketch(layout), [layout])
  const fonts = useFontVersion()
  const shown = sketch.pages[page] ?? sketch.pages[0]
  if (shown === undefined) return null
  const [width, height] = shown.size
  return (
    <svg
      className="layout-picture" viewBox={`0 0 ${width} ${height}`} focusable="false"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <rect width={width} height={height} fill={shown.background === 'none' ? '#ffffff' : shown.background} />
      {/* Texts are set anew when a font has arrived. */}
      <g key={fonts}>
        {shown.elements.map(element => <Drawn key={element.id} element={element} sketch={sketch} language={language} />)}
      </g>
    </svg>
  )
})

interface DrawnProps { element: SketchElement; sketch: Sketch; language: Language }

function Drawn({ element, sketch, language }: DrawnProps) {
  const { at: [x, y], size: [w, h], rotation } = element
  const turn = rotation === 0 ? '' : ` rotate(${rotation} ${w / 2} ${h / 2})`
  return (
    <g transform={`translate(${x} ${y})${turn}`} {...(element.opacity < 1 && { opacity: element.opacity })}>
      {inside(element, sketch, language)}
    </g>
  )
}

function inside(element: SketchElement, sketch: Sketch, language: Language): ReactNode {
  const { size: [w, h], fill, stroke, strokeWidth } = element
  const paint = { fill, stroke, strokeWidth, ...(element.strokeDash.length > 0 && { strokeDasharray: element.strokeDash.join(' ') }) }
  switch (element.type) {
    case 'rectangle': return <rect width={w} height={h} rx={Math.min(element.radius, w / 2, h / 2)} {...paint} />
    case 'ellipse': return <ellipse cx={w / 2} cy={h / 2} rx={w / 2} ry={h / 2} {...paint} />
    case 'line': return <line x2={w} y2={h} {...paint} />
    case 'text': return <SetLines element={element} stretches={stretchesOf(element, sketch, language)} />
    case 'field': return <SetLines element={element} stretches={[{ text: sampleOf(sketch, element.field, language), face: faceOf(element) }]} />
    case 'seal': return (
      <SealArt
        width={w} height={h} ink={stroke === 'none' ? '#9e2b25' : stroke} ground={fill}
        text={stretchesOf(element, sketch, language).map(stretch => stretch.text).join('')}
      />
    )
    case 'group': return element.elements.map(child => <Drawn key={child.id} element={child} sketch={sketch} language={language} />)
    // What can't be drawn yet shows where it stands.
    default: return w > 0 && h > 0 ? <rect className="layout-picture-unknown" width={w} height={h} /> : null
  }
}

function faceOf(element: SketchElement): Face {
  const { family, weight, italic, textSize, color, spacing } = element.typography
  return { family, weight, italic, color, size: textSize / POINTS_A_MILLIMETRE, spacing: spacing / POINTS_A_MILLIMETRE }
}

function stretchesOf(element: SketchElement, sketch: Sketch, language: Language): Stretch[] {
  const base = faceOf(element)
  return runsIn(sketch, element.texts, language).map(({ insert, attributes }) => ({
    text: typeof insert === 'string' ? insert : sampleOf(sketch, insert.field, language),
    face: attributes === undefined || Object.keys(attributes).length === 0 ? base : {
      family: attributes.family ?? base.family,
      weight: attributes.weight ?? base.weight,
      italic: attributes.italic ?? base.italic,
      color: attributes.color ?? base.color,
      size: attributes.size === undefined ? base.size : attributes.size / POINTS_A_MILLIMETRE,
      spacing: attributes.spacing === undefined ? base.spacing : attributes.spacing / POINTS_A_MILLIMETRE,
    },
  }))
}

function SetLines({ element, stretches }: { element: SketchElement; stretches: readonly Stretch[] }) {
  const { lines } = setText(stretches, element.typography, element.size[0], element.size[1], measure)
  return lines.flatMap((line, row) => line.stretches.map((stretch, column) => (
    <text
      key={`${row}.${column}`} x={stretch.x} y={line.y} fill={stretch.face.color} fontFamily={`"${stretch.face.family}"`} fontSize={stretch.face.size}
      fontWeight={stretch.face.weight} xmlSpace="preserve"
      {...(stretch.face.italic && { fontStyle: 'italic' })} {...(stretch.face.spacing !== 0 && { letterSpacing: stretch.face.spacing })}
    >
      {stretch.text}
    </text>
  )))
}
