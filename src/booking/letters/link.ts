import type { Purpose } from '../proof/token.ts'

/**
 * The page on which a token of this purpose is used: what letters name and pages answer at. Getting it changes
 * nothing, for mail scanners get every link; the page asks, and posts.
 */
export function linkTo(base_url: string, tenant_slug: string, purpose: Purpose, token: string): string {
  return `${base_url.replace(/\/+$/, '')}${pathTo(tenant_slug, purpose)}?token=${encodeURIComponent(token)}`
}

/** The path of that page, without its token; `:tenant` makes it a route's pattern. */
export function pathTo(tenant_slug: string, purpose: Purpose): string {
  return `/${tenant_slug === ':tenant' ? tenant_slug : encodeURIComponent(tenant_slug)}/booking/${purpose}`
}
