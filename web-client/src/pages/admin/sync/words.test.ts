import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { KEY_PERMISSIONS, permissionId } from '../../settings/permissions'
import { STATES } from '../people/domains'
import { kindId, oneId, reasonId, refusalId, runId, WORDS } from './words'

const catalogues = ['sync', 'people', 'settings'].map(area => readFileSync(join(import.meta.dirname, `../../../i18n/de/${area}.ftl`), 'utf8')).join('\n')
const has = (id: string) => new RegExp(`^${id} =`, 'm').test(catalogues)

it('has a message for every word of the server', () => {
  const asked = [...WORDS, ...KEY_PERMISSIONS.map(permissionId), ...Object.values(STATES).map(([, id]) => id)]
  expect(asked.filter(id => !has(id))).toEqual([])
})

it('says what is newer than the page by a word of its own', () => {
  for (const id of [kindId('directory'), oneId('directory'), reasonId('melted'), reasonId(null), refusalId('melted'), runId('rewind')]) expect(has(id), id).toBe(true)
  for (const inherited of ['constructor', 'toString']) expect(has(kindId(inherited)), inherited).toBe(true)
})
