import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { languageOf } from '../scheduling/locale.ts'
import { pageScript, pageStyle } from './assets.ts'
import type { Frame } from './frame.ts'
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
  const head = renderToString(<Head frame={frame} page={page} />)
  const body = renderToString(<Body frame={frame} page={page} />)
  const data = page.data ? `<script type="application/ld+json">${jsonText(page.data)}</script>` : ''
  return `<!doctype html><html lang="${languageOf(frame.locale)}"><head>${head}${data}</head>${body}</html>`
}

/** JSON that cannot end the script element it stands in (HTML Standard, "Restrictions for contents of script"). */
function jsonText(data: object): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c')
}

function Head({ frame, page }: { frame: Frame; page: Page }) {
  const { brand } = frame
  const robots = page.indexable && brand?.indexed !== false ? undefined : 'noindex'
  return (
    <>
      <meta charset="utf-8" />
      <title>{brand ? `${page.title} · ${brand.name}` : page.title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      {page.description && <meta name="description" content={page.description} />}
      {robots && <meta name="robots" content={robots} />}
      {page.refresh && (
        <noscript>
          <meta http-equiv="refresh" content={`${page.refresh};url=${againAt(frame)}`} />
        </noscript>
      )}
      <style>{themeOf(brand?.accent_colour).css}</style>
      <link rel="stylesheet" href={pageStyle.path} />
      <link rel="icon" href={ICON} />
      <script type="module" src={pageScript.path} />
    </>
  )
}

/** Where this view is had again, also after a form was refused and the address is that of the form. */
function againAt({ here, chosen }: Frame): string {
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
  return (
    <footer class="bottom">
      <nav aria-label={words.languages}>
        <ul>
          {LANGUAGES.map(({ language, name }) => (
            <li key={language}>
              {language === current ? (
                <span lang={language} aria-current="true">
                  {name}
                </span>
              ) : (
                <a
                  lang={language}
                  hreflang={language}
                  href={`${here}${here.includes('?') ? '&' : '?'}lang=${language}`}
                >
                  {name}
                </a>
              )}
            </li>
          ))}
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
