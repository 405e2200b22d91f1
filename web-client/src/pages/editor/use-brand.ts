/** The organisation's brand, for the panels. */
import { useEffect, useState } from 'react'
import { api } from '../../api'
import { NO_BRAND, type Brand } from '../../panels/brand'
import type { BrandBody } from '../../protocol/generated'

/** As the panels offer it: the two main colours first, each colour once. */
export function brandOf({ primary, accent, colors, fonts }: BrandBody): Brand {
  const all = [primary, accent, ...(colors ?? [])].flatMap((color) => color?.toLowerCase() ?? [])
  return { colors: [...new Set(all)], fonts: fonts ?? [] }
}

/** Asked for once: whoever changes it sees it in the next draft that is opened. Without an answer there is none, and nothing is lost by that. */
export function useOrganisationBrand(): Brand {
  const [brand, setBrand] = useState(NO_BRAND)
  useEffect(() => {
    let stale = false
    void api.settings().then((settings) => { if (!stale) setBrand(brandOf(settings.brand)) }, () => undefined)
    return () => { stale = true }
  }, [])
  return brand
}
