/** The bar, the pages of the version, and beside them the discussions. */
import { MessageSquarePlus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { ToggleButton as AriaToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { KeptWords } from '../../comments/kept-words'
import { listedPins, neighbourIn, type Shown } from '../../comments/list'
import { pinned, type Pin } from '../../comments/pin'
import { focusPin, pinId } from '../../comments/PinMarks'
import { useDiscussions, useTalk } from '../../comments/talk'
import type { Language, Layout } from '../../document/model'
import { LANGUAGE_NAMES, useErrorText, useI18n, useText } from '../../i18n'
import type { AnchorBody, GuestViewBody } from '../../protocol/generated'
import { Banner, Button, EmptyState, Loading, Skeleton } from '../../ui'
import { pointAnchor } from '../../tools/anchors'
import { usePageTitle } from '../router'
import { GuestBar } from './bar'
import { NewThread } from './new-thread'
import { OpenThread } from './open-thread'
import { GuestPanel } from './panel'
import { groundOf, isShown, NO_LAYOUT, pinsOn } from './pins'
import { Sheet } from './sheet'
import { useVersion } from './use-version'
import './guest.css'

export interface RoomProps {
  readonly view: GuestViewBody
  readonly unsaid: KeptWords
  readonly lookAt: (version: string | null) => void
  readonly holdsWords: () => boolean
  readonly onLeave: () => Promise<void>
}

/** Everything that a guest has before them. */
export function Room({ view, unsaid, lookAt, holdsWords, onLeave }: RoomProps) {
  const t = useText()
  usePageTitle(view.template)
  const { version, layout: fetched, newer, showNewer, again } = useVersion(view.version)
  const layout = fetched.kind === 'there' ? fetched.layout : NO_LAYOUT
  useEffect(() => lookAt(version?.id ?? null), [lookAt, version])
  return (
    <div className="guest" data-testid="guest" data-version={version?.number ?? ''}>
      <GuestBar view={view} version={version} holdsWords={holdsWords} onLeave={onLeave} />
      {newer !== null && (
        <div className="guest-banner">
          <Banner title={t('guest-newer')} action={<Button onPress={showNewer} data-testid="guest-show-newer">{t('guest-newer-show', { number: newer.number })}</Button>}>{t('guest-newer-text')}</Banner>
        </div>
      )}
      <Discussed view={view} unsaid={unsaid} layout={layout} versionId={version?.id ?? ''} onLanguage={newer === null ? undefined : showNewer}>
        {version === null ? <NothingReady /> : fetched.kind === 'loading' ? <SheetLoading /> : fetched.kind === 'failed' ? <LayoutFailed code={fetched.code} onAgain={again} /> : null}
      </Discussed>
    </div>
  )
}

function NothingReady() {
  const t = useText()
  return <EmptyState title={t('guest-nothing-title')}><p>{t('guest-nothing-text')}</p></EmptyState>
}

function SheetLoading() {
  const t = useText()
  return <Loading label={t('guest-pages-loading')}><div className="guest-sheet-shape"><Skeleton width="60%" height={20} /><Skeleton width="40%" /></div></Loading>
}

function LayoutFailed({ code, onAgain }: { readonly code: string; readonly onAgain: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  return <Banner tone="bad" title={t('guest-pages-failed')} code={code} action={<Button onPress={onAgain}>{t('try-again')}</Button>}>{errorText(code)}</Banner>
}

/** The language of the certificate that is shown: the one chosen, else the interface's, else its first. */
function useShownLanguage(layout: Layout): readonly [Language, (language: Language) => void] {
  const { language } = useI18n()
  const [chosen, setChosen] = useState<Language | null>(null)
  const shown = [chosen, language].find((it) => it !== null && layout.languages.includes(it)) ?? layout.languages[0] ?? language
  return [shown, setChosen]
}

interface DiscussedProps {
  readonly view: GuestViewBody
  readonly unsaid: KeptWords
  readonly layout: Layout
  readonly versionId: string
  /** Something else that is to be done when another language is shown. */
  readonly onLanguage: (() => void) | undefined
  /** In the place of pages, while there are none. */
  readonly children: ReactNode
}

/** Pages with their pins, and the panel. */
function Discussed({ view, unsaid, layout, versionId, onLanguage, children }: DiscussedProps) {
  const t = useText()
  const { discussions } = useTalk()
  const threads = useDiscussions((state) => state.threads)
  const [language, setLanguage] = useShownLanguage(layout)
  const [shown, setShown] = useState<Shown>('open')
  const [open, setOpen] = useState<{ readonly thread: string; readonly stepping: boolean } | null>(null)
  const [commenting, putCommenting] = useState<AnchorBody | null>(() => unsaid.anchor)
  const setCommenting = useCallback((anchor: AnchorBody | null) => {
    unsaid.anchor = anchor
    putCommenting(anchor)
    if (anchor !== null) setOpen(null)
  }, [unsaid])

  const pins = useMemo(() => pinsOn(layout, threads), [layout, threads])
  const listed = useMemo(() => listedPins(pins, { shown, page: null }, discussions.me), [pins, shown, discussions])
  const openId = open === null ? undefined : discussions.thread(open.thread)?.id
  const openPin = pins.find(({ thread }) => thread.id === openId)
  const marked = useMemo(() => {
    const all = openPin && !listed.includes(openPin) ? [...listed, openPin] : listed
    return all.filter(isShown)
  }, [listed, openPin])
  const next = useMemo(() => (commenting === null ? null : pinned(commenting, groundOf(layout))), [commenting, layout])

  const go = useCallback((pin: Pin, stepping = false) => {
    setCommenting(null)
    setOpen({ thread: pin.thread.id, stepping })
    const reduced = matchMedia('(prefers-reduced-motion: reduce)').matches
    // Once what opens has its room.
    requestAnimationFrame(() => document.getElementById(pinId(pin.thread.id))?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: reduced ? 'auto' : 'smooth' }))
  }, [setCommenting])
  const close = useCallback(() => {
    setOpen(null)
    setCommenting(null)
    focusPin(openId ?? '', '.guest-panel')
  }, [openId, setCommenting])
  const step = useCallback((by: 1 | -1) => {
    const found = neighbourIn(listed.map(({ thread }) => thread.id), openId ?? null, by)
    const pin = listed.find(({ thread }) => thread.id === found)
    if (pin) go(pin, true)
  }, [listed, openId, go])
  const begin = useCallback((body: string) => {
    if (commenting === null) return
    const thread = discussions.begin(commenting, body, false)
    setCommenting(null)
    setShown((was) => (was === 'resolved' ? 'open' : was))
    setOpen({ thread, stepping: false })
  }, [commenting, discussions, setCommenting])
  const showLanguage = (chosen: Language): void => {
    setLanguage(chosen)
    onLanguage?.()
  }
  useKeys(openId !== undefined || commenting !== null ? close : null, step)

  const first = layout.pages[0]
  const comment = (): void => {
    const seen = seenPage()
    const page = layout.pages.find(({ id }) => id === seen) ?? first
    if (page) setCommenting(pointAnchor(page.id, [page.size[0] / 2, page.size[1] / 2]))
  }
  return (
    <div className="guest-middle" data-open={openPin !== undefined || commenting !== null}>
      <main className="guest-desk" aria-label={t('guest-pages')} tabIndex={-1}>
        {first && (
          <div className="guest-tools">
            <Languages of={layout.languages} shown={language} onShow={showLanguage} />
            <Button variant="primary" icon={MessageSquarePlus} onPress={comment} data-testid="guest-comment">{t('comment-send')}</Button>
          </div>
        )}
        {children}
        {layout.pages.map((page, index) => (
          <Sheet
            key={page.id} page={page} number={index + 1} layout={layout} language={language} versionId={versionId} pins={marked} open={openPin}
            next={next} onPress={(pin, isOpen) => { if (isOpen) close(); else go(pin) }} onMean={setCommenting}
          />
        ))}
        {first && <p className="guest-hint soft">{t('guest-click-hint')}</p>}
      </main>
      <GuestPanel view={view} pins={listed} layout={layout} language={language} shown={shown} onShown={setShown} onOpen={go}>
        {commenting !== null && next !== null
          ? <NewThread anchor={commenting} layout={layout} language={language} about={next} onAbout={setCommenting} onSend={begin} onClose={close} />
          : openPin && open
            ? <OpenThread pin={openPin} layout={layout} language={{ shown: language, show: showLanguage }} stepping={open.stepping} onStep={step} onClose={close} />
            : null}
      </GuestPanel>
    </div>
  )
}

/** The page whose middle is nearest to that of the window. */
function seenPage(): string | undefined {
  const away = (node: Element): number => {
    const { top, height } = node.getBoundingClientRect()
    return Math.abs(top + height / 2 - innerHeight / 2)
  }
  const [nearest] = [...document.querySelectorAll<HTMLElement>('.guest-paper')].sort((a, b) => away(a) - away(b))
  return nearest?.dataset['page']
}

/** Escape closes what is open; N goes on to the next discussion, with Shift to the one before. */
function useKeys(close: (() => void) | null, step: (by: 1 | -1) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      // Dialogs and menus have keys of their own.
      if (event.defaultPrevented || target?.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') != null) return
      if (event.key === 'Escape' && close !== null) close()
      else if (event.key.toLowerCase() === 'n' && !event.ctrlKey && !event.metaKey && !event.altKey && target?.closest('input, textarea') == null) step(event.shiftKey ? -1 : 1)
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [close, step])
}

/** The languages that the certificate is in. */
function Languages({ of: languages, shown, onShow }: { readonly of: readonly Language[]; readonly shown: Language; readonly onShow: (language: Language) => void }) {
  const t = useText()
  if (languages.length < 2) return <span />
  return (
    <ToggleButtonGroup
      className="segments guest-languages" aria-label={t('guest-languages')} selectionMode="single" disallowEmptySelection selectedKeys={[shown]}
      onSelectionChange={(keys) => {
        const chosen = languages.find((it) => keys.has(it))
        if (chosen) onShow(chosen)
      }}
    >
      {languages.map((id) => <AriaToggleButton key={id} id={id} className="segment" data-testid={`guest-language-${id}`}><span lang={id}>{LANGUAGE_NAMES[id]}</span></AriaToggleButton>)}
    </ToggleButtonGroup>
  )
}
