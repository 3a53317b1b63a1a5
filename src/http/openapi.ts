import { swagger } from '@elysiajs/swagger'
import { type AnyElysia, Elysia } from 'elysia'
import type { ProblemCode } from '../lib/problem.ts'
import { DESCRIPTION, TAGS } from './about.ts'
import { commonRefusals } from './commonRefusals.ts'
import { problemReply } from './problems.ts'

/** A document of OpenAPI 3.1, as far as it is looked into here. */
export interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}

interface Operation {
  tags?: string[]
  summary?: string
  responses?: Record<string, Reply>
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
}

interface Parameter {
  schema?: { 'x-document'?: object }
  /** The plugin takes them from the schema, and OpenAPI means something else by the word. */
  examples?: unknown[]
  required?: boolean
}

interface Reply {
  description?: string
  'x-media-types'?: string[]
  content?: Record<string, Media>
  examples?: unknown[]
}

interface Media {
  schema: Schema
}

interface Schema {
  type?: string
  properties?: Record<string, { enum?: ProblemCode[] }>
  examples?: unknown[]
  format?: string
  contentMediaType?: string
  'x-media-types'?: string[]
  'x-shown-as'?: Schema
}

/** The document of every route of `app` that is not hidden. */
export async function openapi(app: AnyElysia, version: string): Promise<Document> {
  // The plugin would also serve a page that loads its assets from elsewhere, so it stands in a server of its own
  // that nobody reaches.
  const reader = new Elysia().use(app).use(
    swagger({
      path: '/.page',
      specPath: '/.document',
      excludeStaticFile: false,
      exclude: ['/.page', '/.document'],
      documentation: {
        info: { title: 'Holdfast', version, description: DESCRIPTION, license: { name: 'MIT' } },
        tags: TAGS,
        components: {
          securitySchemes: {
            AdminKey: { type: 'apiKey', in: 'header', name: 'X-Admin-Key' },
            BookingToken: { type: 'http', scheme: 'bearer' },
          },
        },
      },
    }),
  )
  const reply = await reader.handle(new Request('http://localhost/.document'))
  return finished(JSON.parse(await reply.text(), withoutNotes) as Document)
}

/** Leaves out what only our own checks read, and a word of OpenAPI 3.0. */
function withoutNotes(key: string, value: unknown) {
  return key === 'x-is' || key === 'nullable' ? undefined : value
}

/**
 * What the plugin cannot say: the schemas are those of OpenAPI 3.1 (JSON Schema 2020-12), every body has one media
 * type, and refusals are problems (RFC 9457).
 */
function finished(document: Document): Document {
  for (const { path, method, operation } of operationsOf(document)) {
    const { requestBody, responses = {}, parameters = [] } = operation
    for (const parameter of parameters) finishParameter(parameter)
    if (requestBody) requestBody.content = bodyOf(mediaOf(requestBody.content))
    for (const [status, reply] of Object.entries(responses))
      responses[status] = finishReply(Number(status), reply)
    operation.responses = { ...responses, ...commonReplies(path, method, responses) }
  }
  return { ...document, openapi: '3.1.0' }
}

function operationsOf(document: Document) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
}

/** What any route may be refused with, beside what it says itself of the same status. */
function commonReplies(
  path: string,
  method: string,
  responses: Record<string, Reply>,
): Record<string, Reply> {
  const replies = [...commonRefusals(path, method !== 'get')].map(([status, codes]) => {
    const own = responses[status]?.content?.[PROBLEM]?.schema.properties?.code?.enum ?? []
    const { description, ...schema } = problemReply(status, [...new Set([...own, ...codes])])
    return [status, { description, content: { [PROBLEM]: { schema } } }]
  })
  return Object.fromEntries(replies)
}

const PROBLEM = 'application/problem+json'

/** What a parameter is, where the text that carries it is not what it means. */
function finishParameter(parameter: Parameter) {
  const { examples, schema = {} } = parameter
  const meant = schema['x-document'] ?? schema
  parameter.schema = examples ? { ...meant, examples } : meant
  delete parameter.examples
  if ('default' in meant) parameter.required = false
}

/** JSON, or the bytes of a file of the types that the schema names. A body that its route judges names its shape. */
function bodyOf(media: Media): Record<string, Media> {
  const { 'x-media-types': types, 'x-shown-as': shown } = media.schema
  if (shown) return { 'application/json': { schema: shown } }
  return types ? filesOf(types) : { 'application/json': media }
}

function filesOf(types: string[]): Record<string, Media> {
  return Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]))
}

/** The plugin spreads the fields of the schema over the reply; its examples belong to the schema again. */
function finishReply(status: number, reply: Reply): Reply {
  const { description = status < 300 ? 'Done' : 'Refused', content, examples } = reply
  const types = reply['x-media-types']
  if (types) return { description, content: filesOf(types) }
  if (content === undefined) return { description }
  const { schema } = mediaOf(content)
  const type = typeOf(status, schema)
  return { description, content: { [type]: { schema: { ...schema, ...(examples && { examples }) } } } }
}

function typeOf(status: number, schema: Schema): string {
  if (schema.type === 'string') return schema.contentMediaType ?? 'text/plain'
  return status >= 400 && schema.properties?.code ? PROBLEM : 'application/json'
}

function mediaOf(content: Record<string, Media>): Media {
  return content['application/json'] ?? Object.values(content)[0]!
}
