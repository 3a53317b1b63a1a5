import { describe, expect, test } from 'bun:test'
import { contrast, parseHex, toHex } from '../../src/web/color.ts'
import { DEFAULT_ACCENT, type Palette, paletteOf, themeOf } from '../../src/web/theme.ts'

const ACCENTS = ['#000', '#fff', '#f00', '#ffff00', '#00ff00', '#3b82f6', '#ff6600', '#777777', '#5b21b6']
const WHEEL = Array.from({ length: 216 }, (_, i) => {
  const part = (n: number) => ((n % 6) * 51).toString(16).padStart(2, '0')
  return `#${part(i)}${part(Math.floor(i / 6))}${part(Math.floor(i / 36))}`
})

function faults(palette: Palette): string[] {
  const text: [keyof Palette, (keyof Palette)[]][] = [
    ['ink', ['canvas', 'surface', 'tint', 'tinted']],
    ['muted', ['canvas', 'surface', 'tint', 'tinted']],
    ['link', ['canvas', 'surface', 'tint', 'tinted']],
    ['danger', ['canvas', 'surface', 'dangertint']],
    ['ink', ['dangertint']],
    ['good', ['canvas', 'surface']],
    ['on', ['accent']],
  ]
  const weak = text.flatMap(([front, grounds]) =>
    grounds
      .filter((ground) => contrast(palette[front], palette[ground]) < 4.5)
      .map((ground) => `${front} on ${ground}: ${contrast(palette[front], palette[ground]).toFixed(2)}`),
  )
  const seen = (['accent', 'edge', 'link'] as const).filter(
    (front) => contrast(palette[front], palette.surface) < 3,
  )
  return [...weak, ...seen.map((front) => `${front} against surface`)]
}

describe('the theme of a tenant', () => {
  test('keeps 4.5 to 1 for text and 3 to 1 for controls, whatever the accent', () => {
    for (const accent of [...ACCENTS, ...WHEEL]) {
      for (const scheme of ['light', 'dark'] as const) {
        expect({ accent, scheme, faults: faults(paletteOf(accent, scheme)) }).toEqual({
          accent,
          scheme,
          faults: [],
        })
      }
    }
  })

  test('leaves a brand colour alone that is already readable', () => {
    expect(paletteOf('#5b21b6', 'light').accent).toBe('#5b21b6')
  })

  test('falls back to its own colour when the accent is no colour, so that nothing can be smuggled into the style', () => {
    const hostile = themeOf('red;}</style><script>alert(1)</script>')
    expect(hostile).toEqual(themeOf(DEFAULT_ACCENT))
    expect(hostile.css).not.toContain('<')
  })

  test('names the hash under which the policy lets its style in', () => {
    const { css, csp } = themeOf('#0a7')
    expect(csp).toBe(`'sha256-${new Bun.CryptoHasher('sha256').update(css).digest('base64')}'`)
  })

  test('reads and writes a colour without changing it', () => {
    for (const hex of WHEEL) expect(toHex(parseHex(hex)!)).toBe(hex)
  })

  test('knows the contrast of black on white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  })
})
