/** What stands against the layout, each line a jump to its element. */
import { CircleCheck, OctagonAlert, RefreshCw, TriangleAlert } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { api } from '../../../api'
import { useEditor, useEditorState, useLayout } from '../../../canvas/context'
import { nameOf } from '../../../canvas/names'
import { LANGUAGE_NAMES, LANGUAGES, useErrorText, useNumbers, useText } from '../../../i18n'
import type { FindingBody, GateBody } from '../../../protocol/generated'
import { Banner, Button, Icon, Loading, Skeleton } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { byPage, countOf, findingId } from './words'

export type Gate = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly code: string } | { readonly kind: 'there'; readonly body: GateBody }

/** Asks the server what stands against the live draft as it is saved; `again` asks anew. */
export function useGate(draft: string, version?: string): { readonly gate: Gate; readonly again: () => void } {
  const { ended } = useSession()
  const [gate, setGate] = useState<Gate>({ kind: 'loading' })
  const again = useCallback(() => {
    setGate({ kind: 'loading' })
    void api.gate(draft, version).then(
      (body) => setGate({ kind: 'there', body }),
      (error: unknown) => { if (!ended(error)) setGate({ kind: 'failed', code: codeOf(error) }) },
    )
  }, [draft, version, ended])
  useEffect(again, [again])
  return { gate, again }
}

export interface GateListProps {
  readonly gate: Gate
  readonly onAgain: () => void
  /** Somebody wants to see what a line is about. Without it lines are only read. */
  readonly onJump?: (finding: FindingBody) => void
}

/** All that was found, page by page, what forbids it first. */
export function GateList({ gate, onAgain, onJump }: GateListProps) {
  const t = useText()
  const errorText = useErrorText()
  const { draft } = useEditor()
  const layout = useLayout()
  if (gate.kind === 'loading') return <Loading label={t('gate-loading')}><div className="gate-skeleton">{[0, 1, 2].map((key) => <Skeleton key={key} height={28} />)}</div></Loading>
  if (gate.kind === 'failed') {
    return <Banner tone="bad" title={t('gate-failed')} code={gate.code} action={<Button onPress={onAgain}>{t('try-again')}</Button>}>{errorText(gate.code)}</Banner>
  }
  const { body } = gate
  const pages = draft.view.layout().pages.map((page) => page.id)
  const named = (page: string | null) => {
    const at = pages.indexOf(page ?? '')
    return page === null || at < 0 ? t('gate-whole') : layout.pages[at]?.name || t('page-number', { number: at + 1 })
  }
  return (
    <div className="gate" data-testid="gate" data-open={body.is_open}>
      <div className="gate-head">
        <p className={body.is_open ? 'gate-verdict gate-good' : 'gate-verdict gate-bad'} role="status">
          <Icon of={body.is_open ? CircleCheck : OctagonAlert} />
          {body.findings.length === 0 ? t('gate-clear') : t(body.is_open ? 'gate-open' : 'gate-closed', { errors: countOf(body, 'error'), warnings: countOf(body, 'warning') })}
        </p>
        <Button variant="quiet" icon={RefreshCw} onPress={onAgain}>{t('gate-again')}</Button>
      </div>
      {byPage(body.findings, pages).map(([page, findings]) => (
        <section key={page ?? ''} className="gate-page">
          <h3>{named(page)}</h3>
          <ul>{findings.map((finding) => <Line key={keyOf(finding)} finding={finding} {...(onJump && { onJump })} />)}</ul>
        </section>
      ))}
      {body.is_cut && <p className="soft">{t('gate-cut')}</p>}
    </div>
  )
}

const keyOf = ({ code, element, language, about }: FindingBody): string => [code, element, language, about].join(' ')

function Line({ finding, onJump }: { readonly finding: FindingBody; readonly onJump?: (finding: FindingBody) => void }) {
  const t = useText()
  const words = useFindingText(finding)
  const isError = finding.severity === 'error'
  const inside = (
    <>
      <span className={isError ? 'gate-mark gate-bad' : 'gate-mark gate-warn'}><Icon of={isError ? OctagonAlert : TriangleAlert} size={14} /></span>
      <span className="visually-hidden">{t(isError ? 'gate-severity-error' : 'gate-severity-warning')}</span>
      <span className="gate-words">
        {words.name !== null && <strong>{words.name}</strong>}
        <span>{words.text}</span>
      </span>
      {words.language !== null && <span className="gate-language">{words.language}</span>}
    </>
  )
  return (
    <li>
      {onJump && finding.element !== null
        ? <AriaButton className="gate-line gate-jump" aria-description={t('gate-jump')} onPress={() => onJump(finding)}>{inside}</AriaButton>
        : <div className="gate-line">{inside}</div>}
    </li>
  )
}

/** What a finding says, in the page's language. */
function useFindingText(finding: FindingBody) {
  const t = useText()
  const numbers = useNumbers()
  const layout = useLayout()
  const shown = useEditorState((state) => state.language)
  const elementName = (id: string | null) => {
    const element = id === null ? undefined : layout.elements.get(id)
    return element ? nameOf(element, layout, shown, t) : null
  }
  // Rounded down: 4.48 is not the 4.5 that it should be.
  const number = (value: number | null) => (value === null ? '' : numbers.tenths(Math.floor(value * 10) / 10))
  const about = finding.code === 'brand_logo_space' ? elementName(finding.about) ?? '' : finding.about
  const language = LANGUAGES.find((it) => it === finding.language)
  return {
    name: elementName(finding.element),
    text: t(findingId(finding), { about, measured: number(finding.measured), wanted: number(finding.wanted) }),
    language: language === undefined ? finding.language : LANGUAGE_NAMES[language],
  }
}

