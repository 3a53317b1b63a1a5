import { type Locale, localeOf } from '../scheduling/locale.ts'

const SPOKEN = /^(en|de|fr|es)\b/i

/**
 * The locale to answer in: what the customer chose, else the best of Accept-Language that is spoken (RFC 9110,
 * "Accept-Language", weights included), else the tenant's.
 */
export function chooseLocale(
  chosen: string | null | undefined,
  accepted: string | null | undefined,
  tenants: string | null | undefined,
): Locale {
  if (chosen && SPOKEN.test(chosen)) return localeOf(chosen)
  const best = wished(accepted ?? '').find((tag) => SPOKEN.test(tag))
  return localeOf(best ?? tenants)
}

/** The tags of the header, most wished first; of equal weight the first one. Refused tags (`q=0`) are left out. */
function wished(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim())
      const weight = parameters.find((text) => text.startsWith('q='))
      return { tag, weight: weight ? Number(weight.slice(2)) : 1 }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}
