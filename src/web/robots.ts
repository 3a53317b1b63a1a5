/**
 * `/robots.txt` of the whole service (RFC 9309): the pages of meeting types may be read, what belongs to one booking
 * may not. Whether a tenant is indexed at all is said on its pages, so that nobody learns here who has one.
 */
export function robotsText(): string {
  return `User-agent: *
Disallow: /v1/
Disallow: /*/booking/
Disallow: /*/*/details
Disallow: /*/*/zone
Allow: /
`
}
