import { say } from './say.ts'
import { swap } from './swap.ts'

let unknown = false

/**
 * Shows the page in the browser's zone when the customer has not chosen one, also where a click was quicker than the
 * first answer; not again once the server has shown that it does not know that zone.
 */
export function proposeZone(): void {
  const shown = document.querySelector('main')?.dataset.zone
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (unknown || !shown || !own || own === shown) return
  const url = new URL(location.href)
  unknown = url.searchParams.get('zone') === own
  url.searchParams.set('zone', own)
  // Nobody has asked for it, so trouble on the way leaves the page as it is.
  if (!unknown) void swap(url.href, { replace: true, unless: 'trouble' })
}

/** The list of zones over the page instead of in its place. */
export async function openZones(event: Event, link: HTMLAnchorElement): Promise<void> {
  event.preventDefault()
  try {
    const text = await (await fetch(link.href)).text()
    const zones = new DOMParser().parseFromString(text, 'text/html').getElementById('zones')
    if (!zones) throw new Error('not the list')
    const dialog = document.createElement('dialog')
    dialog.setAttribute('aria-label', zones.querySelector('h1')?.textContent ?? '')
    dialog.append(zones)
    dialog.addEventListener('close', () => dialog.remove())
    dialog.addEventListener('click', (click) => closeOn(click, dialog))
    document.querySelector('main')?.append(dialog)
    dialog.showModal()
    searchZones()
    document.getElementById('find')?.focus()
  } catch {
    location.assign(link.href)
  }
}

/** The cross, and the page behind. */
function closeOn(click: Event, dialog: HTMLDialogElement): void {
  const cross = (click.target as Element).closest('[data-close]')
  if (!cross && click.target !== dialog) return
  click.preventDefault()
  dialog.close()
}

/** Narrows the list while one types: every word must begin one of the city, its countries or the zone's name. */
export function searchZones(): void {
  const input = document.getElementById('find')
  const zones = document.getElementById('zones')
  if (!(input instanceof HTMLInputElement) || !zones) return
  input.closest('[hidden]')?.removeAttribute('hidden')
  const lines = [...zones.querySelectorAll<HTMLElement>('li[data-find]')].map((line) => ({
    line,
    text: ` ${plain(`${line.textContent?.replace('UTC', ' UTC')} ${line.dataset.find}`)}`,
  }))
  const open = [...zones.querySelectorAll('details')].map((details) => ({ details, was: details.open }))
  input.addEventListener('input', () => {
    // Whoever pastes Europe/Berlin is looking for Berlin.
    const wanted = plain(input.value.replace(/^\w+\//, ''))
      .split(' ')
      .filter(Boolean)
    let found = 0
    for (const { line, text } of lines) {
      line.hidden = !wanted.every((word) => text.includes(` ${word}`))
      if (!line.hidden) found += 1
    }
    for (const { details, was } of open) {
      details.hidden = !details.querySelector('li:not([hidden])')
      details.open = wanted.length > 0 ? !details.hidden : was
    }
    tellFound(zones, wanted.length > 0 ? found : undefined)
  })
  input.addEventListener('keydown', (event) => follow(event, zones))
}

/** Words without accents, capitals or signs between them, so that "sao" finds São Paulo and "new york" America/New_York. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/−/g, '-')
    .replace(/[_/,'’]/g, ' ')
    .toLowerCase()
}

function tellFound(zones: HTMLElement, found: number | undefined): void {
  const line = zones.querySelector<HTMLElement>('#found')
  const none = zones.querySelector<HTMLElement>('#none')
  const words = found === 1 ? line?.dataset.one : line?.dataset.many?.replace('2', String(found))
  if (line) line.textContent = found ? (words ?? '') : ''
  if (none) none.hidden = found !== 0
  if (found === 0) say(none?.textContent)
}

/** Enter takes the first that is left, the arrow goes to it. */
function follow(event: KeyboardEvent, zones: HTMLElement): void {
  if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
  const first = zones.querySelector<HTMLAnchorElement>('details[open]:not([hidden]) li:not([hidden]) a')
  event.preventDefault()
  if (event.key === 'Enter') first?.click()
  else first?.focus()
}
