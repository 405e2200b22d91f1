import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../api'
import type { DraftPublicationBody, TemplateBody, TemplatesBody } from '../../../protocol/generated'
import { published } from './published'

const template = (id: string) => ({ id, name: id, draft_id: `draft ${id}` }) as TemplateBody
const current = (is_archived: boolean): DraftPublicationBody => ({ current: { version_id: 'v', version_number: 1, content_hash: '', published_at: '', is_archived }, open: null, history: [], may: null })
const NOTHING: DraftPublicationBody = { current: null, open: null, history: [], may: null }
/** Of `p…` something is published, of `a…` no more, of the others nothing; `x…` is gone. */
const publication = async (draft: string): Promise<DraftPublicationBody> => {
  if (draft.startsWith('draft x')) throw new ApiError('not_found', '', 404)
  return draft.startsWith('draft p') ? current(false) : draft.startsWith('draft a') ? current(true) : NOTHING
}
/** Pages of templates by their names; a page is named by its place. */
const pages = (...names: string[][]) => {
  const asked: (string | null)[] = []
  const list = async (after: string | null): Promise<TemplatesBody> => {
    asked.push(after)
    const at = Number(after ?? 0)
    return { templates: (names[at] ?? []).map(template), next: at + 1 < names.length ? (at + 1).toString() : null }
  }
  return { list, asked }
}
const ids = (found: readonly { template: TemplateBody }[]) => found.map(one => one.template.id)

describe('published templates', () => {
  it('are found among all, in their order', async () => {
    const { list } = pages(['n1', 'p1', 'x1', 'a1', 'p2', 'n2', 'p3'])
    const { found, next } = await published(list, publication, null)
    expect([ids(found), next]).toEqual([['p1', 'p2', 'p3'], null])
  })

  it('are looked for until there is a choice, and no further', async () => {
    const many = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8']
    const { list, asked } = pages(['n1'], many, ['p9'])
    const { found, next } = await published(list, publication, null)
    expect([ids(found), next, asked]).toEqual([many, '2', [null, '1']])
    expect(ids((await published(list, publication, next)).found)).toEqual(['p9'])
  })

  it('are not looked for in everything at once', async () => {
    const { list, asked } = pages(['n'], ['n'], ['n'], ['n'], ['p1'])
    const { found, next } = await published(list, publication, null)
    expect([ids(found), next, asked.length]).toEqual([[], '4', 4])
  })

  it('are asked for a few at once', async () => {
    let now = 0
    let most = 0
    const slow = async (draft: string) => {
      most = Math.max(most, ++now)
      await new Promise(resolve => setTimeout(resolve, 1))
      now--
      return publication(draft)
    }
    await published(pages(Array.from({ length: 20 }, (_, index) => `p${index.toString()}`)).list, slow, null)
    expect(most).toBe(4)
  })

  it('cannot be told apart when the server does not answer', async () => {
    await expect(published(pages(['p1']).list, async () => { throw new ApiError('unreachable', '', 0) }, null)).rejects.toMatchObject({ code: 'unreachable' })
  })
})
