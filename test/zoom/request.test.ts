import { expect, test } from 'bun:test'
import { apiBase } from '../../src/zoom/request.ts'

test.each([
  ['https://api.zoom.us/v2', undefined, 'https://api.zoom.us/v2'],
  ['https://api.zoom.us/v2/', 'https://api-us.zoom.us', 'https://api-us.zoom.us/v2'],
  ['https://api.zoomgov.com/v2', 'https://api-gov2.zoomgov.com/', 'https://api-gov2.zoomgov.com/v2'],
  ['https://api.zoom.us/v2', 'https://zoom.us.evil.example', 'https://api.zoom.us/v2'],
  ['https://api.zoom.us/v2', 'https://evilzoom.us', 'https://api.zoom.us/v2'],
  ['https://api.zoom.us/v2', 'http://api-us.zoom.us', 'https://api.zoom.us/v2'],
  ['https://api.zoom.us/v2', 'no address', 'https://api.zoom.us/v2'],
  ['http://127.0.0.1:4000/v2', 'https://api.zoom.us', 'http://127.0.0.1:4000/v2'],
  ['http://127.0.0.1:4000/v2', 'https://9.127.0.0.1', 'http://127.0.0.1:4000/v2'],
])('with %s set and %s told the API is at %s', (setting, told, base) => {
  expect(apiBase(setting, told)).toBe(base)
})
