import { expect, it } from 'vitest'
import { ApiError } from '../../../api'
import type { ListFitBody } from '../../../protocol/generated'
import { NOTHING_TRIED, triedAll, type Tried } from './fitting'

const over = (row: number) => ({ row, line: row + 1, name: `N${row.toString()}`, elements: ['Kurs'] })
const BUSY = new ApiError('render_busy', '', 503)

/** Answers in this order, and what was asked. */
function answers(...all: (ListFitBody | ApiError)[]) {
  const rows: number[] = []
  const ask = async (row: number): Promise<ListFitBody> => {
    rows.push(row)
    const next = all.shift()
    if (next === undefined || next instanceof ApiError) throw next ?? new Error('asked too often')
    return next
  }
  return { ask, rows }
}

async function run(from: Tried, all: (ListFitBody | ApiError)[]) {
  const { ask, rows } = answers(...all)
  const told: Tried[] = []
  const waited: number[] = []
  const failed = await triedAll(from, ask, async ms => { waited.push(ms) }, tried => told.push(tried)).then(() => null, (error: unknown) => error)
  return { rows, told, waited, failed, last: told.at(-1) }
}

it('goes on from answer to answer until all were tried', async () => {
  const { rows, told, last } = await run(NOTHING_TRIED, [{ next: 321, overflowing: [over(7)] }, { next: 640, overflowing: [] }, { next: null, overflowing: [over(700), over(701)] }])
  expect(rows).toEqual([1, 321, 640])
  expect(told.map(({ next }) => next)).toEqual([321, 640, null])
  expect([last?.rows, last?.shown.map(({ line }) => line)]).toEqual([[7, 700, 701], [8, 701, 702]])
})

it('goes on where it was stopped', async () => {
  const { rows, last } = await run({ next: 50, shown: [over(3)], rows: [3] }, [{ next: null, overflowing: [over(60)] }])
  expect([rows, last?.rows]).toEqual([[50], [3, 60]])
})

it('waits while too many are being drawn, and not for ever', async () => {
  const well = await run(NOTHING_TRIED, [BUSY, BUSY, { next: null, overflowing: [] }])
  expect([well.rows, well.waited, well.failed]).toEqual([[1, 1, 1], [500, 1_000], null])
  const ill = await run(NOTHING_TRIED, [BUSY, BUSY, BUSY, BUSY, BUSY])
  expect([ill.waited.length, ill.failed]).toEqual([4, BUSY])
  const refused = new ApiError('mapping_invalid', '', 422)
  expect(await run(NOTHING_TRIED, [refused])).toMatchObject({ waited: [], failed: refused })
})

it('does not ask for ever when an answer leads nowhere', async () => {
  const { rows, last } = await run(NOTHING_TRIED, [{ next: 10, overflowing: [] }, { next: 10, overflowing: [] }])
  expect([rows, last?.next]).toEqual([[1, 10], null])
})

it('shows some, and counts all', async () => {
  const many = Array.from({ length: 500 }, (_, index) => over(index + 1))
  const { last } = await run(NOTHING_TRIED, [{ next: null, overflowing: many }])
  expect([last?.shown.length, last?.rows.length]).toEqual([200, 500])
})
