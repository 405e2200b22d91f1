/** Draws one element in its own coordinates (millimetres, from its box's top left), without any behaviour. */
import type { Element, Language, Layout, Pair } from '../../document/model'
import { FieldText, RunsText } from './Texts'
import { itemsOf, useScenery } from '../scenery'
import { Items } from './Items'
import { StandIn } from './StandIn'

export interface PaintProps {
  readonly element: Element
  /** The box as it is drawn, which a gesture may have changed. */
  readonly size: Pair
  readonly layout: Layout
  readonly language: Language
  /** Shows what belongs to the tool only: marks of fields and of missing texts. */
  readonly marks: boolean
}

/** The shape, text or stand-in of an element. Groups draw nothing themselves. */
export function Paint(props: PaintProps) {
  const { element, size, layout, language, marks } = props
  const scenery = useScenery(layout, language)
  switch (element.type) {
    case 'text':
      return <RunsText {...props} />
    case 'field':
      return <FieldText {...props} />
    default: {
      const items = itemsOf(element, size, scenery)
      return (
        <>
          {marks && items.length === 0 && <StandIn element={element} size={size} />}
          <Items items={items} />
        </>
      )
    }
  }
}
