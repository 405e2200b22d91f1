import type { MeBody, TemplateBody } from '../../protocol/generated'
import { OpeningPage } from '../states'

/** The editor of one template's draft. */
export function EditorPage(_: { template: TemplateBody; me: MeBody }) {
  return <OpeningPage />
}
