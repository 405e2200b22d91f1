import { X } from 'lucide-react'
import { useId, useMemo } from 'react'
import { nameOf } from '../../canvas/names'
import { readingOrderOf } from '../../canvas/scene'
import { pageName } from '../../comments/about'
import { Composer } from '../../comments/Composer'
import type { Pin } from '../../comments/pin'
import { NEW, NOTHING, useUnsaid } from '../../comments/talk'
import type { Language, Layout } from '../../document/model'
import { useText } from '../../i18n'
import { pointAt } from '../../kernels/pins'
import type { AnchorBody } from '../../protocol/generated'
import { elementAnchor, pointAnchor } from '../../tools/anchors'
import { IconButton, Select } from '../../ui'

export interface NewThreadProps {
  readonly anchor: AnchorBody
  readonly layout: Layout
  readonly language: Language
  /** Where it would stand. */
  readonly about: Omit<Pin, 'thread'>
  readonly onAbout: (anchor: AnchorBody) => void
  readonly onSend: (body: string) => void
  readonly onClose: () => void
}

/** The first words of a discussion, and what they are about: a press on the page says it, or the list for those without a pointer. */
export function NewThread({ anchor, layout, language, about, onAbout, onSend, onClose }: NewThreadProps) {
  const t = useText()
  const titleId = useId()
  const [value, setValue] = useUnsaid(NEW)
  const options = useMemo(() => layout.pages.flatMap((page) => {
    const group = layout.pages.length > 1 ? { group: pageName(layout, page.id, t) } : {}
    const elements = readingOrderOf(layout, page.children).flatMap((id) => {
      const element = layout.elements.get(id)
      return element ? [{ id, label: nameOf(element, layout, language, t), ...group }] : []
    })
    return [{ id: placeId(page.id), label: t('guest-about-place'), ...group }, ...elements]
  }), [layout, language, t])
  const choose = (id: string): void => {
    const page = layout.pages.find((it) => placeId(it.id) === id)
    const look = (of: string) => layout.elements.get(of)
    const next = page ? pointAnchor(page.id, [page.size[0] / 2, page.size[1] / 2]) : elementAnchor(look, id, pointAt(look, id, [0.5, 0.5]))
    if (next !== null) onAbout(next)
  }
  return (
    <section className="guest-thread" aria-labelledby={titleId} data-testid="thread">
      <header className="thread-head">
        <h2 id={titleId} className="thread-title">{t('comment-new')}</h2>
        <span className="thread-tools"><IconButton icon={X} label={t('close')} onPress={onClose} data-testid="thread-close" /></span>
      </header>
      <div className="thread-foot guest-new">
        <Select label={t('guest-about')} value={about.element?.id ?? (anchor.kind === 'point' ? placeId(anchor.place.page) : null)} onChange={choose} options={options} />
        <Composer
          label={t('comment-new-label')} placeholder={t('comment-new-placeholder')} send={t('comment-send')} value={value} autoFocus onChange={setValue} onCancel={onClose}
          onSend={(body) => {
            setValue(NOTHING)
            onSend(body)
          }}
        />
        <p className="soft guest-new-hint">{t('guest-about-hint')}</p>
      </div>
    </section>
  )
}

/** The choice that stands for a place on a page rather than an element. */
const placeId = (page: string): string => `place of ${page}`
