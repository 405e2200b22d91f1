import { useEffect, useRef, useState } from 'react'
import { api } from '../../api'
import { useI18n } from '../../i18n'
import type { TemplateBody } from '../../protocol/generated'
import { LayoutPicture } from '../../thumbnails/layout-picture'
import { Guilloche } from '../../ui'
import { Sheet } from './sheet'

/** Layouts that were drawn, by draft and time of the last edit: coming back to the gallery draws it at once. */
const layouts = new Map<string, Promise<unknown>>()
const REMEMBERED = 200

function layoutOf(template: TemplateBody): Promise<unknown> {
  const key = `${template.draft_id} ${template.updated_at}`
  const known = layouts.get(key)
  if (known !== undefined) return known
  const asked = api.layout(template.draft_id)
  layouts.set(key, asked)
  asked.catch(() => layouts.delete(key))
  const oldest = layouts.keys().next().value
  if (layouts.size > REMEMBERED && oldest !== undefined) layouts.delete(oldest)
  return asked
}

type State = { kind: 'waiting' } | { kind: 'there'; layout: unknown } | { kind: 'failed' }

/** The first page of a template. Asked for when it comes near the window; the last picture stays until a newer one is there. */
export function Thumbnail({ template }: { template: TemplateBody }) {
  const { language } = useI18n()
  const place = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(false)
  const [state, setState] = useState<State>({ kind: 'waiting' })

  useEffect(() => {
    if (place.current === null || near) return
    const watch = new IntersectionObserver(entries => { if (entries.some(entry => entry.isIntersecting)) setNear(true) }, { rootMargin: '400px' })
    watch.observe(place.current)
    return () => watch.disconnect()
  }, [near])

  useEffect(() => {
    if (!near) return
    let stale = false
    layoutOf(template).then(
      layout => { if (!stale) setState({ kind: 'there', layout }) },
      () => { if (!stale) setState(now => (now.kind === 'there' ? now : { kind: 'failed' })) },
    )
    return () => { stale = true }
  }, [near, template])

  return (
    <div ref={place} className="thumbnail">
      {state.kind === 'there'
        ? <Sheet layout={state.layout}><LayoutPicture layout={state.layout} language={language} /></Sheet>
        : <span className={state.kind === 'failed' ? 'sheet sheet-portrait sheet-failed' : 'sheet sheet-portrait sheet-waiting'}>{state.kind === 'failed' && <Guilloche size={32} />}</span>}
    </div>
  )
}
