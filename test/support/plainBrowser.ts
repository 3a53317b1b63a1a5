import { readPage } from './page.ts'
import type { Site } from './site.ts'

export type Fields = Record<string, string>

export const attributesOf = (html: string, tag: string, attribute: string) =>
  readPage(html)
    .elements.filter(({ name }) => name === tag)
    .flatMap(({ attributes }) => attributes.get(attribute) ?? [])

/** The hidden fields of the first form that has them. */
export const hiddenIn = (html: string): Fields =>
  Object.fromEntries(
    readPage(html)
      .elements.filter(({ attributes }) => attributes.get('type') === 'hidden')
      .map(({ attributes }) => [attributes.get('name') ?? '', attributes.get('value') ?? '']),
  )

/** The December of the demonstration. */
export const MONTH = '/acme/intro-zoom?month=2026-12&zone=Europe/Berlin'

/** What a browser without a script does, over HTTP. */
export function plainBrowser(it: () => Site) {
  const get = async (path: string, headers: Fields = {}, method = 'GET') => {
    const reply = await fetch(it().url + path, { method, headers, redirect: 'manual' })
    return { status: reply.status, headers: reply.headers, html: await reply.text() }
  }
  const post = async (path: string, fields: Fields) => {
    const body = new URLSearchParams(fields)
    const reply = await fetch(it().url + path, { method: 'POST', body, redirect: 'manual' })
    return { status: reply.status, location: reply.headers.get('location') ?? '', html: await reply.text() }
  }
  const slotIn = async (day: string) =>
    attributesOf((await get(`${MONTH}&day=${day}`)).html, 'a', 'href').find((href) =>
      href.includes('start='),
    ) ?? ''
  /** Sends the form of a page that is posted to this act, with what is typed. */
  const send = async (html: string, act: string, typed: Fields = {}) => {
    const action = attributesOf(html, 'form', 'action').find((each) => each.includes(`/${act}?`)) ?? ''
    return post(action, { ...hiddenIn(html), ...typed })
  }
  return {
    get,
    post,
    slotIn,
    send,
    /** Answers the address of the page for the code. */
    async hold(email: string, day: string, name = 'Ada') {
      const form = await slotIn(day)
      const { html } = await get(form)
      return post(form, { ...hiddenIn(html), name, email })
    },
    /** Proves the address by the code of the letter. */
    confirm: async (email: string, held: { location: string }) =>
      send((await get(held.location)).html, 'confirm', { code: await it().code(email) }),
    /** The first link of a page to this act. */
    linkTo: (html: string, act: string) =>
      attributesOf(html, 'a', 'href').find((each) => each.includes(`/${act}?`)) ?? '',
  }
}
