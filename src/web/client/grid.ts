import { swap } from './swap.ts'

const days = () => [...document.querySelectorAll<HTMLAnchorElement>('.grid a[data-day]')]
const dayOf = (link: HTMLAnchorElement) => Number(link.dataset.day)

/** The grid takes one stop of the Tab key; arrows move inside (ARIA Authoring Practices, "Grid"). */
export function rove(): void {
  const links = days()
  document.querySelector('.grid')?.setAttribute('role', 'grid')
  const entry = links.find((link) => link.matches('[aria-current]')) ?? links[0]
  for (const link of links) link.tabIndex = link === entry ? 0 : -1
}

/** Arrows, Home, End, Page Up and Page Down among the free days; past the edge lies the next month. */
export function moveInGrid(event: KeyboardEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('.grid a[data-day]')
  if (!link || event.altKey || event.ctrlKey || event.metaKey) return
  if (event.key === ' ') link.click()
  else if (event.key === 'PageUp') turn('earlier')
  else if (event.key === 'PageDown') turn('later')
  else if (!moved(link, event.key)) return
  event.preventDefault()
}

function moved(from: HTMLAnchorElement, key: string): boolean {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key]
  if (step) focus(nearest(from, step), step)
  else if (key === 'Home') focus(inRow(from)[0], -1)
  else if (key === 'End') focus(inRow(from).at(-1), 1)
  return step !== undefined || key === 'Home' || key === 'End'
}

/** The next free day that way; up and down keep to the weekday. */
function nearest(from: HTMLAnchorElement, step: number): HTMLAnchorElement | undefined {
  const ahead = days().filter((link) => {
    const distance = dayOf(link) - dayOf(from)
    return distance * step > 0 && distance % step === 0
  })
  return step > 0 ? ahead[0] : ahead.at(-1)
}

function inRow(link: HTMLAnchorElement): HTMLAnchorElement[] {
  return days().filter((other) => other.closest('tr') === link.closest('tr'))
}

function focus(link: HTMLAnchorElement | undefined, step: number): void {
  if (!link) {
    turn(step > 0 ? 'later' : 'earlier')
    return
  }
  for (const other of days()) other.tabIndex = other === link ? 0 : -1
  link.focus()
}

function turn(id: 'earlier' | 'later'): void {
  const link = document.getElementById(id)
  if (link instanceof HTMLAnchorElement)
    void swap(link.href, { focus: ['.grid [tabindex="0"]', `#${id}`, '#month'] })
}
