import { html, type Markup, Written } from './markup.ts'

/** Line drawings on a 24-pixel grid, drawn for Holdfast. */
const SHAPES = {
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3 2',
  zoom: 'M4.5 7h8A1.5 1.5 0 0 1 14 8.5v7a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 3 15.5v-7A1.5 1.5 0 0 1 4.5 7ZM14 11l7-3.5v9L14 13',
  phone:
    'M5 4h3.5l1.7 4.4-2.2 1.5a11 11 0 0 0 5.6 5.6l1.5-2.2L19.5 15v3.5A1.5 1.5 0 0 1 18 20 14.5 14.5 0 0 1 3.5 5.5 1.5 1.5 0 0 1 5 4Z',
  in_person:
    'M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  globe:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3.5 9.5h17M3.5 14.5h17M12 3c-5 5.5-5 12.5 0 18 5-5.5 5-12.5 0-18Z',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5a7.5 7.5 0 0 1 15 0',
  calendar:
    'M5 5.5h14A1.5 1.5 0 0 1 20.5 7v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 19V7A1.5 1.5 0 0 1 5 5.5ZM3.5 10h17M8 3v4.5M16 3v4.5',
  left: 'M14.5 5.5 8 12l6.5 6.5',
  right: 'M9.5 5.5 16 12l-6.5 6.5',
  check: 'M5 12.5 10 17.5 19.5 7',
  cross: 'M6 6l12 12M18 6 6 18',
  pause: 'M12 7.5v5.5m0 3.5v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
} as const

export type IconName = keyof typeof SHAPES

/** A picture beside words; those who hear the page are spared it. */
export function Icon({ name }: { name: IconName }) {
  return <Written html={DRAWN[name]} />
}

const DRAWN = Object.fromEntries(
  Object.entries(SHAPES).map(([name, shape]) => [
    name,
    html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${shape}"/></svg>`,
  ]),
) as Record<IconName, Markup>
