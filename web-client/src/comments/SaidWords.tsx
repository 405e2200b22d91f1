/** What somebody said, with its markup: built piece by piece, so that nothing in it is ever more than words. */
import { Fragment, useMemo, type ReactNode } from 'react'
import { useText } from '../i18n'
import type { ShownComment } from './acts'
import { piecesOf, plainWords, type Piece } from './markup'
import { useNames } from './people'
import { useTalk } from './talk'

/** The words of a comment. */
export function SaidWords({ comment }: { readonly comment: ShownComment }) {
  const t = useText()
  const names = useNames()
  const { discussions } = useTalk()
  const pieces = useMemo(() => piecesOf(comment.body), [comment.body])
  if (comment.deleted) return <p className="comment-words soft">{t('comment-deleted')}</p>
  const nameOf = (id: string): string => comment.mentions.find((it) => it.id === id)?.name ?? names(id)
  return <p className="comment-words">{shown(pieces, nameOf, discussions.me.person)}</p>
}

function shown(pieces: readonly Piece[], nameOf: (id: string) => string, me: string | null): ReactNode {
  return pieces.map((piece, index) => {
    switch (piece.kind) {
      case 'words': return <Fragment key={index}>{piece.text}</Fragment>
      case 'bold': return <strong key={index}>{shown(piece.inside, nameOf, me)}</strong>
      case 'italic': return <em key={index}>{shown(piece.inside, nameOf, me)}</em>
      case 'code': return <code key={index}>{piece.text}</code>
      // Where it leads hears nothing of where it was pressed.
      case 'link': return <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">{piece.text}</a>
      case 'person': return <span key={index} className={piece.id === me ? 'mention mention-me' : 'mention'}>@{nameOf(piece.id)}</span>
    }
  })
}

/** The first words of a comment in one line. */
export function useFirstWords(): (comment: ShownComment | undefined) => string {
  const t = useText()
  const names = useNames()
  return (comment) => {
    if (comment === undefined) return ''
    if (comment.deleted) return t('comment-deleted')
    return plainWords(comment.body, (id) => comment.mentions.find((it) => it.id === id)?.name ?? names(id)).replace(/\s+/g, ' ').slice(0, MOST_PREVIEWED)
  }
}

/** More does not fit into a line. */
const MOST_PREVIEWED = 160
