// Editors on stock Yjs, driven line by line: a command in, one line of JSON out.
//
//   new <replica> <client id> <state>     an editor that starts from a state
//   edit <replica> <seed>                 one random edit; gives the updates that it made
//   texts <replica> <seed>                one random edit that a content editor may make; gives the updates
//   trespass <replica> <client> <seed>    one that a content editor may not make, on a copy under another client id; its updates as one
//   apply <replica> <update>              something arrives from the room
//   answer <replica> <state vector>       what the room lacks (a SyncStep2)
//   merge <update> <update> ..            one update of several, with skips where some are missing
//   golden                                a document with history, for tests/golden/documents
//   read <replica>                        all roots, shared texts as deltas, and the state
//
// Bytes are hexadecimal.
import { createInterface } from 'node:readline'
import * as Y from 'yjs'

const hex = bytes => Buffer.from(bytes).toString('hex')
const bytes = text => new Uint8Array(Buffer.from(text, 'hex'))
const replicas = new Map()
const WORDS = ['Diplom ', 'für ', 'é', '🎓', '\n', 'à l’école', 'e\u0301', 'Zürich']
const LANGUAGES = ['de', 'fr', 'it', 'rm', 'en']

// Splitmix in 32 bits: the same seed, the same edit.
const dice = seed => {
  let state = seed >>> 0
  const below = bound => {
    state = (state + 0x9e3779b9) >>> 0
    let it = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    it = Math.imul(it ^ (it >>> 13), 0xc2b2ae35)
    return ((it ^ (it >>> 16)) >>> 0) % bound
  }
  return { below, pick: from => from[below(from.length)] }
}

const create = (client, state) => {
  const doc = new Y.Doc()
  doc.clientID = client
  Y.applyUpdate(doc, state, 'remote')
  const outbox = []
  doc.on('update', (update, origin) => { if (origin !== 'remote') outbox.push(update) })
  const scope = ['elements', 'pages', 'unknown'].map(name => doc.getMap(name))
  return { doc, outbox, undo: new Y.UndoManager(scope, { captureTimeout: 0 }), next: 0 }
}

/** Offsets at which no grapheme is cut; an embed is one long. */
const bounds = text => {
  const places = [0]
  const segmenter = new Intl.Segmenter('de', { granularity: 'grapheme' })
  let at = 0
  let words = ''
  const flush = () => {
    for (const { segment } of segmenter.segment(words)) places.push(at += segment.length)
    words = ''
  }
  for (const { insert } of text.toDelta()) {
    if (typeof insert === 'string') words += insert
    else { flush(); places.push(at += 1) }
  }
  flush()
  return places
}

const type = (text, { below, pick }) => {
  const places = bounds(text)
  const at = pick(places)
  const end = pick(places.filter(place => place >= at))
  switch (below(6)) {
    case 0: case 1: return text.insert(at, pick(WORDS))
    case 2: return text.insert(at, pick(WORDS), { color: '#00aa00', italic: true })
    case 3: return end > at && text.delete(at, end - at)
    case 4: return end > at && text.format(at, end - at, { [pick(['weight', 'color'])]: pick([700, '#ff0000', null]) })
    default: return text.insertEmbed(at, { field: 'name', format: 'upper' })
  }
}

const edit = (replica, random) => {
  const { doc, undo } = replica
  const { below, pick } = random
  const elements = doc.getMap('elements')
  const unknown = doc.getMap('unknown')
  const ids = [...elements.keys()].sort()
  const element = ids.length ? elements.get(pick(ids)) : undefined
  const anywhere = pick(['front', 'back', ...ids])
  switch (below(18)) {
    case 0: case 1: {
      const id = `y${doc.clientID}-${replica.next++}`
      const map = new Y.Map([['type', pick(['text', 'group', 'line', 'hologram'])], ['parent', anywhere], ['order', 'V']])
      map.set('texts', new Y.Map(LANGUAGES.map(it => [it, new Y.Text()])))
      return elements.set(id, map)
    }
    case 2: case 3: case 4: case 5: {
      if (!(element instanceof Y.Map)) return
      const key = pick(['at', 'size', 'rotation', 'parent', 'fill', 'glow', 'alt'])
      const value = {
        at: [below(2000) / 8, -below(90) / 7], size: [below(300), 3e9], rotation: below(360) - 180.5, parent: anywhere,
        fill: pick(['#ff0000', 'none', null]), glow: { by: [1, { a: true }], of: new Uint8Array([1, 2, 255]) }, alt: undefined,
      }[key]
      return below(5) === 0 ? element.delete(key) : element.set(key, key === 'alt' ? new Y.Map([['de', 'Bild']]) : value)
    }
    case 6: case 7: case 8: case 9: case 10: {
      const text = element instanceof Y.Map && element.get('texts') instanceof Y.Map && element.get('texts').get(pick(['de', 'fr']))
      return text instanceof Y.Text && doc.transact(() => { for (let n = below(3); n >= 0; n--) type(text, random) })
    }
    case 11: return ids.length && elements.delete(pick(ids))
    case 12: {
      if (!(unknown.get('list') instanceof Y.Array)) return unknown.set('list', Y.Array.from([1, 'two', [3, null]]))
      const list = unknown.get('list')
      if (list.length > 3 && below(2)) return list.delete(below(list.length - 1), 2)
      return list.insert(below(list.length + 1), pick([[new Y.Map([['in', new Y.Array()]])], [-0.1, 2 ** 40, 'x'], [new Y.Text('tief')]]))
    }
    case 13: return doc.getXmlFragment('xml').insert(0, [new Y.XmlElement('p'), new Y.XmlText('t')])
    case 14: return doc.getMap('pages').set(pick(['front', 'back']), new Y.Map([['size', [210, 297]], ['order', 'V']]))
    case 15: return undo.undo()
    case 16: return undo.redo()
    default: return doc.getMap('pages').delete('back')
  }
}

const isMap = it => it instanceof Y.Map
const STRINGS = ['alt', 'signer', 'role', 'fallback']

/** One edit of texts. The shared texts of all elements and languages are equally likely, as are fields. */
const editTexts = ({ doc, undo }, { below, pick }) => {
  const elements = [...doc.getMap('elements').values()].filter(isMap)
  if (elements.length === 0) return
  const element = pick(elements)
  const texts = element.get('texts')
  const strings = (of, key, value) => {
    if (!isMap(of.get(key))) of.set(key, new Y.Map())
    const language = pick(['de', 'fr'])
    return value === '' ? of.get(key).delete(language) : of.get(key).set(language, value)
  }
  switch (below(14)) {
    case 0: return undo.undo()
    case 1: return undo.redo()
    // Several in one update, as after some time offline: what can be undone Yjs keeps, and puts together.
    case 2: {
      const key = pick(STRINGS)
      return doc.transact(() => { for (let n = below(4); n >= 0; n--) strings(element, key, pick(['Bild', 'eine Linie', ''])) })
    }
    case 3: return doc.transact(() => strings(pick([...doc.getMap('fields').values()]), 'sample', pick(['Ursina', ''])))
    case 4: {
      const language = pick(['de', 'fr', 'rm', 'en-GB'])
      return isMap(texts) && !texts.has(language) && texts.set(language, new Y.Text(pick(['', 'nov'])))
    }
    default: {
      const all = elements.flatMap(it => (isMap(it.get('texts')) ? [...it.get('texts').values()] : [])).filter(it => it instanceof Y.Text)
      if (all.length === 0) return
      const text = pick(all)
      const places = bounds(text)
      const at = pick(places)
      const end = pick(places.filter(place => place >= at))
      const looks = text.toDelta().flatMap(({ insert, attributes = {} }) =>
        Array.from({ length: typeof insert === 'string' ? insert.length : 1 }, () => attributes))
      switch (below(8)) {
        case 0: case 1: return text.insert(at, pick(WORDS))
        case 2: return end > at && text.delete(at, end - at)
        case 3: return text.length > 0 && text.delete(0, text.length)
        case 4: return text.insertEmbed(at, { field: 'name', fallback: 'N. N.' }, looks[at === 0 ? 0 : at - 1])
        // Typing over what is chosen, in the look of its first character: behind it, before it goes.
        default: return doc.transact(() => {
          const behind = places.find(place => place > at)
          if (end === at) return text.insert(at, 'über')
          text.insert(behind, 'über')
          if (end > behind) text.delete(behind + 4, end - behind)
          text.delete(at, behind - at)
        })
      }
    }
  }
}

/** One edit that is none of texts, often with an edit of texts in the same update. */
const trespass = ({ doc }, random) => {
  const { below, pick } = random
  const elements = doc.getMap('elements')
  const ids = [...elements.keys()].filter(id => isMap(elements.get(id)))
  const id = pick(ids)
  const element = elements.get(id)
  const title = elements.get('title')
  const text = isMap(title) && isMap(title.get('texts')) && title.get('texts').get('de')
  if (!(text instanceof Y.Text)) return
  const acts = [
    () => element.set('at', [below(900), 1]),
    () => element.set('parent', `nowhere${below(99)}`),
    () => title.set('texts', new Y.Map()),
    () => element.set('alt', 'eine Zeichenkette'),
    () => elements.delete(id),
    () => elements.set(id, new Y.Map([['type', 'text']])),
    () => elements.set(`new${below(1e6)}`, new Y.Map([['type', 'text'], ['texts', new Y.Map([['de', new Y.Text('neu')]])]])),
    () => title.set('type', `odd${below(1e5)}`),
    () => title.delete('texts'),
    () => title.get('texts').delete('de'),
    () => title.get('texts').set('de', new Y.Text('ersetzt')),
    () => title.get('texts').set('rm', 'plain'),
    () => title.get('texts').set('a language', new Y.Text('no code')),
    () => text.insert(0, 'rot', { color: `#${below(1e5)}` }),
    () => (text.length > 0 ? text.format(0, text.length, { color: `#${below(1e5)}` }) : text.insert(0, 'rot', { italic: true })),
    () => text.insertEmbed(0, { field: 'name', format: `odd${below(1e5)}` }),
    () => text.insertEmbed(0, { field: 'undeclared' }),
    () => text.insertEmbed(0, { field: 'name', size: 40 }),
    () => text.insertEmbed(0, new Y.Map()),
    () => text.insertEmbed(0, new Y.Text('in a text')),
    () => text.setAttribute('look', 'odd'),
    () => doc.getMap('fields').get('name').set('type', 'date'),
    () => doc.getMap('fields').get('name').get('label').set('de', 'Anders'),
    () => doc.getMap('fields').delete('name'),
    () => doc.getMap('fields').set(`key${below(99)}`, new Y.Map()),
    () => doc.getMap('pages').set('front', new Y.Map()),
    () => doc.getMap('pages').delete('front'),
    () => doc.getMap('meta').set('languages', ['de']),
    () => doc.getMap('styles').get('paper').set('value', '#000000'),
    () => doc.getMap('unknown').set('k', below(99)),
    () => doc.getText('elsewhere').insert(0, 'text in a root'),
  ]
  doc.transact(() => {
    if (below(2)) text.insert(0, 'daneben ')
    acts[below(acts.length)]()
    if (below(2)) text.insert(text.length, ' auch')
  })
}

/** Plain values; shared texts as deltas whose neighbours in one style are one run. */
const plain = value => {
  if (value instanceof Y.XmlFragment || value instanceof Y.XmlText) return value.toString()
  if (value instanceof Y.Text) {
    const runs = []
    for (const { insert, attributes = {} } of value.toDelta()) {
      const last = runs.at(-1)
      const same = last && JSON.stringify(last.attributes) === JSON.stringify(sorted(attributes))
      if (same && typeof insert === 'string' && typeof last.insert === 'string') last.insert += insert
      else runs.push({ insert, attributes: sorted(attributes) })
    }
    return runs
  }
  if (value instanceof Y.Map) return Object.fromEntries([...value.entries()].map(([key, it]) => [key, plain(it) ?? null]))
  if (value instanceof Y.Array) return value.toArray().map(plain)
  if (value instanceof Uint8Array) return [...value]
  if (Array.isArray(value)) return value.map(plain)
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, plain(it)]))
  return value
}
const sorted = it => Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Two people lay out a certificate; what is deleted and undone stays as history. Also keys that no schema knows. */
const golden = () => {
  const [ana, ben] = [new Y.Doc(), new Y.Doc()]
  ana.clientID = 4_000_000_001
  ben.clientID = 77
  const meet = () => {
    Y.applyUpdate(ben, Y.encodeStateAsUpdate(ana, Y.encodeStateVector(ben)))
    Y.applyUpdate(ana, Y.encodeStateAsUpdate(ben, Y.encodeStateVector(ana)))
  }
  const map = entries => new Y.Map(Object.entries(entries))
  const element = (doc, id, entries) => doc.getMap('elements').set(id, map(entries))
  const texts = () => new Y.Map(LANGUAGES.map(it => [it, new Y.Text()]))
  ana.transact(() => {
    ana.getMap('meta').set('schema', 1)
    ana.getMap('meta').set('languages', ['de', 'rm', 'en'])
    ana.getMap('meta').set('origin', { tool: 'golden', at: [1, 2.5] })
    ana.getMap('pages').set('front', map({ size: [297, 210], order: 'V', name: 'Vorderseite', background: 'style:paper', paper: 'recycled' }))
    element(ana, 'title', { type: 'text', parent: 'front', order: 'V', at: [20, 30.5], size: [257, 20], textSize: 36, align: 'center', texts: texts() })
    element(ana, 'frame', { type: 'group', parent: 'front', order: 'W', at: [10, 10] })
    element(ana, 'box', { type: 'rectangle', parent: 'frame', order: 'V', size: [40, 20], radius: 2, stroke: 'style:gold', glow: { by: 3 } })
    element(ana, 'holo', { type: 'hologram', parent: 'front', order: 'X', size: [9, 9], waves: [400, 700.5], texts: texts() })
    element(ana, 'odd', { type: 'ellipse', parent: 'front', order: 'Y', size: [9000, 5], opacity: 7, fill: 'gradient:sun', alt: map({ de: 'Kreis' }) })
    ana.getMap('fields').set('name', map({ label: map({ de: 'Name' }), order: 'V', required: true, sample: map({ '*': 'Flurina Caduff' }) }))
    ana.getMap('styles').set('paper', map({ kind: 'color', name: 'Papier', value: '#fffdf8', order: 'V' }))
    ana.getMap('styles').set('gold', map({ kind: 'color', name: 'Gold', value: '#c9a227', order: 'W' }))
    ana.getMap('guides').set('left', map({ x: 20 }))
  })
  meet()
  const title = doc => doc.getMap('elements').get('title').get('texts').get('de')
  title(ana).insert(0, 'Diplom für ')
  title(ana).insertEmbed(11, { field: 'name', format: 'upper', shade: 1 })
  title(ben).insert(0, 'ENTWURF 🎓', { color: '#aa0000', underline: 'wavy' })
  ben.getMap('elements').get('holo').get('texts').get('en').insert(0, 'hm')
  meet()
  // Two at once: one moves, one resizes; both set the name; one deletes what the other fills; and a circle of groups.
  ana.getMap('elements').get('box').set('at', [1, 2])
  ben.getMap('elements').get('box').set('size', [41, 21])
  ana.getMap('elements').get('box').set('name', 'Rahmen')
  ben.getMap('elements').get('box').set('name', 'Kasten')
  title(ana).format(0, 7, { weight: 700 })
  title(ben).delete(0, 8)
  const undo = new Y.UndoManager(ben.getMap('elements'), { captureTimeout: 0 })
  element(ben, 'inner', { type: 'group', parent: 'frame', order: 'W' })
  element(ben, 'gone', { type: 'line', parent: 'inner', order: 'V', size: [10, -4] })
  ben.getMap('elements').delete('gone')
  undo.undo()
  element(ana, 'late', { type: 'ellipse', parent: 'frame', order: 'X', size: [1, 1] })
  meet()
  ana.getMap('elements').get('frame').set('parent', 'inner')
  meet()
  return Y.encodeStateAsUpdate(ana)
}

const commands = {
  golden: () => ({ updates: [hex(golden())] }),
  new: (name, client, state) => { replicas.set(name, create(Number(client), bytes(state))); return {} },
  edit: (name, seed) => {
    const replica = replicas.get(name)
    edit(replica, dice(Number(seed)))
    return { updates: replica.outbox.splice(0).map(hex) }
  },
  texts: (name, seed) => {
    const replica = replicas.get(name)
    editTexts(replica, dice(Number(seed)))
    return { updates: replica.outbox.splice(0).map(hex) }
  },
  trespass: (name, client, seed) => {
    const copy = create(Number(client), Y.encodeStateAsUpdate(replicas.get(name).doc))
    trespass(copy, dice(Number(seed)))
    return { updates: copy.outbox.length === 0 ? [] : [hex(Y.mergeUpdates(copy.outbox))] }
  },
  apply: (name, update) => { Y.applyUpdate(replicas.get(name).doc, bytes(update), 'remote'); return {} },
  answer: (name, vector) => ({ updates: [hex(Y.encodeStateAsUpdate(replicas.get(name).doc, bytes(vector)))] }),
  merge: (...updates) => ({ updates: [hex(Y.mergeUpdates(updates.map(bytes)))] }),
  read: name => {
    const { doc } = replicas.get(name)
    const roots = Object.fromEntries(['meta', 'pages', 'elements', 'fields', 'styles', 'unknown'].map(it => [it, plain(doc.getMap(it))]))
    const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
    return { roots, pending, updates: [hex(Y.encodeStateAsUpdate(doc))] }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...rest] = line.split(' ')
  process.stdout.write(JSON.stringify(commands[command](...rest)) + '\n')
}
