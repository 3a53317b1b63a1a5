import { readFileSync } from 'node:fs'
import type axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'

/** What axe found, as far as a test looks at it. */
export interface Finding {
  id: string
  nodes: { html: string; failureSummary?: string }[]
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules whose answer another width or colour scheme can change. */
export const NARROW_AND_DARK = ['color-contrast', 'target-size', 'scrollable-region-focusable'] as const

const AXE = readFileSync(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir), 'utf8')

/** Lets every page that this context will open bring axe along, which costs half of what bringing it later does. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: AXE })
}

/** Everything that axe holds against the page; the context must have been opened with `bypassCSP`. */
export async function audit(page: Page, only?: readonly string[]): Promise<Finding[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  const runOnly = only ? { type: 'rule' as const, values: [...only] } : { type: 'tag' as const, values: TAGS }
  return page.evaluate<Finding[], typeof runOnly>(async (runOnly) => {
    const run = (globalThis as { axe?: typeof axe }).axe
    const result = await run?.run({ runOnly })
    return (result?.violations ?? []).map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
    }))
  }, runOnly)
}
