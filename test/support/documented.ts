import { misfits, type Shape } from '../simulators/shape.ts'

/** The document at /swagger/json, as far as refusals are looked up in it. */
export interface Documented {
  paths: Record<string, Record<string, Operation>>
}

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: Shape }> }>
}

/** What a service at this address says of itself. */
export async function documentOf(url: string): Promise<Documented> {
  return (await (await fetch(`${url}/swagger/json`)).json()) as Documented
}

/** Where an answer says more or less than the document, or something else; nothing for what no route answers. */
export function undocumented(
  { paths }: Documented,
  { method, path, status, body }: { method: string; path: string; status: number; body: unknown },
): string[] {
  const [asked] = path.split('?')
  const route = Object.keys(paths).find((one) => isAt(one, asked!))
  const operation = route && paths[route]?.[method.toLowerCase()]
  if (!operation) return []
  const [media] = Object.values(operation.responses[status]?.content ?? {})
  return media ? misfits(media.schema, body, true) : [`${status} of ${method} ${route}`]
}

/** Of routes of one length a fixed word comes first in the document's own order. */
function isAt(route: string, path: string): boolean {
  const words = path.split('/')
  const parts = route.split('/')
  return parts.length === words.length && parts.every((part, i) => part.startsWith('{') || part === words[i])
}
