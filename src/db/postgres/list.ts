/** Values as the text of an array (PostgreSQL, "Array Input and Output Syntax"), which the driver need not know the type of. */
export function list(values: (string | number | null)[]): string {
  return `{${values.map(element).join(',')}}`
}

function element(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? 'NULL' : String(value)
  return `"${value.replaceAll(SPECIAL, '\\$&')}"`
}

const SPECIAL = /["\\]/g
