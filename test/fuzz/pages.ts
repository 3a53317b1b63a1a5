import type { Schema } from '../support/fuzz.ts'
import type { Document } from '../support/fuzzRequest.ts'

const text: Schema = { type: 'string' }
const queries = (...names: string[]) => names.map((name) => ({ name, in: 'query' as const, schema: text }))
const form = (...names: string[]) => ({
  content: {
    'application/x-www-form-urlencoded': {
      schema: { properties: Object.fromEntries(names.map((name) => [name, text])) },
    },
  },
})

const CHOSEN = queries('month', 'day', 'start', 'zone', 'with', 'lang', 'embed')
const PROVING = queries('token', 'booking_id', 'start', 'zone', 'lang', 'after', 'month', 'day')

/** The pages, which the document of the API leaves out. */
export const PAGES: Document['paths'] = {
  '/{tenant}': { get: { parameters: queries('lang', 'zone') } },
  '/{tenant}/llms.txt': { get: {} },
  '/{tenant}/{meeting_type}': { get: { parameters: CHOSEN } },
  '/{tenant}/{meeting_type}/zone': { get: { parameters: CHOSEN } },
  '/{tenant}/{meeting_type}/details': {
    get: { parameters: CHOSEN },
    post: {
      parameters: CHOSEN,
      requestBody: form('start', 'name', 'email', 'phone', 'zone', 'key', 'company', 'goals', 'with', 'x'),
    },
  },
  '/{tenant}/booking/{act}': {
    get: { parameters: PROVING },
    post: {
      parameters: PROVING,
      requestBody: form('token', 'code', 'booking_id', 'email', 'reason', 'start', 'nonce', 'key'),
    },
  },
  '/assets/{file}': { get: {} },
  '/swagger/{file}': { get: {} },
  '/embed.js': { get: {} },
  '/robots.txt': { get: {} },
}
