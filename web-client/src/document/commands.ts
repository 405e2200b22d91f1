/**
 * Every write to the document. Each call is one Yjs transaction with this page's mark, and one step of undo; typing into one
 * text joins.
 */
import { bringToFront, group, place, sendToBack, ungroup } from './commands/arrange'
import { copy, paste } from './commands/copies'
import type { Editing } from './commands/editing'
import { create, duplicate, remove, set } from './commands/elements'
import { declareField, deleteField, setField } from './commands/fields'
import { addPage, deletePage, movePage, setLanguages, setPage } from './commands/pages'
import { restore } from './commands/restore'
import { copyText, formatText, insertField, replaceText, setChip } from './commands/rich-text'
import { createStyle, deleteStyle, setStyle } from './commands/styles'
import { setAlt, setSigner, setText } from './commands/text'
import type { Commands } from './model'

/** The commands over a document. */
export function commandsOver(editing: Editing): Commands {
  return {
    create: (element) => create(editing, element),
    set: (patches) => set(editing, patches),
    delete: (ids) => remove(editing, ids),
    duplicate: (ids, offset) => duplicate(editing, ids, offset),
    copy: (ids) => copy(editing, ids),
    paste: (copied, page, offset) => paste(editing, copied, page, offset),
    group: (ids) => group(editing, ids),
    ungroup: (id) => ungroup(editing, id),
    bringToFront: (ids) => bringToFront(editing, ids),
    sendToBack: (ids) => sendToBack(editing, ids),
    place: (ids, parent, below) => place(editing, ids, parent, below),
    setText: (id, language, value) => setText(editing, id, language, value),
    replaceText: (id, language, from, to, runs, as) => replaceText(editing, id, language, from, to, runs, as),
    formatText: (id, language, from, to, patch) => formatText(editing, id, language, from, to, patch),
    copyText: (id, language, from, to) => copyText(editing, id, language, from, to),
    insertField: (id, language, index, chip) => insertField(editing, id, language, index, chip),
    setChip: (id, language, index, patch) => setChip(editing, id, language, index, patch),
    setAlt: (id, language, value) => setAlt(editing, id, language, value),
    setSigner: (id, key, language, value) => setSigner(editing, id, key, language, value),
    addPage: (after, size) => addPage(editing, after, size),
    setPage: (id, patch) => setPage(editing, id, patch),
    movePage: (id, after) => movePage(editing, id, after),
    deletePage: (id) => deletePage(editing, id),
    declareField: (field) => declareField(editing, field),
    setField: (key, patch) => setField(editing, key, patch),
    deleteField: (key) => deleteField(editing, key),
    createStyle: (style, wearers) => createStyle(editing, style, wearers),
    setStyle: (id, patch, wearers) => setStyle(editing, id, patch, wearers),
    deleteStyle: (id) => deleteStyle(editing, id),
    setLanguages: (languages) => setLanguages(editing, languages),
    restore: (layout) => restore(editing, layout),
  }
}
