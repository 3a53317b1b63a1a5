import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { languageOf } from '../scheduling/locale.ts'
import { pageScript, pageStyle } from './assets.ts'
import type { Frame } from './frame.ts'
import { html, joined, Markup, Written } from './markup.ts'
import { LANGUAGES } from './messages/messages.ts'
import { tenantPath } from './paths.ts'
import { themeOf } from './theme.ts'

/** What a page adds to the frame around it. */
export interface Page {
  /** The heading; the title of the window begins with it. */
  title: string
  /** Names the layout in the style sheet and the step for the script and for the page that embeds this one. */
  kind: string
  children: ComponentChildren
  /** Seconds after which a browser without script asks again. */
  refresh?: number
  /** Search engines may keep this page, if the tenant allows it. */
  indexable?: boolean
  description?: string
  /** Structured data (schema.org), as an object. */
  data?: object
  /** What the script and an embedding page should know, as `data-` attributes of `<main>`. */
  state?: Record<string, string | number | undefined>
}

/** The whole document as text. Everything that comes from outside is escaped. */
export function documentOf(frame: Frame, page: Page): string {
  const body = renderToString(<Body frame={frame} page={page} />)
  const data = page.data ? `<script type="application/ld+json">${jsonText(page.data)}</script>` : ''
  const head = headOf(frame, page).text
  return `<!doctype html><html lang="${languageOf(frame.locale)}"><head>${head}${data}</head>${body}</html>`
}

/** JSON that cannot end the script element it stands in (HTML Standard, "Restrictions for contents of script"). */
function jsonText(data: object): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c')
}

function headOf(frame: Frame, page: Page): Markup {
  const { brand } = frame
  const title = brand ? `${page.title} · ${brand.name}` : page.title
  return joined([
    html`<meta charset="utf-8"><title>${title}</title>`,
    html`<meta name="viewport" content="width=device-width, initial-scale=1">`,
    page.description ? html`<meta name="description" content="${page.description}">` : NOTHING,
    page.indexable && brand?.indexed !== false ? NOTHING : html`<meta name="robots" content="noindex">`,
    page.refresh
      ? html`<noscript><meta http-equiv="refresh" content="${page.refresh};url=${againAt(frame)}"></noscript>`
      : NOTHING,
    // Colours that were computed here, as they are: their hash stands in the policy.
    html`<style>${new Markup(themeOf(brand?.accent_colour).css)}</style>`,
    html`<link rel="stylesheet" href="${pageStyle.path}"><link rel="icon" href="${ICON}">`,
    html`<script type="module" src="${pageScript.path}"></script>`,
  ])
}

const NOTHING = html``

/** Where this view is had again, also after a form was refused and the address is that of the form. */
export function againAt({ here, chosen }: Frame): string {
  return chosen.lang ? `${here}${here.includes('?') ? '&' : '?'}lang=${chosen.lang}` : here
}

/** In the page itself, so that no request is spent on it. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='9' fill='%233454d1'/%3E%3Cpath d='M10 8v16M22 8v16M10 16h12' stroke='%23fff' stroke-width='3.5' stroke-linecap='round'/%3E%3C/svg%3E"

function Body({ frame, page }: { frame: Frame; page: Page }) {
  const state = Object.entries(page.state ?? {}).map(([name, value]) => [`data-${name}`, value])
  return (
    <body>
      <a class="skip" href="#main">
        {frame.words.skip}
      </a>
      <Top frame={frame} />
      <main id="main" data-kind={page.kind} data-here={againAt(frame)} {...Object.fromEntries(state)}>
        {frame.alert && (
          <p class="alert" role="alert">
            {frame.words.alert[frame.alert]}
          </p>
        )}
        {page.children}
      </main>
      <Bottom frame={frame} />
      <div id="live" class="unseen" role="status" data-loading={frame.words.loading} />
    </body>
  )
}

function Top({ frame: { brand, chosen } }: { frame: Frame }) {
  if (!brand) return null
  return (
    <header class="top">
      <a href={tenantPath(brand.slug, chosen)}>
        {brand.logo_url ? (
          <img src={brand.logo_url} alt={brand.name} height={36} />
        ) : (
          <span>{brand.name}</span>
        )}
      </a>
    </header>
  )
}

function Bottom({ frame }: { frame: Frame }) {
  const { brand, words, here } = frame
  const current = languageOf(frame.locale)
  const again = `${here}${here.includes('?') ? '&' : '?'}lang=`
  const choice = ({ language, name }: (typeof LANGUAGES)[number]) =>
    language === current
      ? html`<li><span lang="${language}" aria-current="true">${name}</span></li>`
      : html`<li><a lang="${language}" hreflang="${language}" href="${again + language}">${name}</a></li>`
  return (
    <footer class="bottom">
      <nav aria-label={words.languages}>
        <ul>
          <Written html={joined(LANGUAGES.map(choice))} />
        </ul>
      </nav>
      {(brand?.privacy_url || brand?.imprint_url) && (
        <ul>
          {brand.privacy_url && <Outside href={brand.privacy_url}>{words.privacy}</Outside>}
          {brand.imprint_url && <Outside href={brand.imprint_url}>{words.imprint}</Outside>}
        </ul>
      )}
    </footer>
  )
}

function Outside({ href, children }: { href: string; children: string }) {
  if (!/^https?:\/\//.test(href)) return null
  return (
    <li>
      <a href={href} rel="noopener" target="_top">
        {children}
      </a>
    </li>
  )
}
