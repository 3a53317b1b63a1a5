import { describe, expect, test } from 'bun:test'
import { licenses } from '../../src/main/licenses.ts'
import { sbom } from '../../src/main/sbom.ts'
import { shipped } from '../../src/main/shipped.ts'
import { printed } from '../support/process.ts'

const pack = await Bun.file('package.json').json()

describe('the bill of materials', async () => {
  const bill = JSON.parse(await printed(sbom))

  test('is CycloneDX and names the binary, Bun and every package in it with version and checksum', () => {
    expect([bill.bomFormat, bill.specVersion, bill.metadata.component.version]).toEqual([
      'CycloneDX',
      '1.6',
      pack.version,
    ])
    const refs: string[] = bill.components.map((each: { 'bom-ref': string }) => each['bom-ref'])
    expect(refs[0]).toBe(`pkg:npm/bun@${pack.devDependencies.bun}`)
    for (const [name, version] of Object.entries(pack.dependencies))
      expect(refs).toContain(`pkg:npm/${name.replace('@', '%40')}@${version}`)
    expect(bill.dependencies[0].dependsOn).toEqual(refs)
    expect(new Set(refs).size).toBe(refs.length)
    for (const { hashes } of bill.components.slice(1)) expect(hashes[0].content).toMatch(/^[\da-f]{128}$/)
  })

  test('leaves out what is only for development', () => {
    const names = bill.components.map(({ name }: { name: string }) => name)
    for (const name of Object.keys(pack.devDependencies).filter((each) => each !== 'bun'))
      expect(names).not.toContain(name)
  })

  test('is the same each time', async () => {
    expect(JSON.parse(await printed(sbom))).toEqual(bill)
    expect(bill.serialNumber).toMatch(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)
  })
})

describe('the licences', () => {
  test('are known, and none asks more than to be passed on', () => {
    const fine =
      /^\(?(MIT|MIT-0|Apache-2\.0|ISC|BSD-[23]-Clause|0BSD|Unlicense|CC0-1\.0|BlueOak-1\.0\.0)( OR [\w.-]+)?\)?$/
    expect(
      shipped()
        .filter(({ license }) => !fine.test(license))
        .map(({ name, license }) => `${name} ${license}`),
    ).toEqual([])
  })

  test('are listed with name and version, and with their texts when asked', async () => {
    const short = await printed(licenses)
    for (const { name, version } of shipped())
      expect(short).toMatch(new RegExp(`^${RegExp.escape(name)} +${RegExp.escape(version)} `, 'm'))
    expect(short).not.toContain('Permission is hereby granted')
    expect(await printed(licenses, { full: true })).toContain('Permission is hereby granted')
  })
})
