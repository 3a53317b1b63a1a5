import { createHash } from 'node:crypto'
import { contrast, type Oklch, parseHex, toHex } from './color.ts'

/** The colours of one tenant: `css` stands in a `<style>` of the page, `csp` is its source in `style-src`. */
export interface Theme {
  css: string
  csp: string
}

/** The colours of one scheme, all `#rrggbb`. Text colours reach 4.5 : 1 on every ground they stand on. */
export interface Palette {
  canvas: string
  surface: string
  ink: string
  muted: string
  line: string
  edge: string
  soft: string
  accent: string
  on: string
  link: string
  tint: string
  tinted: string
  danger: string
  dangertint: string
  good: string
}

export const DEFAULT_ACCENT = '#3454d1'
const KEPT = 512
const themes = new Map<string, Theme>()

/** The theme of an accent colour; a colour that cannot be read becomes Holdfast's own. Kept for the next page. */
export function themeOf(accent: string | undefined): Theme {
  const key = accent ?? DEFAULT_ACCENT
  const known = themes.get(key)
  if (known) return known
  if (themes.size >= KEPT) themes.clear()
  const made = makeTheme(parseHex(key) ? key : DEFAULT_ACCENT)
  themes.set(key, made)
  return made
}

function makeTheme(accent: string): Theme {
  const rules = (palette: Palette) =>
    Object.entries(palette)
      .map(([name, value]) => `--${name}:${value}`)
      .join(';')
  const light = `:root{color-scheme:light dark;${rules(paletteOf(accent, 'light'))}}`
  const css = `${light}@media(prefers-color-scheme:dark){:root{${rules(paletteOf(accent, 'dark'))}}}`
  return { css, csp: `'sha256-${createHash('sha256').update(css).digest('base64')}'` }
}

/** The palette of a scheme from an accent; the neutral greys carry a breath of its hue. */
export function paletteOf(accent: string, scheme: 'light' | 'dark'): Palette {
  const brand = parseHex(accent) ?? (parseHex(DEFAULT_ACCENT) as Oklch)
  const grey = (lightness: number, chroma = 0.008) =>
    toHex({ lightness, chroma: Math.min(chroma, brand.chroma), hue: brand.hue })
  return scheme === 'light' ? lightPalette(brand, grey) : darkPalette(brand, grey)
}

type Grey = (lightness: number, chroma?: number) => string

function lightPalette(brand: Oklch, grey: Grey): Palette {
  const tint = grey(0.962, 0.022)
  const tinted = grey(0.925, 0.045)
  const accent = filled(brand, '#ffffff', -0.004)
  return {
    canvas: grey(0.974, 0.006),
    surface: '#ffffff',
    ink: grey(0.235, 0.02),
    muted: grey(0.475, 0.018),
    line: grey(0.915, 0.008),
    edge: grey(0.6, 0.014),
    soft: grey(0.835, 0.045),
    accent,
    on: textOn(accent),
    link: readable(brand, [tinted, '#ffffff'], -0.004),
    tint,
    tinted,
    danger: '#a8200d',
    dangertint: '#fdefec',
    good: '#0f6b3a',
  }
}

function darkPalette(brand: Oklch, grey: Grey): Palette {
  const surface = grey(0.225, 0.012)
  const tint = grey(0.29, 0.034)
  const tinted = grey(0.345, 0.055)
  const accent = filled(brand, surface, 0.004)
  return {
    canvas: grey(0.175, 0.01),
    surface,
    ink: grey(0.945, 0.008),
    muted: grey(0.755, 0.014),
    line: grey(0.32, 0.012),
    edge: grey(0.58, 0.016),
    soft: grey(0.42, 0.04),
    accent,
    on: textOn(accent),
    link: readable({ ...brand, lightness: Math.max(brand.lightness, 0.72) }, [tinted, surface], 0.004),
    tint,
    tinted,
    danger: '#ffb3a6',
    dangertint: '#3d201b',
    good: '#7fd6a3',
  }
}

const WHITE = '#ffffff'
const BLACK = '#14151a'
/** How far a brand colour may be moved so that white, which looks calmer, can stand on it. */
const NUDGE = 0.09

/** The brand's colour as a ground: 3 : 1 against what is around it, and nudged so that white may stand on it. */
function filled(brand: Oklch, around: string, step: number): string {
  const seen = moved(brand, step, (hex) => contrast(hex, around) >= 3)
  const nudged = moved(seen, -0.004, (hex) => contrast(hex, WHITE) >= 4.5)
  const near = seen.lightness - nudged.lightness <= NUDGE && contrast(toHex(nudged), around) >= 3
  return toHex(near ? nudged : moved(seen, 0.004, (hex) => contrast(hex, textOn(hex)) >= 4.5))
}

function textOn(ground: string): string {
  return contrast(WHITE, ground) >= 4.5 ? WHITE : BLACK
}

function readable(brand: Oklch, grounds: string[], step: number): string {
  return toHex(moved(brand, step, (hex) => grounds.every((ground) => contrast(hex, ground) >= 4.6)))
}

/** Moves the lightness by `step` until the colour does what it must, or there is no further to go. */
function moved(colour: Oklch, step: number, enough: (hex: string) => boolean): Oklch {
  let lightness = colour.lightness
  const within = () => (step < 0 ? lightness > 0 : lightness < 1)
  while (within() && !enough(toHex({ ...colour, lightness }))) lightness += step
  return { ...colour, lightness: Math.min(1, Math.max(0, lightness)) }
}
