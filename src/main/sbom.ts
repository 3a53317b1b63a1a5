import { createHash } from 'node:crypto'
import type { Shipped } from './bill.ts'
import type { Run } from './command.ts'
import { shipped } from './shipped.ts'
import { VERSION } from './version.ts'

/** Prints the bill of materials of this binary (CycloneDX 1.6, JSON). The same build prints the same bytes. */
export const sbom: Run = async ({ out }) => {
  const components = [runtime(), ...shipped().map(component)]
  const main = `pkg:generic/holdfast@${VERSION}`
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${numberOf(JSON.stringify(components))}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': main,
        name: 'holdfast',
        version: VERSION,
        licenses: [licence('MIT')],
      },
    },
    components,
    dependencies: [{ ref: main, dependsOn: components.map((each) => each['bom-ref']) }],
  }
  out(JSON.stringify(bill, null, 2))
  return 0
}

function component({ name, version, license, integrity }: Shipped) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  const [, sum = ''] = integrity.split('sha512-')
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    hashes: sum === '' ? [] : [{ alg: 'SHA-512', content: Buffer.from(sum, 'base64').toString('hex') }],
    licenses: [licence(license)],
  }
}

/** Bun itself is the larger part of the binary. */
function runtime() {
  const purl = `pkg:npm/bun@${Bun.version}`
  return {
    type: 'platform',
    'bom-ref': purl,
    name: 'bun',
    version: Bun.version,
    purl,
    hashes: [],
    licenses: [licence('MIT')],
  }
}

function licence(name: string) {
  return /^[\w.+-]+$/.test(name)
    ? { license: { id: name } }
    : { expression: name.replace(/^\((.*)\)$/, '$1') }
}

/** A number that depends on the content alone: UUID version 8 (RFC 9562) of its hash. */
function numberOf(content: string): string {
  const hash = createHash('sha256').update(content).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
