import { describe, expect, test } from 'bun:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type Asset, assetAt, embedScript, encodedFor, pageScript, pageStyle } from '../../src/web/assets.ts'

const ALL: Asset[] = [pageStyle, pageScript, embedScript]

describe('an asset', () => {
  test('is the same text plain, gzipped and in brotli', () => {
    for (const { plain, gzip, brotli } of ALL) {
      expect(Buffer.compare(gunzipSync(gzip), plain)).toBe(0)
      expect(Buffer.compare(brotliDecompressSync(brotli), plain)).toBe(0)
    }
  })

  test('bears the hash of its content in its name, where it may be kept for ever', () => {
    for (const each of ALL.filter(({ for_ever }) => for_ever)) {
      const hash = new Bun.CryptoHasher('sha256').update(each.plain).digest('hex').slice(0, 12)
      expect(each.path).toContain(`.${hash}.`)
      expect(assetAt(each.path)).toBe(each)
    }
    expect(embedScript.path).toBe('/embed.js')
  })

  test('goes out in the best encoding that the browser takes', () => {
    expect(encodedFor(pageStyle, 'gzip, deflate, br, zstd').encoding).toBe('br')
    expect(encodedFor(pageStyle, 'gzip').encoding).toBe('gzip')
    expect(encodedFor(pageStyle, '')).toEqual({ body: pageStyle.plain })
  })

  test('is not found under a name of another build', () => {
    expect(assetAt('/assets/page.000000000000.css')).toBeUndefined()
  })
})
