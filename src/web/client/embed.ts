/** Where this script came from is where the pages are. */
const source =
  document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : ''

const EVENTS = ['held', 'confirmed', 'canceled']

/**
 * `<holdfast-booking tenant="acme" meeting-type="intro-zoom">`: the booking page in a frame. It is fetched when it
 * comes into view, after the host page has loaded, grows with its content, and dispatches `held`, `confirmed` and
 * `canceled` with `detail.booking_id`. Further attributes: `lang`, `zone`, `with`, `base`.
 */
class HoldfastBooking extends HTMLElement {
  #frame: HTMLIFrameElement | undefined
  #stop = new AbortController()
  #told = new Set<string>()

  connectedCallback() {
    this.#stop = new AbortController()
    this.style.display ||= 'block'
    this.style.minHeight ||= '40rem'
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return
        seen.disconnect()
        if (document.readyState === 'complete') this.#show()
        else window.addEventListener('load', () => this.#show(), { once: true, signal: this.#stop.signal })
      },
      { rootMargin: '300px' },
    )
    seen.observe(this)
    this.#stop.signal.addEventListener('abort', () => seen.disconnect())
  }

  disconnectedCallback() {
    this.#stop.abort()
    this.#frame?.remove()
    this.#frame = undefined
  }

  #show() {
    if (this.#frame) return
    const frame = document.createElement('iframe')
    frame.src = this.#address()
    frame.title = this.title || 'Booking'
    frame.style.cssText = 'display:block;width:100%;border:0;min-height:inherit;color-scheme:normal'
    window.addEventListener('message', (message) => this.#hear(message), { signal: this.#stop.signal })
    // The first page comes where the visitor looks; after it was left for another one, that one's beginning is shown.
    const follow = () => frame.addEventListener('load', () => this.#lead())
    frame.addEventListener('load', follow, { once: true })
    this.append(frame)
    this.#frame = frame
  }

  #address() {
    const part = (name: string) => encodeURIComponent(this.getAttribute(name) ?? '')
    const type = this.hasAttribute('meeting-type') ? `/${part('meeting-type')}` : ''
    const url = new URL(`/${part('tenant')}${type}`, this.getAttribute('base') || source || location.href)
    for (const name of ['lang', 'zone', 'with']) {
      const value = this.getAttribute(name)
      if (value) url.searchParams.set(name, value)
    }
    return url.href
  }

  #hear({ source, origin, data }: MessageEvent) {
    const frame = this.#frame
    if (!frame || source !== frame.contentWindow || origin !== new URL(frame.src).origin) return
    const { height, event, booking_id } = data?.holdfast ?? {}
    if (typeof height === 'number') frame.style.height = `${Math.min(Math.max(height, 200), 20000)}px`
    if (EVENTS.includes(event)) this.#tell(event, String(booking_id))
  }

  /** The next page is shorter, and what was pressed may have stood far below its end. */
  #lead() {
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView()
  }

  /** A page seen twice is one event. */
  #tell(event: string, booking_id: string) {
    if (this.#told.has(`${event} ${booking_id}`)) return
    this.#told.add(`${event} ${booking_id}`)
    this.dispatchEvent(new CustomEvent(event, { bubbles: true, detail: { booking_id } }))
  }
}

if (!customElements.get('holdfast-booking')) customElements.define('holdfast-booking', HoldfastBooking)
