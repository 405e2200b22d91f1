// Rows in the order of their creation, found by id, and read in pages by cursor the way WorkOS pages its lists.

/** Rows sorted by their `place`, a number that only grows. */
export class Ordered {
  rows = []

  add(row) {
    this.rows.push(row)
  }

  remove(row) {
    this.rows.splice(this.#first(row.place), 1)
  }

  /**
   * One page of the rows that `keep` lets through. `after` and `before` are places; `order` is `asc`, `desc` or `normal`
   * (newest first, where `after` reads newer rows and `before` older ones). `ahead` and `behind` tell whether more rows
   * lie beyond the page, in the direction of `after` and of `before`.
   */
  page({ after, before, limit, order, keep = () => true }) {
    const step = order === 'desc' ? -1 : 1
    const start = order === 'asc' ? -Infinity : Infinity
    let found
    if (after !== undefined) found = this.#walk(after, step, limit, keep)
    else if (before !== undefined) found = this.#walk(before, -step, limit, keep)
    else found = this.#walk(start, order === 'asc' ? 1 : -1, limit, keep)
    const { rows } = found
    const rising = rows.length < 2 || rows[0].place < rows.at(-1).place
    if (rising !== (order === 'asc')) rows.reverse()
    if (rows.length === 0) return { rows, ahead: false, behind: false }
    const [low, high] = order === 'asc' ? [rows[0], rows.at(-1)] : [rows.at(-1), rows[0]]
    const lower = this.#walk(low.place, -1, 0, keep).more
    const higher = this.#walk(high.place, 1, 0, keep).more
    return { rows, ahead: step === 1 ? higher : lower, behind: step === 1 ? lower : higher }
  }

  /** The index of the first row at or above a place. */
  #first(place) {
    let [low, high] = [0, this.rows.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.rows[middle].place < place) low = middle + 1
      else high = middle
    }
    return low
  }

  #walk(place, step, limit, keep) {
    const rows = []
    let index = this.#first(place)
    if (step === 1) {
      if (this.rows[index]?.place === place) index += 1
    } else {
      index -= 1
    }
    for (; index >= 0 && index < this.rows.length; index += step) {
      if (!keep(this.rows[index])) continue
      if (rows.length === limit) return { rows, more: true }
      rows.push(this.rows[index])
    }
    return { rows, more: false }
  }
}

/** All rows of one kind. */
export class Shelf extends Ordered {
  #byId = new Map()
  // The places of deleted rows: a cursor that names one still marks its place in the list.
  #gone = new Map()
  #last = 0

  get size() {
    return this.rows.length
  }

  get deleted() {
    return [...this.#gone.keys()]
  }

  add(row) {
    row.place = this.#last += 1
    this.#byId.set(row.id, row)
    this.#gone.delete(row.id)
    super.add(row)
  }

  remove(row) {
    super.remove(row)
    this.#byId.delete(row.id)
    this.#gone.set(row.id, row.place)
  }

  get(id) {
    return this.#byId.get(id)
  }

  place(id) {
    return this.#byId.get(id)?.place ?? this.#gone.get(id)
  }
}
