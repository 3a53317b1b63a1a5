import { expect, test } from 'bun:test'
import { linkTo, pathTo } from '../../../src/booking/letters/link.ts'

test('a link names the tenant’s page of its purpose, with the token', () => {
  const base = 'https://book.example.com'
  expect(linkTo(base, 'acme', 'verify', 'a.b.c-_')).toBe(`${base}/acme/booking/verify?token=a.b.c-_`)
  expect(linkTo(base, 'acme', 'cancel', 't')).toBe(`${base}/acme/booking/cancel?token=t`)
  expect(linkTo(base, 'acme', 'reschedule', 't')).toBe(`${base}/acme/booking/reschedule?token=t`)
})

test('a base with a path or with slashes at its end is kept as it is meant', () => {
  expect(linkTo('https://example.com/book//', 'acme', 'verify', 't')).toBe(
    'https://example.com/book/acme/booking/verify?token=t',
  )
})

test('nothing in slug or token can leave its place', () => {
  const url = new URL(linkTo('https://example.com', '../x?y#z', 'verify', 'a&b=c#d e'))
  expect([url.origin, url.searchParams.get('token'), url.hash]).toEqual([
    'https://example.com',
    'a&b=c#d e',
    '',
  ])
  expect([...url.searchParams.keys()]).toEqual(['token'])
})

test('the same path serves as the route’s pattern', () => {
  expect(pathTo(':tenant', 'verify')).toBe('/:tenant/booking/verify')
})
