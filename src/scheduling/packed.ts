import { readFileSync } from 'node:fs'
import bundled from 'moment-timezone/data/packed/latest.json' with { type: 'file' }

/** What is read of the packed data of the npm package moment-timezone; the file has more. */
export interface Packed {
  version: string
  zones: string[]
  links: string[]
}

let ofTheBinary: (Packed & { countries: string[] }) | undefined

/** The data that travel with the program, each country as its code, a bar and its zones. */
export function packed(): Packed & { countries: string[] } {
  // The import is the address of a file beside the code: as code the data would be carried twice, as text and compiled.
  ofTheBinary ??= JSON.parse(readFileSync(String(bundled), 'utf8')) as Packed & { countries: string[] }
  return ofTheBinary
}
