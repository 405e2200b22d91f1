import { useEffect, useId, useRef, type ReactNode } from 'react'

export interface StepProps {
  readonly number: number
  readonly title: string
  /** What comes before it is done: it waits, and says for what. */
  readonly waitsFor?: string | undefined
  /** What was asked for in the step before has come: whoever moves with the keyboard goes on here. */
  readonly takesFocus?: boolean
  readonly aside?: ReactNode
  readonly children?: ReactNode
}

/** A part of the work, in its order. All of them are seen from the beginning. */
export function Step({ number, title, waitsFor, takesFocus = false, aside, children }: StepProps) {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { if (takesFocus) heading.current?.focus() }, [takesFocus])
  return (
    <section className={waitsFor === undefined ? 'plate step' : 'plate step step-waits'} aria-labelledby={id} data-testid={`step-${number.toString()}`}>
      <div className="plate-top">
        <h2 id={id} ref={heading} tabIndex={-1}><span className="step-number">{number}</span>{title}</h2>
        {aside !== undefined && <div className="plate-aside">{aside}</div>}
      </div>
      {waitsFor === undefined ? children : <p className="soft">{waitsFor}</p>}
    </section>
  )
}
