// Answers that are errors, in the shapes that WorkOS has for them.

export class Refusal extends Error {
  constructor(status, body, headers = {}) {
    super(JSON.stringify(body))
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** The shape of OAuth: `{"error", "error_description"}`. */
export const oauth = (error, description = `The request failed due to: ${error}.`, status = 400) =>
  new Refusal(status, { error, error_description: description })

/** The other shape of the same endpoint: `{"code", "message"}`. */
export const coded = (status, code, message, more = {}) => new Refusal(status, { code, message, ...more })

/** A body or query that does not hold: 422 with the fields that are wrong. */
export const invalid = (errors, more = {}) => new Refusal(422, { message: 'Validation failed.', ...more, errors })

export const notFound = (what, id) => new Refusal(404, { message: `${what} not found: '${id}'.`, code: 'entity_not_found', entity_id: id })

export const unauthorized = () => new Refusal(401, { message: 'Unauthorized' })
