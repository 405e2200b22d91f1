// Random edits of every kind that a layout can see: maps, arrays, styled texts, nested types, undo and deletes.
import * as Y from 'yjs'

const LANGUAGES = ['de', 'fr', 'it', 'rm', 'en']
const WORDS = ['Diplom', ' Zürich ', 'élève', '👩‍🎓', '🇨🇭', 'Kursbestätigung', 'ï', '👍🏽', '\n', 'Anna Keller', '— ', 'ſß']
const segmenter = new Intl.Segmenter('de', { granularity: 'grapheme' })

/** Offsets at which a text may be cut: never inside a grapheme. */
function bounds(text) {
  const offsets = [0]
  let at = 0
  for (const { insert } of text.toDelta()) {
    if (typeof insert !== 'string') {
      at += 1
      offsets.push(at)
      continue
    }
    for (const { segment } of segmenter.segment(insert)) {
      at += segment.length
      offsets.push(at)
    }
  }
  return offsets
}

function span(text, random) {
  const offsets = bounds(text)
  const from = random.below(offsets.length)
  const to = Math.min(offsets.length - 1, from + random.below(6))
  return [offsets[from], offsets[to] - offsets[from]]
}

function newText(doc, page, random, id) {
  const element = new Y.Map()
  const texts = new Y.Map()
  doc.getMap('elements').set(id, element)
  for (const [key, value] of Object.entries({ type: 'text', parent: page, order: `V${id}1`, at: [random.below(200), 5], size: [60, 10] })) {
    element.set(key, value)
  }
  element.set('texts', texts)
  for (const language of LANGUAGES) texts.set(language, new Y.Text())
}

/** A client that edits. `step()` makes one random edit, which is one or more updates. */
export function editor(doc, page, random, name) {
  const elements = doc.getMap('elements')
  const lab = doc.getArray('lab')
  const undo = new Y.UndoManager([elements, lab], { captureTimeout: 0 })
  let made = 0

  const element = () => {
    const ids = [...elements.keys()].filter((id) => /^[a-z]\d+$/.test(id))
    return ids.length === 0 ? undefined : elements.get(random.pick(ids))
  }
  const text = () => {
    const texts = element()?.get('texts')
    return texts instanceof Y.Map ? texts.get(random.pick(LANGUAGES)) : undefined
  }

  const edits = {
    create: () => newText(doc, page, random, `${name}${made++}`),
    move: () => element()?.set('at', [random.below(297), random.below(210)]),
    resize: () => element()?.set('size', [1 + random.below(100), 1 + random.below(50)]),
    style: () => element()?.set(random.pick(['fill', 'stroke']), random.pick(['none', '#aa3322', '#123456'])),
    unstyle: () => element()?.delete('fill'),
    remove: () => {
      const ids = [...elements.keys()].filter((id) => /^[a-z]\d+$/.test(id))
      if (ids.length > 20) elements.delete(random.pick(ids))
    },
    type: () => {
      const target = text()
      if (target) target.insert(random.pick(bounds(target)), random.pick(WORDS))
    },
    typeBold: () => {
      const target = text()
      if (target) target.insert(random.pick(bounds(target)), random.pick(WORDS), { weight: 700 })
    },
    erase: () => {
      const target = text()
      if (target) target.delete(...span(target, random))
    },
    format: () => {
      const target = text()
      if (!target) return
      const [from, length] = span(target, random)
      if (length > 0) target.format(from, length, random.pick([{ weight: 700 }, { weight: null }, { italic: true }, { color: '#aa3322' }, { color: null }]))
    },
    chip: () => {
      const target = text()
      if (target) target.insertEmbed(random.pick(bounds(target)), { field: 'name' })
    },
    append: () => {
      const inner = random.pick([() => new Y.Map([['n', random.below(9)]]), () => Y.Array.from([1, 'zwei', [3, { vier: null }]]), () => new Y.Text('tief 🇨🇭')])
      lab.insert(random.below(lab.length + 1), [inner()])
    },
    deepen: () => {
      if (lab.length === 0) return
      const inner = lab.get(random.below(lab.length))
      if (inner instanceof Y.Map) inner.set(random.pick(['n', 'm']), new Y.Array())
      else if (inner instanceof Y.Array) inner.push([new Y.Map([['deep', true]])])
      else if (inner instanceof Y.Text) inner.insert(0, 'x')
    },
    drop: () => {
      if (lab.length > 30) lab.delete(random.below(lab.length - 2), 2)
    },
    together: () => doc.transact(() => [edits.move, edits.type, edits.append, edits.resize].forEach((edit) => edit())),
    undo: () => undo.undo(),
    redo: () => undo.redo(),
  }
  const kinds = ['create', 'move', 'move', 'resize', 'style', 'unstyle', 'remove', 'type', 'type', 'type', 'typeBold', 'erase', 'format', 'format',
    'chip', 'append', 'deepen', 'drop', 'together', 'undo', 'redo']
  return { step: () => edits[random.pick(kinds)]() }
}

/** Everything that a document shows, in an order that does not depend on history. */
export function picture(doc) {
  const sorted = (value) => {
    if (value instanceof Y.Text) return value.toDelta().map(({ insert, attributes }) => [insert, Object.entries(attributes ?? {}).sort()])
    if (value instanceof Y.Map) return Object.fromEntries([...value.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]))
    if (value instanceof Y.Array) return value.toArray().map(sorted)
    return value
  }
  return JSON.stringify({
    roots: Object.fromEntries(['meta', 'pages', 'elements', 'fields', 'styles'].map((root) => [root, sorted(doc.getMap(root))])),
    lab: sorted(doc.getArray('lab')),
  })
}

/** State vectors as text, for comparing. */
export const vector = (doc) => JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b))
