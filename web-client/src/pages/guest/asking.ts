/** A guest has no socket that tells of news. So it is asked again and again while somebody looks. */
import type { NewsStore } from '../../document/model'
import type { Clock } from '../../sync/surroundings'

/** Says to whoever follows, again and again, that what they know may be old. */
export function askingAgain(everyMs: number, clock: Pick<Clock, 'after'>, isLookedAt: () => boolean): NewsStore {
  return {
    subscribe(_about, listener) {
      let cancel = (): void => undefined
      const wait = (): void => {
        cancel = clock.after(everyMs, () => {
          if (isLookedAt()) listener(null)
          wait()
        })
      }
      wait()
      return () => cancel()
    },
  }
}
