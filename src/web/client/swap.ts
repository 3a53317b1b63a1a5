import { say } from './say.ts'

interface SwapOptions {
  /** What to focus afterwards, the first that is there; what has the focus keeps it where nothing is named. */
  focus?: string[]
  /** True leaves the history alone. */
  keep?: boolean
  /** True replaces the present entry of the history. */
  replace?: boolean
  /** Leaves the page as it is when the answer is of this kind, or trouble that passes: nobody has asked for it. */
  unless?: string
}

let enhance = () => {}
let shown = withoutHash(location.href)
let latest = 0
let warmed: { url: string; at_ms: number; answer: Promise<Response> } | undefined

/** Sets what is done with each page that was swapped in. */
export function onSwap(then: () => void): void {
  enhance = then
}

/** Where the present view is had again; the address may be that of a form that was refused. */
export function here(): string {
  return document.querySelector('main')?.dataset.here ?? location.href
}

/** Follows a link without a reload. A day leads to its times, other links stay where they are. */
export function swapTo(event: Event, link: HTMLAnchorElement): void {
  event.preventDefault()
  link.closest('dialog')?.close()
  const own = link.id && !link.dataset.day ? [`#${link.id}`] : []
  void swap(link.href, { focus: link.dataset.day ? ['#day'] : [...own, '#month', 'h1'] })
}

/** Back and forward; a jump within the page is none. */
export function goBack(): void {
  if (withoutHash(location.href) !== shown) void swap(location.href, { keep: true, focus: ['h1'] })
}

/** Puts the main part of another page in place of this one's; on any trouble the browser goes there instead. */
export async function swap(url: string, options: SwapOptions = {}): Promise<void> {
  const turn = ++latest
  // Nobody has asked for what is only looked up again, so nobody is told of it.
  const tell = () => !options.unless && say(document.getElementById('live')?.dataset.loading)
  const slow = setTimeout(tell, 600)
  document.documentElement.classList.toggle('busy', !options.unless)
  try {
    const answer = await fetched(url)
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (turn === latest) put(next, answer.url || url, options)
  } catch {
    if (turn === latest && !options.unless) location.assign(url)
  } finally {
    clearTimeout(slow)
    if (turn === latest) document.documentElement.classList.remove('busy')
  }
}

/** Fetches what the pointer rests on or the focus reaches, so that a click finds it there. */
export function warm({ target }: Event): void {
  const link = (target as Element).closest?.<HTMLAnchorElement>('a[data-swap]')
  if (!link || link.closest('dialog') || link.href === warmed?.url) return
  setTimeout(() => {
    if (link.matches(':hover, :focus'))
      warmed = { url: link.href, at_ms: performance.now(), answer: fetch(link.href) }
    warmed?.answer.catch(() => {})
  }, 60)
}

/** A warmed answer is used once and soon: it shows times that others may take. */
function fetched(url: string): Promise<Response> {
  const ready = warmed?.url === url && performance.now() - warmed.at_ms < 5000 ? warmed.answer : undefined
  warmed = undefined
  return ready ?? fetch(url)
}

function put(next: Document, url: string, { focus = focused(), keep, replace, unless }: SwapOptions): void {
  const main = next.querySelector('main')
  if (!main) throw new Error('not one of our pages')
  if (unless && [unless, 'trouble'].includes(main.dataset.kind ?? '')) return
  document.querySelector('main')?.replaceWith(main)
  const bottom = next.querySelector('.bottom')
  if (bottom) document.querySelector('.bottom')?.replaceWith(bottom)
  document.title = next.title
  document.documentElement.lang = next.documentElement.lang
  if (!keep) history[replace ? 'replaceState' : 'pushState'](null, '', url)
  shown = withoutHash(location.href)
  enhance()
  const found = focus.map((selector) => document.querySelector<HTMLElement>(selector)).find(Boolean)
  found?.focus()
  say(found?.dataset.say ?? document.getElementById('month')?.textContent)
}

/** The same place in the page that takes this one's. */
function focused(): string[] {
  const { id } = document.activeElement ?? {}
  return id ? [`#${CSS.escape(id)}`] : []
}

function withoutHash(url: string): string {
  return url.replace(/#.*/, '')
}
