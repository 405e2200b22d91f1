/** Two states of a draft as pictures: side by side, one over the other, or in turn. */
import { useEffect, useState } from 'react'
import { Pause, Play } from 'lucide-react'
import type { Language } from '../../../document/model'
import type { Json } from '../../../document/commands/restore'
import { useErrorText, useText } from '../../../i18n'
import type { ChangeBody } from '../../../protocol/generated'
import { layoutFromJson } from '../../../thumbnails/from-json'
import { LayoutPicture } from '../../../thumbnails/layout-picture'
import { Banner, Button, Loading, Skeleton } from '../../../ui'
import { marksOn } from './boxes'
import type { Fetched } from './use-history'

export const MODES = ['one', 'side', 'over', 'blink'] as const
/** How two states are shown: the version alone, side by side, one over the other, or in turn. */
export type Mode = (typeof MODES)[number]

/** How long each side is shown. */
const BLINK_MS = 900

export interface ShownSide {
  readonly title: string
  readonly layout: Fetched<Json>
}

export interface CompareProps {
  readonly mode: Mode
  readonly before: ShownSide
  readonly after: ShownSide
  readonly page: string
  readonly language: Language
  readonly changes: readonly ChangeBody[]
  /** The change that was jumped to. */
  readonly marked: string | null
}

export function Compare({ mode, before, after, ...rest }: CompareProps) {
  switch (mode) {
    case 'one': return <div className="history-pair"><Side side={before} {...rest} /></div>
    case 'side': return <div className="history-pair"><Side side={before} {...rest} /><Side side={after} {...rest} /></div>
    case 'over': return <Over before={before} after={after} {...rest} />
    case 'blink': return <Blink before={before} after={after} {...rest} />
  }
}

type Rest = Omit<CompareProps, 'mode' | 'before' | 'after'>

function Side({ side, ...rest }: Rest & { readonly side: ShownSide }) {
  return (
    <figure className="history-side">
      <figcaption className="history-caption">{side.title}</figcaption>
      <Paper side={side} {...rest} />
    </figure>
  )
}

function Over({ before, after, ...rest }: Rest & { readonly before: ShownSide; readonly after: ShownSide }) {
  const t = useText()
  const [share, setShare] = useState(50)
  return (
    <figure className="history-side">
      <figcaption className="history-caption">
        <label className="history-mix">
          <span>{before.title}</span>
          <input type="range" min={0} max={100} value={share} aria-label={t('history-mix')} aria-valuetext={t('history-mix-value', { share })} onChange={(event) => setShare(Number(event.currentTarget.value))} />
          <span>{after.title}</span>
        </label>
      </figcaption>
      <div className="history-stack">
        <Paper side={before} {...rest} changes={[]} />
        <div className="history-stack-top" style={{ opacity: share / 100 }}><Paper side={after} {...rest} /></div>
      </div>
    </figure>
  )
}

function Blink({ before, after, ...rest }: Rest & { readonly before: ShownSide; readonly after: ShownSide }) {
  const t = useText()
  const [isAfter, setAfter] = useState(false)
  // Who wants no motion turns the page by hand.
  const [runs, setRuns] = useState(() => !globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches)
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => setAfter((was) => !was), BLINK_MS)
    return () => clearInterval(timer)
  }, [runs])
  const shown = isAfter ? after : before
  return (
    <figure className="history-side">
      <figcaption className="history-caption history-caption-row">
        <span className="history-caption-title">{shown.title}</span>
        <Button icon={runs ? Pause : Play} onPress={() => setRuns(!runs)}>{t(runs ? 'history-blink-stop' : 'history-blink-go')}</Button>
        <Button onPress={() => { setRuns(false); setAfter(!isAfter) }}>{t('history-blink-turn')}</Button>
      </figcaption>
      <div className="history-stack">
        <div className={isAfter ? 'history-turned-away' : ''}><Paper side={before} {...rest} /></div>
        <div className={isAfter ? 'history-stack-top' : 'history-stack-top history-turned-away'}><Paper side={after} {...rest} /></div>
      </div>
    </figure>
  )
}

function Paper({ side, page, language, changes, marked }: Rest & { readonly side: ShownSide }) {
  const t = useText()
  const errorText = useErrorText()
  if (side.layout.kind === 'failed') return <Banner tone="bad" title={t('history-picture-failed')} code={side.layout.code}>{errorText(side.layout.code)}</Banner>
  if (side.layout.kind === 'loading') return <Loading label={t('history-picture-loading')}><div className="history-paper history-paper-empty"><Skeleton width="60%" height={20} /></div></Loading>
  const layout = layoutFromJson(side.layout.value)
  const index = layout.pages.findIndex((one) => one.id === page)
  const shown = layout.pages[index]
  if (shown === undefined) return <div className="history-paper history-paper-empty"><p className="soft">{t('history-no-page')}</p></div>
  const [width, height] = shown.size
  const shape = { aspectRatio: `${width.toString()} / ${height.toString()}` }
  return (
    <div className="history-paper" style={shape}>
      <LayoutPicture layout={side.layout.value} language={language} page={index} label={t('history-picture', { title: side.title, number: index + 1 })} />
      <svg className="history-marks" viewBox={`0 0 ${width} ${height}`} aria-hidden focusable="false">
        {marksOn(layout, page, changes).map(({ id, how, at, size, angle }) => (
          <rect
            key={id} className={id === marked ? `history-box history-box-${how} history-box-marked` : `history-box history-box-${how}`}
            x={at[0]} y={at[1]} width={size[0]} height={size[1]} transform={`rotate(${angle} ${at[0] + size[0] / 2} ${at[1] + size[1] / 2})`}
          />
        ))}
      </svg>
    </div>
  )
}
