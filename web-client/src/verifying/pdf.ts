import { getDocument, PDFWorker, type PDFDocumentLoadingTask } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'
import type { Held } from './file'
import { DOCUMENT_CHARACTERS } from './json'

/** How long reading a PDF may take; then whoever reads it is ended. */
const PATIENCE_MS = 20_000
/** Files inside a PDF that are looked at. */
const ENCLOSED = 50

/** A file inside a PDF, as the reader of PDFs gives it. */
interface Enclosed {
  readonly filename: string
  readonly content: Uint8Array
}

/**
 * Takes the credential out of a PDF: the first enclosed file that is JSON. A PDF may be anything, so it is read on a thread of its own, which is ended when it
 * takes too long; nothing of it is drawn, and nothing in it is run.
 */
export async function credentialIn(bytes: Uint8Array<ArrayBuffer>): Promise<Held> {
  // Where there are no such threads (tests), the reader has a way of its own.
  const thread = typeof Worker === 'undefined' ? null : new Worker(workerAddress, { type: 'module' })
  const worker = thread === null ? null : PDFWorker.create({ port: thread })
  const task = getDocument({
    data: bytes, ...(worker !== null && { worker }),
    isEvalSupported: false, enableXfa: false, useSystemFonts: false, disableFontFace: true, useWasm: false, useWorkerFetch: false, stopAtErrors: true, verbosity: 0,
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>(resolve => { timer = setTimeout(() => resolve('late'), PATIENCE_MS) })
  // A thread that dies says so here alone.
  const dead = new Promise<'late'>(resolve => thread?.addEventListener('error', () => resolve('late')))
  try {
    const files = await Promise.race([enclosedIn(task), late, dead])
    return files === 'late' ? { kind: 'nothing', why: 'pdf_broken' } : firstOf(files)
  } catch (error) {
    return { kind: 'nothing', why: error instanceof Error && error.name === 'PasswordException' ? 'pdf_locked' : 'pdf_broken' }
  } finally {
    clearTimeout(timer)
    if (thread === null) void task.destroy()
    else thread.terminate()
  }
}

async function enclosedIn(task: PDFDocumentLoadingTask): Promise<Enclosed[]> {
  const document = await task.promise
  const enclosed = await document.getAttachments() as Readonly<Record<string, Enclosed>> | null
  return Object.values(enclosed ?? {}).slice(0, ENCLOSED)
}

function firstOf(files: readonly Enclosed[]): Held {
  for (const { content } of files) {
    if (!(content instanceof Uint8Array) || content.length > DOCUMENT_CHARACTERS) continue
    const text = new TextDecoder().decode(content)
    if (text.trimStart().startsWith('{')) return { kind: 'credential', text }
  }
  return { kind: 'nothing', why: 'pdf_empty' }
}
