import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { ApiError, uploadAsset } from '../api'
import { Previews } from '../canvas/previews'
import { freshState } from '../canvas/state'
import { anchorsOver } from '../document/anchors'
import { commandsOver } from '../document/commands'
import { Editing } from '../document/commands/editing'
import type { OpenDraft } from '../document/model'
import { UndoHistory } from '../document/undo'
import { DocumentView } from '../document/view'
import type { UploadedAssetBody } from '../protocol/generated'
import { Machine } from './machine'
import { tools } from './tools'
import { Uploads } from './uploads'

vi.mock('../api', async (actual) => ({ ...await actual<object>(), uploadAsset: vi.fn() }))

/** What a server does with an upload that the test has not answered yet. */
interface Sent {
  readonly name: string
  readonly progress: (part: number) => void
  readonly answer: (warnings?: UploadedAssetBody['warnings']) => void
  readonly refuse: (code: ApiError['code']) => void
}

function room() {
  const doc = new Y.Doc()
  const view = new DocumentView(doc)
  const editing = new Editing(() => doc, view)
  const commands = commandsOver(editing)
  const history = new UndoHistory(doc)
  let access: 'edit' | 'view' = 'edit'
  const draft: OpenDraft = {
    view, commands, history, anchors: anchorsOver(editing),
    news: { subscribe: () => () => undefined },
    presence: { peers: () => [], set: () => undefined, subscribe: () => () => undefined },
    access: () => access, saveState: () => ({ kind: 'saved' }), refused: () => null, decide: () => undefined, loaded: () => true, typing: (write) => write(), subscribe: () => () => undefined, close: () => undefined,
  }
  const state = freshState('de')
  state.set({ page: 'page' })
  const may = (): boolean => access === 'edit'
  const machine = new Machine({ draft, state, previews: new Previews(draft.presence), organisation: 'Schule', mayEdit: may, mayType: may, mayComment: may, needsField: () => undefined }, tools)
  const told: string[] = []
  const uploads = new Uploads(machine.ctx, {
    failed: (name, code) => told.push(`${name} ${code}`),
    leftOut: (warning) => told.push(warning),
    tooMany: (most) => told.push(`more than ${most.toString()}`),
    noPictures: () => told.push('no pictures'),
  })
  return {
    uploads, told, history, commands, state,
    images: () => [...view.layout().elements.values()].filter(({ type }) => type === 'image'),
    under: () => uploads.state.get().list,
    mayOnlyLook: () => { access = 'view' },
  }
}

const file = (name: string, type = 'image/png'): File => new File(['picture'], name, { type })
const about = { kind: 'about', page: 'page', at: [100, 100] } as const

let sent: Sent[]
let kept: Set<string>
let it_: ReturnType<typeof room>
beforeEach(() => {
  sent = []
  kept = new Set()
  vi.mocked(uploadAsset).mockImplementation((_, name, progress, signal) => new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
    sent.push({
      name, progress,
      refuse: (code) => reject(new ApiError(code, '', 422)),
      answer: (warnings = []) => resolve({
        asset: { id: `ast_${name}`, type: 'png', name, width: 300, height: 200, bytes: 7, created_at: '', created_by: { id: 'per_1', name: 'Anna' } }, warnings,
      }),
    })
  }))
  // As the browser has them: a picture of 300 by 200 pixels, and addresses that have to be given back.
  vi.stubGlobal('Image', class {
    src = ''
    naturalWidth = 300
    naturalHeight = 200
    decode = (): Promise<void> => Promise.resolve()
  })
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    const address = `blob:${kept.size.toString()}`
    kept.add(address)
    return address
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((address) => { kept.delete(address) })
  it_ = room()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})
const soon = (): Promise<void> => new Promise((done) => setTimeout(done))

describe('uploading', () => {
  it('shows how far it is, and writes the image in one step when it is there', async () => {
    it_.uploads.add([file('Logo.png')], about)
    await soon()
    expect(it_.images()).toEqual([])
    sent[0]?.progress(0.4)
    expect(it_.under()).toMatchObject([{ name: 'Logo.png', part: 0.4, target: { kind: 'place', page: 'page' } }])
    sent[0]?.answer()
    await soon()
    const [image] = it_.images()
    expect(image).toMatchObject({ name: 'Logo', image: { asset: 'ast_Logo.png' } })
    const [width = 0, height = 0] = image?.size ?? []
    expect(width / height).toBeCloseTo(1.5, 2)
    expect(it_.state.get().selection).toEqual([image?.id])
    expect([it_.under(), kept.size]).toEqual([[], 0])
    it_.history.undo()
    expect(it_.images()).toEqual([])
  })

  it('takes several, each in its turn and none over another; too many are told', async () => {
    it_.uploads.add(Array.from({ length: 12 }, (_, number) => file(`${number.toString()}.png`)), about)
    await soon()
    expect(it_.told).toEqual(['more than 10'])
    expect(it_.under().length).toBe(10)
    for (let answered = 0; answered < 10; answered += 1) {
      expect(sent.length).toBe(Math.min(answered + 3, 10))
      if (answered === 4) sent[answered]?.refuse('asset_unreadable')
      else sent[answered]?.answer()
      await soon()
    }
    expect(it_.told).toEqual(['more than 10', '4.png asset_unreadable'])
    expect(new Set(it_.images().map(({ at }) => at.join())).size).toBe(9)
    expect([it_.under(), kept.size]).toEqual([[], 0])
  })

  it('whoever is taken back while waiting keeps nobody else waiting', async () => {
    it_.uploads.add(Array.from({ length: 5 }, (_, number) => file(`${number.toString()}.png`)), about)
    await soon()
    it_.under()[3]?.cancel()
    it_.under()[0]?.cancel()
    await soon()
    expect(sent.map(({ name }) => name)).toEqual(['0.png', '1.png', '2.png', '4.png'])
    it_.uploads.close()
    await soon()
    expect([it_.under(), it_.told, it_.images(), kept.size]).toEqual([[], [], [], 0])
    it_.uploads.add([file('again.png')], about)
    await soon()
    expect(sent.at(-1)?.name).toBe('again.png')
  })

  it('passes over what is no picture, and says so when nothing is left', async () => {
    it_.uploads.add([file('a.txt', 'text/plain'), file('b.svg', ''), file('c.heic', 'image/heic')], about)
    await soon()
    expect(sent.map(({ name }) => name)).toEqual(['b.svg', 'c.heic'])
    it_.uploads.add([file('a.pdf', 'application/pdf')], about)
    expect(it_.told).toEqual(['no pictures'])
  })

  it('tells why the server did not take one, writes nothing, and goes on with the others', async () => {
    it_.uploads.add([file('bad.png'), file('good.png')], about)
    await soon()
    sent[0]?.refuse('asset_too_complex')
    sent[1]?.answer(['scripts_left_out'])
    await soon()
    expect(it_.told).toEqual(['bad.png asset_too_complex', 'scripts_left_out'])
    expect(it_.images().map(({ name }) => name)).toEqual(['good'])
    expect([it_.under(), kept.size]).toEqual([[], 0])
  })

  it('is taken back without a word', async () => {
    it_.uploads.add([file('Logo.png')], about)
    await soon()
    it_.under()[0]?.cancel()
    await soon()
    expect([it_.under(), it_.told, it_.images(), kept.size]).toEqual([[], [], [], 0])
  })

  it('writes nothing for somebody who may no longer edit, nor into what was deleted meanwhile', async () => {
    const id = it_.commands.create({ type: 'image', parent: 'page', at: [10, 10], size: [20, 20] })
    it_.uploads.add([file('Logo.png')], { kind: 'fill', id })
    await soon()
    it_.commands.delete([id])
    sent[0]?.answer()
    await soon()
    expect(it_.images()).toEqual([])
    it_.uploads.add([file('Logo.png')], about)
    await soon()
    it_.mayOnlyLook()
    sent[1]?.answer()
    await soon()
    expect(it_.images()).toEqual([])
    it_.uploads.add([file('Logo.png')], about)
    expect(sent.length).toBe(2)
  })
})
