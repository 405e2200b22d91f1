import type { ReactNode } from 'react'
import { useDates, useNumbers, useText } from '../../../i18n'
import type { SyncBody } from '../../../protocol/generated'
import { Badge, CopyBlock, type Tone } from '../../../ui'
import { Fact, Facts, Plate } from '../../column'
import { useNow } from '../../now'
import { timeOf } from './totals'
import { refusalId } from './words'

/** Words for when something was are not finer than that. */
const TICK_MS = 5_000

/** What people come in by, what their tokens are checked with, and where their copies go. */
export function Sources({ body }: { body: SyncBody }) {
  const now = useNow(TICK_MS)
  return (
    <div className="plates sources">
      <Webhooks webhooks={body.webhooks} now={now} />
      <Events events={body.events} now={now} />
      <Keys keys={body.keys} now={now} />
      <Registry registry={body.registry} now={now} />
    </div>
  )
}

function Webhooks({ webhooks, now }: { webhooks: SyncBody['webhooks']; now: Date }) {
  const t = useText()
  const dates = useDates()
  const numbers = useNumbers()
  return (
    <Plate title={t('webhooks-title')} lead={t('webhooks-lead')} aside={webhooks.failed > 0 && <State tone="bad">{t('webhooks-state-given-up')}</State>}>
      <Facts>
        <Fact label={t('webhooks-received')}><When at={webhooks.received_at} now={now} none={t('webhooks-never')} /></Fact>
        <Fact label={t('webhooks-waiting')}>{numbers.whole(webhooks.waiting)}</Fact>
        <Fact label={t('webhooks-given-up')}>{webhooks.failed === 0 ? numbers.whole(0) : <>{numbers.whole(webhooks.failed)} <span className="soft">{t('webhooks-given-up-text')}</span></>}</Fact>
        <Fact label={t('webhooks-refused')} isLong={webhooks.refused.length > 0}>
          {webhooks.refused.length === 0 ? t('webhooks-refused-none') : (
            <ul className="refusals">
              {webhooks.refused.map(({ reason, times, refused_at: refusedAt }) => {
                const at = timeOf(refusedAt)
                return (
                  <li key={reason}>
                    <strong>{t('webhooks-refused-times', { count: times, figure: numbers.whole(times) })}</strong> {t(refusalId(reason))}
                    {at !== null && <span className="soft"> {t('webhooks-refused-last', { when: dates.ago(at, now) })}</span>}
                  </li>
                )
              })}
            </ul>
          )}
        </Fact>
      </Facts>
    </Plate>
  )
}

function Events({ events, now }: { events: SyncBody['events']; now: Date }) {
  const t = useText()
  const dates = useDates()
  const event = timeOf(events.event_at)
  const gap = timeOf(events.gap_at)
  return (
    <Plate title={t('events-title')} lead={t('events-lead')} aside={events.failure !== null ? <State tone="bad">{t('state-failing')}</State> : gap !== null && <State tone="warn">{t('events-state-gap')}</State>}>
      <Facts>
        <Fact label={t('events-fetched')}><When at={events.fetched_at} now={now} none={t('events-never')} /></Fact>
        <Fact label={t('events-last')}>{event === null ? t('events-none') : dates.moment(event, now)}</Fact>
        <Fact label={t('events-gap')}>{gap === null ? t('events-gap-none') : t('events-gap-since', { when: dates.moment(gap, now) })}</Fact>
        {events.failure !== null && <Fact label={t('failure')}><code className="thing-said">{events.failure}</code></Fact>}
      </Facts>
    </Plate>
  )
}

function Keys({ keys, now }: { keys: SyncBody['keys']; now: Date }) {
  const t = useText()
  return (
    <Plate title={t('keys-title')} lead={t('keys-lead')} aside={keys.failure !== null && <State tone="bad">{t('state-failing')}</State>}>
      <Facts>
        <Fact label={t('keys-ids')}>{keys.ids.length === 0 ? t('keys-ids-none') : <ul className="key-ids">{keys.ids.map(id => <li key={id}><code>{id}</code></li>)}</ul>}</Fact>
        <Fact label={t('keys-fetched')}><When at={keys.fetched_at} now={now} none={t('keys-never')} /></Fact>
        {keys.failure !== null && <Fact label={t('failure')}><code className="thing-said">{keys.failure}</code></Fact>}
      </Facts>
    </Plate>
  )
}

function Registry({ registry, now }: { registry: SyncBody['registry']; now: Date }) {
  const t = useText()
  const states: Readonly<Record<string, [Tone, string]>> = {
    ok: ['good', t('registry-ok')], differs: ['bad', t('registry-differs')], unreachable: ['bad', t('registry-unreachable')], unchecked: ['neutral', t('registry-unchecked')],
  }
  const [tone, word] = states[registry.state] ?? ['neutral', registry.state]
  return (
    <Plate title={t('registry-title')} lead={t(registry.is_mysql ? 'registry-mysql' : 'registry-own')} aside={<State tone={tone}>{word}</State>}>
      <Facts>
        <Fact label={t('registry-checked')}><When at={registry.checked_at} now={now} none={t('registry-never')} /></Fact>
        {registry.failure !== null && <Fact label={t('failure')}><code className="thing-said">{registry.failure}</code></Fact>}
      </Facts>
      {registry.differences.length > 0 && (
        <div className="differences">
          <p>{t('registry-differences')}</p>
          <CopyBlock label={t('registry-sql')} text={registry.differences.join('\n\n')} lines />
        </div>
      )}
    </Plate>
  )
}

function State({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <Badge tone={tone}>{children}</Badge>
}

/** How long ago, with the moment itself for whoever asks. */
function When({ at, now, none }: { at: string | null; now: Date; none: string }) {
  const dates = useDates()
  const time = timeOf(at)
  return time === null ? none : <time dateTime={time.toISOString()} title={dates.moment(time, now)}>{dates.ago(time, now)}</time>
}
