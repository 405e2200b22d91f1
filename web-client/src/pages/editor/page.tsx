/** The editor of a template: opens its draft as the person who is signed in, and closes it when the page is left. */
import { useEffect, useState } from 'react'
import type { OpenDraft } from '../../document/model'
import { useI18n } from '../../i18n'
import type { MeBody, TemplateBody } from '../../protocol/generated'
import { openDraft } from '../../sync/open'
import { OpeningPage } from '../states'
import { EditorView } from './view'

/** The page of `/templates/{id}`. */
export function EditorPage({ template, me, onRenamed }: {
  readonly template: TemplateBody; readonly me: MeBody; readonly onRenamed: () => Promise<void>
}) {
  const { language } = useI18n()
  const [draft, setDraft] = useState<OpenDraft | null>(null)
  const person = me.person.id
  const id = template.draft_id
  useEffect(() => {
    const opened = openDraft({ draft: id, person })
    setDraft(opened)
    return () => {
      setDraft(null)
      opened.close()
    }
  }, [id, person])
  return draft === null ? <OpeningPage /> : <EditorView draft={draft} template={template} onRenamed={onRenamed} me={me} language={language} />
}
