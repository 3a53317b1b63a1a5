import document from './graph.shapes.json'
import { misfits, type Shape } from './shape.ts'

/** As much of OpenAPI's schemas as Graph's document uses. */
interface Schema {
  $ref?: string
  allOf?: Schema[]
  anyOf?: Schema[]
  type?: string
  format?: string
  pattern?: string
  enum?: string[]
  minimum?: number
  maximum?: number
  nullable?: boolean
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
}

/** One operation of Graph's document. */
export interface Operation {
  /** Such as `POST /users/{user-id}/events`. */
  name: string
  method: string
  path: RegExp
  /** Names of its query parameters; Graph reads them without case. */
  query: Set<string>
  body?: Shape
  reply?: Shape
  status: number
}

interface Parameter {
  name: string
  in: string
}

interface RawOperation {
  parameters: ({ $ref: string } | Parameter)[]
  body?: Schema
  reply?: Schema
  status: number
}

const schemas: Record<string, Schema> = document.schemas
const parameters: Record<string, Parameter> = document.parameters
const built = new Map<string, Shape>()

/** Every operation the simulator speaks. */
export const OPERATIONS: Operation[] = Object.entries(document.operations).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, raw]) => operationOf(path, method, raw)),
)

/** The shape of a named schema, such as `microsoft.graph.event`. */
export function shapeNamed(name: string): Shape {
  const known = built.get(name)
  if (known) return known
  // Entered before it is filled, because schemas refer to themselves.
  const shape: Shape = {}
  built.set(name, shape)
  return Object.assign(shape, shapeOf(schemas[name] ?? {}))
}

/** Where a body does not fit what the operation takes, or an unknown query parameter; empty when all fits. */
export function requestMisfits(operation: Operation, query: URLSearchParams, body: unknown): string[] {
  const unknown = [...query.keys()].filter((name) => !operation.query.has(name.toLowerCase()))
  return [...unknown, ...(operation.body ? misfits(operation.body, body, true) : [])]
}

function operationOf(path: string, method: string, raw: RawOperation): Operation {
  const pattern = path.replace(/\{[^}]+\}/g, '([^/]+)')
  const named = raw.parameters.map((one) =>
    '$ref' in one ? parameters[one.$ref.split('/').at(-1) ?? '']! : one,
  )
  const query = named.filter((one) => one.in === 'query').map((one) => one.name.toLowerCase())
  return {
    name: `${method} ${path}`,
    method,
    path: new RegExp(`^/v1\\.0${pattern}$`),
    // Graph hands these out itself, in its own links.
    query: new Set([...query, '$skiptoken']),
    body: raw.body && shapeOf(raw.body),
    reply: raw.reply && shapeOf(raw.reply),
    status: raw.status,
  }
}

function shapeOf(schema: Schema): Shape {
  if (schema.$ref) return { same: shapeNamed(schema.$ref.split('/').at(-1) ?? '') }
  if (schema.allOf) return joined(schema.allOf.map(shapeOf))
  // The document writes "or null" as a choice between a schema and a nullable object without fields.
  if (schema.anyOf) return { ...shapeOf(schema.anyOf[0]!), nullable: true }
  const { properties, items, type, format, pattern, minimum, maximum, nullable, required } = schema
  return {
    type,
    format,
    pattern,
    minimum,
    maximum,
    nullable,
    required,
    enum: schema.enum,
    items: items && shapeOf(items),
    properties: properties && Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, shapeOf(v)])),
  }
}

function joined(parts: Shape[]): Shape {
  const whole = parts.map((part) => part.same ?? part)
  return {
    type: 'object',
    required: whole.flatMap(({ required }) => required ?? []),
    properties: Object.assign({}, ...whole.map(({ properties }) => properties)),
  }
}
