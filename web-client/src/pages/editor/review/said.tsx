/** What was asked, and what was said to it so far. */
import { useDates, useText } from '../../../i18n'
import type { ReviewBody } from '../../../protocol/generated'
import { Avatar, Badge } from '../../../ui'

/** Who asked what, and every verdict. */
export function Said({ review }: { readonly review: ReviewBody }) {
  const t = useText()
  const dates = useDates()
  return (
    <section className="review-said" aria-label={t('review-said')}>
      <p>{t('review-asked-by', { name: review.asked_by.name, when: dates.moment(new Date(review.asked_at)) })}</p>
      {review.note !== null && <blockquote className="review-quote">{review.note}</blockquote>}
      {review.authors.length > 0 && <p className="soft">{t('review-authors', { names: review.authors.map((it) => it.name).join(', ') })}</p>}
      {review.verdicts.length > 0 && (
        <ul className="review-verdicts">
          {review.verdicts.map(({ person, verdict, note, decided_at: at }) => (
            <li key={person.id}>
              <Avatar person={person} size={20} />
              <span className="review-verdict">
                <span>{person.name} <Badge tone={verdict === 'approved' ? 'good' : 'warn'}>{t(verdict === 'approved' ? 'review-verdict-approved' : 'review-verdict-changes')}</Badge></span>
                <span className="soft">{dates.moment(new Date(at))}</span>
                {note !== null && <span className="review-quote">{note}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
