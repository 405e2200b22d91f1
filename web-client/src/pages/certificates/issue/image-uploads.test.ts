import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, uploadCertificateImage } from '../../../api'
import type { CertificateImageBody } from '../../../protocol/generated'
import { ImageUploads, type ImageUpload } from './image-uploads'

vi.mock('../../../api', async (actual) => ({ ...await actual<object>(), uploadCertificateImage: vi.fn() }))

/** What a server does with an upload that the test has not answered yet. */
interface Sent {
  readonly signal: AbortSignal
  readonly progress: (part: number) => void
  readonly answer: (id: string, warnings?: CertificateImageBody['warnings']) => void
  readonly refuse: (code: ApiError['code'], status?: number) => void
}

let sent: Sent[]
let kept: Set<string>
beforeEach(() => {
  sent = []
  kept = new Set()
  vi.mocked(uploadCertificateImage).mockImplementation((_, progress, signal) => new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
    sent.push({
      signal, progress,
      answer: (id, warnings = []) => resolve({ id, type: 'png', width: 300, height: 400, warnings }),
      refuse: (code, status = 422) => reject(new ApiError(code, '', status)),
    })
  }))
  let next = 0
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => { const address = `blob:${(next++).toString()}`; kept.add(address); return address })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(address => { kept.delete(address) })
})
afterEach(() => { vi.restoreAllMocks() })

const file = (name: string, type = 'image/png'): File => new File(['picture'], name, { type })
/** Until what was answered has been told. */
const told = () => new Promise(resolve => { setTimeout(resolve, 0) })

function form() {
  const shown = new Map<string, ImageUpload>()
  const given: string[] = []
  const uploads = new ImageUploads({
    changed: (field, upload) => { shown.set(field, upload) },
    given: (field, id) => { given.push(`${field} ${id}`) },
    ended: error => error instanceof ApiError && error.status === 401,
  })
  return { uploads, given, kind: (field = 'photo') => shown.get(field)?.kind, shown: (field = 'photo') => shown.get(field) }
}

describe('an image for a field', () => {
  it('is shown at once, tells how far it is, and is given when it is there', async () => {
    const { uploads, given, shown } = form()
    uploads.take('photo', [file('zoe.png')])
    expect(shown()).toEqual({ kind: 'sending', name: 'zoe.png', preview: 'blob:0', part: 0 })
    sent[0]?.progress(0.5)
    expect(shown()).toMatchObject({ part: 0.5 })
    expect(given).toEqual([])
    sent[0]?.answer('cim_1', ['text_left_out'])
    await told()
    expect(given).toEqual(['photo cim_1'])
    expect(shown()).toEqual({ kind: 'there', name: 'zoe.png', warnings: ['text_left_out'] })
    expect(kept.size).toBe(0)
  })

  it('says why it was not taken', async () => {
    const { uploads, given, shown } = form()
    uploads.take('photo', [file('zoe.png')])
    sent[0]?.refuse('certificate_images_full', 409)
    await told()
    expect(shown()).toEqual({ kind: 'failed', name: 'zoe.png', code: 'certificate_images_full' })
    expect([given, kept.size]).toEqual([[], 0])
  })

  it('is one file, and a picture: of anything else nothing is sent', () => {
    const { uploads, shown } = form()
    uploads.take('photo', [])
    expect(shown()).toBeUndefined()
    uploads.take('photo', [file('a.png'), file('b.png')])
    expect(shown()).toEqual({ kind: 'several' })
    uploads.take('photo', [file('kurs.pdf', 'application/pdf')])
    expect(shown()).toEqual({ kind: 'failed', name: 'kurs.pdf', code: 'asset_type_unknown' })
    expect(sent).toEqual([])
  })

  it('gives way to the next, and nothing of the first is told any more', async () => {
    const { uploads, given, shown } = form()
    uploads.take('photo', [file('zoe.png')])
    uploads.take('photo', [file('better.png')])
    expect(sent[0]?.signal.aborted).toBe(true)
    sent[0]?.progress(0.9)
    await told()
    expect(shown()).toMatchObject({ kind: 'sending', name: 'better.png', part: 0 })
    sent[1]?.answer('cim_2')
    await told()
    expect([given, kept.size]).toEqual([['photo cim_2'], 0])
  })

  it('comes no more once it is cancelled, even if it has arrived', async () => {
    const { uploads, given, kind } = form()
    uploads.take('photo', [file('zoe.png')])
    sent[0]?.answer('cim_1')
    uploads.drop('photo')
    await told()
    expect([kind(), given, kept.size]).toEqual(['none', [], 0])
  })

  it('leaves those of other fields alone', async () => {
    const { uploads, given, kind } = form()
    uploads.take('photo', [file('zoe.png')])
    uploads.take('logo', [file('acme.svg', '')])
    uploads.drop('photo')
    sent[1]?.answer('cim_2')
    await told()
    expect([kind('photo'), kind('logo'), given]).toEqual(['none', 'there', ['logo cim_2']])
  })

  it('is given up with the form', async () => {
    const { uploads, given, kind } = form()
    uploads.take('photo', [file('zoe.png')])
    uploads.close()
    await told()
    expect([sent[0]?.signal.aborted, kind(), given, kept.size]).toEqual([true, 'sending', [], 0])
  })

  it('tells nothing of its own when the session has ended', async () => {
    const { uploads, kind } = form()
    uploads.take('photo', [file('zoe.png')])
    sent[0]?.refuse('unauthenticated', 401)
    await told()
    expect(kind()).toBe('none')
  })
})
