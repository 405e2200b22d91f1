/** What a discussion hangs on, in words. */
import { nameOf } from '../canvas/names'
import type { Language, Layout } from '../document/model'
import type { Translate } from '../i18n'
import type { Pin } from './pin'

/** The element's name, or the page's; where neither is there, that it is not. */
export function aboutOf({ stand, element }: Pick<Pin, 'stand' | 'element'>, layout: Layout, language: Language, t: Translate): string {
  if (stand.state === 'pageless') return t('comment-page-deleted')
  if (element !== undefined) return nameOf(element, layout, language, t)
  return pageName(layout, stand.place.page, t)
}

/** What a page is called, or its number. */
export function pageName(layout: Layout, id: string, t: Translate): string {
  const page = layout.pages.findIndex((it) => it.id === id)
  return layout.pages[page]?.name ?? t('page-number', { number: page + 1 })
}
