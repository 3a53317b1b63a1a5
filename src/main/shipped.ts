import { gunzipSync } from 'node:zlib'
import { billOfMaterials } from './bill.ts' with { type: 'macro' }
import type { Shipped } from './bill.ts'

const PACKED: string = billOfMaterials()

/** Every package that travels in this binary, by name. */
export function shipped(): Shipped[] {
  return JSON.parse(gunzipSync(Buffer.from(PACKED, 'base64')).toString()) as Shipped[]
}
