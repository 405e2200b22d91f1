/** A titled part of a panel. */
import { useId, type ReactNode } from 'react'

/** A titled part of a panel, with controls beside its title. */
export function Section({ title, trailing, children }: { readonly title: string; readonly trailing?: ReactNode; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <header className="section-head">
        <h3 id={id}>{title}</h3>
        {trailing !== undefined && <span className="section-trailing">{trailing}</span>}
      </header>
      <div className="section-body">{children}</div>
    </section>
  )
}

/** Controls beside one another. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <div className="row">{children}</div>
}
