import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe found, as far as a test looks at it. */
export interface Finding {
  id: string
  nodes: { html: string; failureSummary?: string }[]
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules whose answer another width or colour scheme can change. */
export const NARROW_AND_DARK = ['color-contrast', 'target-size', 'scrollable-region-focusable'] as const

/** Everything that axe holds against the page; the context must have been opened with `bypassCSP`. */
export async function audit(page: Page, only?: readonly string[]): Promise<Finding[]> {
  await page.evaluate(axe.source)
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
