/** The families that pasted words may keep. */
import { FAMILIES as OFFERED } from '../../text'

/** Their names. */
export const FAMILIES: readonly string[] = OFFERED.map(({ name }) => name)
