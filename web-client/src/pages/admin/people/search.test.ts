import { expect, it } from 'vitest'
import { readRoute } from '../../router'
import { searchAddress } from './search'

it('puts any search into the address so that it is read again as it was', () => {
  for (const search of ['', 'Müller', 'a&b=c', '100 % ?#', "o'neil+1@example.org"]) {
    const [path = '', query = ''] = searchAddress('/admin/people', search).split('?', 2)
    expect(readRoute(path, query)).toEqual({ page: 'people', search })
  }
})
