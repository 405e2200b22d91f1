/** What the organisation wants its certificates to look like: offered before everything else. */
import { createContext, useContext } from 'react'

export interface Brand {
  /** `#rrggbb`. */
  readonly colors: readonly string[]
  /** Families by their names. */
  readonly fonts: readonly string[]
}

export const NO_BRAND: Brand = { colors: [], fonts: [] }

const Context = createContext<Brand>(NO_BRAND)
export const BrandProvider = Context.Provider

/** The brand of the organisation whose draft is open. */
export const useBrand = (): Brand => useContext(Context)
