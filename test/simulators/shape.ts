/** As much of JSON Schema as providers' documents use here. */
export interface Shape {
  type?: string
  format?: string
  pattern?: string
  nullable?: boolean
  enum?: (string | number)[]
  maxLength?: number
  maximum?: number
  minimum?: number
  required?: string[]
  properties?: Record<string, Shape>
  items?: Shape
  /** The same as another shape, which may be the one this is part of. */
  same?: Shape
}

/** Where `value` does not fit `shape`: dotted paths, empty when it fits. `strict` also finds unknown fields. */
export function misfits(shape: Shape, value: unknown, strict: boolean, path = ''): string[] {
  if (value === null && shape.nullable) return []
  if (shape.same) return misfits(shape.same, value, strict, path)
  if (!isOfType(shape.type, value)) return [path || '(body)']
  if (Array.isArray(value)) {
    return value.flatMap((item, i) =>
      shape.items ? misfits(shape.items, item, strict, `${path}[${i}]`) : [],
    )
  }
  if (typeof value === 'object' && value !== null) return fieldMisfits(shape, value, strict, path)
  return fits(shape, value) ? [] : [path]
}

function fieldMisfits(shape: Shape, value: object, strict: boolean, path: string): string[] {
  const at = (name: string) => (path ? `${path}.${name}` : name)
  const missing = (shape.required ?? []).filter((name) => !(name in value)).map(at)
  const wrong = Object.entries(value).flatMap(([name, field]) => {
    const known = shape.properties?.[name]
    if (known) return misfits(known, field, strict, at(name))
    return strict && shape.properties ? [at(name)] : []
  })
  return [...missing, ...wrong]
}

function isOfType(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case undefined:
      return true
    case 'integer':
      return Number.isSafeInteger(value)
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    default:
      return typeof value === type
  }
}

function fits(shape: Shape, value: unknown): boolean {
  if (shape.enum && !shape.enum.some((one) => one === value)) return false
  if (typeof value === 'number') {
    return value <= (shape.maximum ?? value) && value >= (shape.minimum ?? value)
  }
  if (typeof value !== 'string') return true
  if (shape.pattern && !new RegExp(shape.pattern).test(value)) return false
  return value.length <= (shape.maxLength ?? value.length) && isOfFormat(shape.format, value)
}

function isOfFormat(format: string | undefined, value: string): boolean {
  if (format === 'date-time') return !Number.isNaN(Date.parse(value))
  if (format === 'email') return value.includes('@')
  return true
}
