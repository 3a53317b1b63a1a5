import { describe, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const CHROMIUM = '/usr/bin/chromium'

/** Tests that need a browser; where none is installed one of them says so loudly, and the rest still runs. */
export function inBrowser(name: string, suite: () => void): void {
  if (existsSync(CHROMIUM)) describe(name, suite)
  else
    test(`NO BROWSER WAS FOUND: ${name} was not looked at`, () => {
      console.error(`Install chromium to look at ${name}.`)
    })
}

/** A headless Chromium that calls nobody. Whoever opens it closes it. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  })
}
