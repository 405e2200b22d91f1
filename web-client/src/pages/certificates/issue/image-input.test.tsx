import { FluentBundle, FluentResource } from '@fluent/bundle'
import { parseHTML } from 'linkedom'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { LanguageProvider } from '../../../i18n/i18n'
import { ImageInput, type ImageInputProps } from './image-input'

const bundle = new FluentBundle('en', { useIsolating: false })
for (const area of ['shell', 'tools', 'lists', 'certificates', 'recipients', 'errors']) bundle.addResource(new FluentResource(readFileSync(join(import.meta.dirname, `../../../i18n/en/${area}.ftl`), 'utf8')))

/** The input as it stands on the page. */
function shown(part: Partial<ImageInputProps>) {
  const nothing = () => undefined
  const markup = renderToStaticMarkup(
    <LanguageProvider first={{ language: 'en', bundle }}>
      <ImageInput label="Photo" isRequired={false} value="" error={undefined} inputRef={nothing} upload={{ kind: 'none' }} onFiles={nothing} onCancel={nothing} onRemove={nothing} {...part} />
    </LanguageProvider>,
  )
  const { document } = parseHTML(`<!doctype html><body>${markup}</body>`)
  const words = (ids: string | null | undefined) => (ids ?? '').split(' ').filter(id => id !== '').map(id => document.getElementById(id)?.textContent?.trim() ?? `no ${id}`).join(' | ')
  const button = document.querySelector('[data-testid="image-choose"]')
  return {
    name: words(button?.getAttribute('aria-labelledby')), about: words(button?.getAttribute('aria-describedby')), isBusy: button?.getAttribute('aria-busy') === 'true',
    group: words(document.querySelector('[role="group"]')?.getAttribute('aria-labelledby')), said: document.querySelector('[role="status"]')?.textContent,
    picture: document.querySelector('img')?.getAttribute('src') ?? null, others: [...document.querySelectorAll('button')].slice(1).map(one => one.getAttribute('aria-label') ?? words(one.getAttribute('aria-labelledby'))),
    progress: document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow') ?? null, state: document.querySelector('[data-testid="image-input"]')?.getAttribute('data-state'),
  }
}

describe('the input for an image', () => {
  it('asks for one, and says which are taken and that it is needed', () => {
    expect(shown({ isRequired: true })).toEqual({
      name: 'Photo | Choose a picture …', about: 'Asked for by the template | Drop it here, paste it, or choose a file: PNG, JPEG, WebP or SVG.', isBusy: false,
      group: 'Photo', said: '', picture: null, others: [], progress: null, state: 'empty',
    })
  })

  it('shows the file while it is on its way, and can be stopped', () => {
    expect(shown({ upload: { kind: 'sending', name: 'zoe.png', preview: 'blob:1', part: 0.5 } })).toMatchObject({
      isBusy: true, said: 'Uploading zoe.png', picture: 'blob:1', others: ['Do not upload zoe.png'], progress: '0.5', state: 'sending',
    })
    // All has left, and the server looks at it.
    expect(shown({ upload: { kind: 'sending', name: 'zoe.png', preview: 'blob:1', part: 1 } }).progress).toBeNull()
  })

  it('shows an image as the server has it, and offers to replace and to remove it', () => {
    expect(shown({ value: 'cim_1', upload: { kind: 'there', name: 'zoe.svg', warnings: ['text_left_out'] } })).toMatchObject({
      name: 'Photo | Replace …', about: '', picture: '/api/certificate-images/cim_1', others: ['Photo | Remove the picture'], state: 'there',
      said: '“zoe.svg” is uploaded.Text in the SVG file was left out. Convert it to paths before.',
    })
    // That of the certificate whose place is taken.
    expect(shown({ value: 'cim_1' })).toMatchObject({ picture: '/api/certificate-images/cim_1', said: '', state: 'there' })
  })

  it('keeps what was there when the next one fails, and says why', () => {
    const failed = shown({ value: 'cim_1', upload: { kind: 'failed', name: 'zoe.tif', code: 'asset_type_unknown' } })
    expect(failed).toMatchObject({ picture: '/api/certificate-images/cim_1', state: 'there', said: failed.about })
    expect(failed.about).toBe('“zoe.tif” was not uploaded. This is not a picture that is taken here. PNG, JPEG, WebP and SVG are. asset_type_unknown')
    expect(shown({ upload: { kind: 'several' } }).about).toContain('Only one picture can be given here.')
  })

  it('ties what is wrong to the button that mends it', () => {
    expect(shown({ error: 'Choose it again.' }).about).toMatch(/ \| Choose it again\.$/)
  })
})
