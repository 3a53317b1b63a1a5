import { describe, expect, test } from 'bun:test'
import { pageHeaders } from '../../src/web/policy.ts'
import { themeOf } from '../../src/web/theme.ts'

const policyOf = (embedders?: string[]) => pageHeaders('#0a7', embedders)['content-security-policy'] ?? ''

describe('the policy of a page', () => {
  test('lets in its own files and the one hashed style, and nothing unsafe', () => {
    expect(policyOf()).not.toContain('unsafe')
    expect(policyOf()).toContain(`style-src 'self' ${themeOf('#0a7').csp};`)
    expect(policyOf()).toContain("default-src 'none'")
  })

  test('lets nobody frame the page unless the tenant names the origin', () => {
    expect(policyOf()).toContain("frame-ancestors 'none'")
    expect(policyOf(['https://shop.example'])).toEndWith("frame-ancestors 'self' https://shop.example")
  })

  test('drops an origin that would end the directive', () => {
    expect(policyOf(["https://a.example; script-src 'unsafe-inline'"])).toEndWith("frame-ancestors 'none'")
  })
})
