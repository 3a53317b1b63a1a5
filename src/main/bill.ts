import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A package that travels in the binary. */
export interface Shipped {
  name: string
  version: string
  license: string
  /** As the lockfile has it: sha512 in base64. */
  integrity: string
  /** The texts that its licence asks to pass on. */
  texts: string[]
}

/** One package of the lockfile: name with version, where from, what it needs, its checksum. */
type Locked = [
  id: string,
  from: string,
  needs: { dependencies?: Names; optionalDependencies?: Names },
  sum: string,
]
type Names = Record<string, string>

/**
 * All packages that the binary is made of, from the lockfile and what it installed, as compressed JSON in base64.
 * Called as a macro while the code is bundled: the binary carries its own bill of materials.
 */
export function billOfMaterials(): string {
  const top = join(import.meta.dir, '../..')
  const lock = Bun.JSONC.parse(readFileSync(join(top, 'bun.lock'), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const pack = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { dependencies: Names }
  const places = reached(lock.packages, Object.keys(pack.dependencies))
  const shipped = places
    .map((place) => described(place, lock.packages[place] as Locked, top))
    .filter((each) => each !== undefined)
  const sorted = shipped.toSorted((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
  return gzipSync(JSON.stringify(sorted), { level: 9 }).toString('base64')
}

/** Where in the lockfile everything is that is needed, directly or through others. */
function reached(packages: Record<string, Locked>, names: string[]): string[] {
  const found = new Set<string>()
  const visit = (from: string, name: string) => {
    const place = located(packages, from, name)
    if (place === undefined || found.has(place)) return
    found.add(place)
    const [, , needs] = packages[place] as Locked
    for (const each of Object.keys({ ...needs.dependencies, ...needs.optionalDependencies }))
      visit(place, each)
  }
  for (const name of names) visit('', name)
  return [...found]
}

/** The copy of `name` that the package at `from` gets: its own, else that of the nearest folder above. */
function located(packages: Record<string, Locked>, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.replace(/\/?(@[^/]+\/)?[^/]+$/, '')) {
    const place = folder === '' ? name : `${folder}/${name}`
    if (place in packages) return place
    if (folder === '') return undefined
  }
}

function described(place: string, [id, , , integrity]: Locked, top: string): Shipped | undefined {
  const folder = join(
    top,
    'node_modules',
    place.replace(/(@[^/]+\/)?[^/]+/g, '$&/node_modules').replace(/\/node_modules$/, ''),
  )
  // What is meant for another kind of machine is not installed, and so not shipped.
  if (!existsSync(join(folder, 'package.json'))) return undefined
  const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { license?: string }
  const at = id.lastIndexOf('@')
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort()
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return { name: id.slice(0, at), version: id.slice(at + 1), license: license ?? 'unknown', integrity, texts }
}
