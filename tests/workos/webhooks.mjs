// Webhooks: signed, sent side by side so that order is not kept, tried again when they fail, and on wish shuffled and doubled.
import { createHmac } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import { only, required } from './fields.mjs'
import { Refusal } from './refusal.mjs'
import { random } from './random.mjs'
import { Ordered } from './shelf.mjs'

/** Deliveries that may wait at once; what comes beyond is lost, as after days of retries. */
const MOST_WAITING = 500_000
/** Finished deliveries that are remembered for looking at and for sending again. */
const MOST_REMEMBERED = 200_000

const SETTINGS = { on: true, concurrency: 8, retries: 6, backoff_ms: 50, timeout_ms: 5_000, shuffle: null }

/** The value of `WorkOS-Signature`; `t` is in milliseconds. */
export function signature(secret, t, body) {
  return `t=${t}, v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

export class Webhooks {
  #state
  #settings
  #endpoints = []
  #log = new Ordered()
  #count = 0
  #pending = 0
  #lost = 0
  #active = 0
  #queue = []
  #next = 0
  #idle = []
  #chance = random(1)
  #agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }

  constructor(state, { endpoints = [], ...settings } = {}) {
    this.#state = state
    this.#settings = { ...SETTINGS, ...settings }
    for (const endpoint of endpoints) this.addEndpoint(endpoint)
  }

  /** Without `events` an endpoint gets them all. */
  addEndpoint(wanted) {
    const { url, secret = 'whsec_x', events = null } = required(only(wanted, ['url', 'secret', 'events']), 'url')
    if (!URL.canParse(url)) throw new Refusal(422, { message: `Not a URL: ${url}` })
    this.#endpoints.push({ url, secret, events })
    return this.status()
  }

  removeEndpoints() {
    this.#endpoints = []
    return this.status()
  }

  /** `shuffle` is null or `{seed, spread_ms, duplicates}`: each sending waits up to `spread_ms`, a share of them is doubled. */
  set(changes) {
    Object.assign(this.#settings, only(changes, Object.keys(SETTINGS)))
    if (changes.shuffle) this.#chance = random(changes.shuffle.seed ?? 1)
    return this.status()
  }

  status() {
    return { ...this.#settings, endpoints: this.#endpoints, pending: this.#pending, deliveries: this.#count, lost: this.#lost }
  }

  /** Queues an event for every endpoint that wants it. While off, nothing is ever sent of it. */
  offer(event) {
    if (!this.#settings.on) return
    for (const endpoint of this.#endpoints) {
      if (endpoint.events && !endpoint.events.includes(event.event)) continue
      const { shuffle } = this.#settings
      const copies = shuffle && this.#chance.chance(shuffle.duplicates ?? 0) ? 2 : 1
      for (let copy = 0; copy < copies; copy += 1) {
        const waitMs = shuffle ? this.#chance.below((shuffle.spread_ms ?? 100) + 1) : 0
        this.#deliver(endpoint, event, { waitMs })
      }
    }
  }

  /**
   * Sends delivery `k` once more, with its event id. `secret` signs with another one, `age_ms` dates the signature back
   * (a negative age is the future), `tamper` changes the body after signing.
   */
  again(k, { secret, age_ms = 0, tamper = false } = {}) {
    const old = this.#log.rows.find((delivery) => delivery.k === k)
    if (!old) throw new Refusal(404, { message: `Delivery not found: '${k}'.` })
    return view(this.#deliver({ ...old.endpoint, ...(secret && { secret }) }, old.event, { ageMs: age_ms, tamper }))
  }

  /** The deliveries, newest last; by event id or by type when one is named. */
  deliveries({ event_id, event, state, limit = 1_000 } = {}) {
    const fits = (row) => (!event_id || row.event.id === event_id) && (!event || row.event.event === event) && (!state || row.state === state)
    return this.#log.rows.filter(fits).slice(-limit).map(view)
  }

  /** Resolves with whether all deliveries are done, at the latest after `timeoutMs`. */
  async idle(timeoutMs) {
    if (this.#pending === 0) return true
    let timer
    const late = new Promise((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)))
    const done = new Promise((resolve) => this.#idle.push(() => resolve(true)))
    return Promise.race([done, late]).finally(() => clearTimeout(timer))
  }

  #deliver(endpoint, event, { waitMs = 0, ageMs = 0, tamper = false }) {
    const delivery = { k: (this.#count += 1), endpoint, event, state: 'waiting', attempts: [], ageMs, tamper }
    delivery.place = delivery.k
    if (this.#pending >= MOST_WAITING) {
      this.#lost += 1
      delivery.state = 'lost'
      return delivery
    }
    this.#pending += 1
    this.#log.add(delivery)
    if (this.#log.rows.length > MOST_REMEMBERED * 1.1) this.#log.rows.splice(0, this.#log.rows.length - MOST_REMEMBERED)
    this.#later(delivery, waitMs)
    return delivery
  }

  #later(delivery, waitMs) {
    const queue = () => {
      this.#queue.push(delivery)
      this.#pump()
    }
    if (waitMs > 0) setTimeout(queue, waitMs).unref()
    else queue()
  }

  #pump() {
    while (this.#active < this.#settings.concurrency && this.#next < this.#queue.length) {
      const delivery = this.#queue[this.#next]
      // A counter instead of shift(), which moves the whole array and is slow for a long queue.
      this.#next += 1
      if (this.#next === this.#queue.length) [this.#queue, this.#next] = [[], 0]
      this.#active += 1
      this.#attempt(delivery).finally(() => {
        this.#active -= 1
        this.#pump()
      })
    }
  }

  async #attempt(delivery) {
    const { endpoint, event, attempts, ageMs, tamper } = delivery
    const body = JSON.stringify(event)
    // Each attempt is signed anew, with its own time: a retry after hours would be refused as too old otherwise.
    const t = this.#state.clock.now() - ageMs
    const result = await this.#post(endpoint.url, tamper ? body.replace(/.$/, ' }') : body, signature(endpoint.secret, t, body))
    attempts.push({ at: this.#state.clock.iso(), ...result })
    const { retries, backoff_ms } = this.#settings
    if (result.status >= 200 && result.status < 300) this.#finish(delivery, 'delivered')
    else if (attempts.length > retries) this.#finish(delivery, 'given_up')
    else this.#later(delivery, backoff_ms * 2 ** (attempts.length - 1))
  }

  #finish(delivery, state) {
    delivery.state = state
    this.#pending -= 1
    if (this.#pending === 0) for (const resolve of this.#idle.splice(0)) resolve()
  }

  #post(url, body, signed) {
    const target = new URL(url)
    return new Promise((resolve) => {
      const request = (target.protocol === 'https:' ? https : http).request(target, {
        method: 'POST',
        agent: this.#agents[target.protocol],
        timeout: this.#settings.timeout_ms,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'WorkOS stand-in',
          'workos-signature': signed,
        },
      })
      request.on('timeout', () => request.destroy(new Error('timeout')))
      request.on('error', (error) => resolve({ error: error.code ?? error.message }))
      request.on('response', (response) => {
        response.resume()
        response.on('error', (error) => resolve({ error: error.message }))
        response.on('end', () => resolve({ status: response.statusCode }))
      })
      request.end(body)
    })
  }
}

const view = ({ k, endpoint, event, state, attempts }) => ({ k, url: endpoint.url, event_id: event.id, event: event.event, state, attempts })
