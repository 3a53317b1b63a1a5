import { describe, expect, test } from 'bun:test'
import { clientAddress, neighbourhood } from '../../../src/http/edge/address.ts'

describe('the address of a client', () => {
  test('is that of the peer, whatever a header says, where no proxy is trusted', () => {
    expect(clientAddress([])('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
    expect(clientAddress(['10.0.0.0/8'])('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
  })

  test.each([
    ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', 'forged, 6.6.6.6, 198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '198.51.100.1, 10.0.0.7', '198.51.100.1'],
    ['10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.7,10.0.0.8', '198.51.100.1'],
    ['::ffff:10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['10.0.0.1', '[2001:DB8::1]:443', '2001:db8::1'],
    ['fd00::5', '2001:db8::9', '2001:db8::9'],
    ['10.0.0.1', 'unknown', '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1, nonsense', '10.0.0.1'],
    ['10.0.0.1', '', '10.0.0.1'],
    ['10.0.0.1', null, '10.0.0.1'],
  ])('of peer %p with X-Forwarded-For %p is %p', (peer, forwarded, address) => {
    expect(clientAddress(['10.0.0.0/8', 'fd00::/8'])(peer, forwarded)).toBe(address)
  })

  test.each([
    ['198.51.100.1', '198.51.100.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
  ])('%p is counted as %p', (address, counted) => {
    expect(neighbourhood(address)).toBe(counted)
  })
})
