import { useText } from '../../../i18n'
import { Loading, Skeleton } from '../../../ui'

/** The shape of the page before the first answer. */
export function SyncSkeleton() {
  const t = useText()
  return (
    <Loading label={t('sync-loading')}>
      <div className="sync-skeleton">
        <div className="plates">
          {[0, 1].map(key => <div key={key} className="plate"><Skeleton width="30%" height={16} /><Skeleton width="70%" height={28} /><Skeleton height={132} /></div>)}
        </div>
        {[0, 1].map(key => <div key={key} className="plate"><Skeleton width="20%" height={16} />{[0, 1, 2].map(row => <Skeleton key={row} height={14} />)}</div>)}
      </div>
    </Loading>
  )
}
