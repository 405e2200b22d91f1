/** The button that opens the dialog: also for those who may not publish, who see there how it stands. */
import { CloudUpload } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../../../i18n'
import type { TemplateBody } from '../../../protocol/generated'
import { Button } from '../../../ui'
import { PublishDialog } from './dialog'
import type { Publication } from './use-publication'

/** At the end of the review's strip. */
export function PublishButton({ template, publication, onLoad }: { readonly template: TemplateBody; readonly publication: Publication; readonly onLoad: () => void }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={CloudUpload} onPress={() => setOpen(true)} data-testid="publish-open">{t('publish')}</Button>
      {open && <PublishDialog template={template} publication={publication} onLoad={onLoad} onClose={() => setOpen(false)} />}
    </>
  )
}
