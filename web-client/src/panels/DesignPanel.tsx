/** The inspector: what is chosen in numbers, colours and type; the page itself when nothing is chosen. */
import { useCurrentPage, useEditorState, useElement } from '../canvas/context'
import { useElements, useName } from './elements'
import { typeWord } from '../canvas/names'
import { sameList } from '../canvas/store'
import type { Element } from '../document/model'
import { useText } from '../i18n'
import { AlignRow } from './AlignRow'
import { AppearanceSection } from './AppearanceSection'
import { usePanelWrites, useWordsReason } from './editing'
import { GeometrySection } from './GeometrySection'
import { PageSection } from './PageSection'
import { ImageSection, QrSection, SealSection, SignatureSection } from './MarksSections'
import { PathSection, ShapeSection } from './ShapeSection'
import { Section } from './section'
import { SettledText } from './SettledText'
import { StylesSection } from './StylesSection'
import { TextsSection } from './TextsSection'
import { TypographySection } from './TypographySection'

/** The inspector of the current selection. */
export function DesignPanel() {
  const selection = useEditorState((state) => state.selection, sameList)
  const elements = useElements(selection)
  const page = useCurrentPage()
  const [only] = elements
  if (only === undefined) return page ? <><PageSection key={page.id} page={page} /><StylesSection /></> : null
  const typed = elements.filter((element) => element.typography !== undefined)
  return (
    <>
      <Header elements={elements} />
      <AlignRow elements={elements} />
      <GeometrySection elements={elements} />
      {typed.length === elements.length && <TypographySection elements={typed} />}
      {elements.length === 1 && only.texts !== undefined && <TextsSection id={only.id} />}
      <OwnSection elements={elements} />
      <AppearanceSection elements={elements} />
      {elements.length === 1 && <AltSection key={only.id} id={only.id} />}
    </>
  )
}

/** What only its type holds: of one element, or of polygons together. */
function OwnSection({ elements }: { readonly elements: readonly Element[] }) {
  const [only, ...more] = elements
  if (elements.every((element) => element.type === 'polygon')) return <ShapeSection elements={elements} />
  if (!only || more.length > 0) return null
  switch (only.type) {
    case 'image': return <ImageSection element={only} />
    case 'qr': return <QrSection element={only} />
    case 'signature': return <SignatureSection element={only} />
    case 'seal': return <SealSection element={only} />
    case 'path': return <PathSection element={only} />
    default: return null
  }
}

function Header({ elements }: { readonly elements: readonly Element[] }) {
  const t = useText()
  const [only] = elements
  const name = useName(only?.id)
  if (elements.length !== 1 || !only) {
    return <header className="inspector-head"><h2>{t('selection-count', { count: elements.length })}</h2></header>
  }
  const type = typeWord(only, t)
  return (
    <header className="inspector-head">
      <h2>{name}</h2>
      {name !== type && <span className="soft">{type}</span>}
    </header>
  )
}

/** What a screen reader says of an image or a sign, in the present language. */
function AltSection({ id }: { readonly id: string }) {
  const t = useText()
  const element = useElement(id)
  const language = useEditorState((state) => state.language)
  const reason = useWordsReason()
  const { step } = usePanelWrites()
  if (!element || element.type === 'text' || element.type === 'field') return null
  return (
    <Section title={t('section-alt')}>
      <SettledText
        key={language} label={t('alt-label', { language: language.toUpperCase() })} lines={2}
        value={element.alt[language] ?? ''} description={t('alt-hint')} disabledReason={reason}
        onSettle={(value) => step((commands) => commands.setAlt(id, language, value))}
      />
    </Section>
  )
}
