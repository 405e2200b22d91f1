import { useText } from '../../i18n'
import type { Verdict } from '../../verifying/check'
import type { Json } from '../../verifying/json'
import { Plate } from '../column'
import { Everything, Value } from './facts'
import { labelOf } from './said'

type AlteredVerdict = Extract<Verdict, { kind: 'altered' }>

const WHY: Readonly<Record<AlteredVerdict['why'], string>> = {
  shape: 'verify-altered-shape', unsigned: 'verify-altered-unsigned', key: 'verify-altered-key', signature: 'verify-altered-signature',
}

/** In what a file is not what was issued: what stands in it against what was, value by value. */
export function Altered({ verdict }: { readonly verdict: AlteredVerdict }) {
  const t = useText()
  const { why, document, unsigned, differences, id } = verdict
  const changed = (differences ?? []).filter(({ path }) => !unsigned.some(entry => entry.path === path))
  return (
    <>
      <p>{t(WHY[why])}</p>
      {differences === null && <p>{t('verify-original-unknown')}</p>}
      {differences !== null && changed.length === 0 && unsigned.length === 0 && <p>{t('verify-no-difference')}</p>}
      {changed.length > 0 && (
        <Plate title={t('verify-differences', { count: changed.length })}>
          <table className="verify-differences" data-testid="verify-differences">
            <thead><tr><th scope="col">{t('verify-what')}</th><th scope="col">{t('verify-here')}</th><th scope="col">{t('verify-issued')}</th></tr></thead>
            <tbody>
              {changed.map(({ path, here, issued }) => (
                <tr key={path}>
                  <th scope="row"><Name path={path} document={document} /></th>
                  <td data-label={t('verify-here')}>{here === null ? <span className="soft">{t('verify-nothing-there')}</span> : <del><Value value={here} /></del>}</td>
                  <td data-label={t('verify-issued')}>{issued === null ? <span className="soft">{t('verify-nothing-there')}</span> : <Value value={issued} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Plate>
      )}
      {unsigned.length > 0 && (
        <Plate title={t('verify-unsigned', { count: unsigned.length })} lead={t('verify-unsigned-text')}>
          <dl className="facts" data-testid="verify-unsigned">
            {unsigned.map(({ path, value }) => <div className="fact" key={path}><dt lang="en"><code>{path}</code></dt><dd className="verify-value">{value}</dd></div>)}
          </dl>
        </Plate>
      )}
      {differences !== null && id !== null && <p><a href={`/v/${id}`}>{t('verify-original-page')}</a></p>}
      <Everything title={t('verify-claims')} document={document} />
    </>
  )
}

function Name({ path, document }: { readonly path: string; readonly document: Json }) {
  const t = useText()
  const label = labelOf(path, document)
  if (label.kind === 'path') return <code lang="en">{path}</code>
  return label.kind === 'word' ? t(label.id) : label.name
}
