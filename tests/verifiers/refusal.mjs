// What an engine says against a credential, on one line.

/** The text of an error and of what caused it, or `null` without one. The outer text alone is often just "Verification error(s)." */
export function textOf(error) {
  if (error === null || error === undefined) return null
  const { cause, errors = [], details } = error
  let text = `${error.message ?? error}`
  // The JSON-LD library keeps in `details` what it stumbled over.
  for (const inner of [cause, ...errors, details?.cause, details?.event, details?.property].map(textOf)) {
    if (inner !== null && !text.includes(inner)) text += ` ${inner}`
  }
  return text.replaceAll(/\s+/g, ' ')
}
