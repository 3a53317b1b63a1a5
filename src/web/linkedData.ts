import type { Meeting } from './about.tsx'
import type { Frame } from './frame.ts'
import { tenantPath, typePath } from './paths.ts'

/** The tenant and what it offers, for search engines (schema.org, `Organization`). */
export function organizationData(frame: Frame, meetings: Meeting[]): object {
  const { brand, base_url } = frame
  return {
    '@context': 'https://schema.org',
    '@type': 'Organization',
    name: brand?.name,
    url: base_url + tenantPath(brand?.slug ?? ''),
    makesOffer: meetings.map((meeting) => ({ '@type': 'Offer', itemOffered: service(frame, meeting) })),
  }
}

/** A meeting type as a service that can be reserved (schema.org, `Service` and `ReserveAction`). */
export function meetingData(frame: Frame, meeting: Meeting): object {
  return {
    '@context': 'https://schema.org',
    ...service(frame, meeting),
    provider: { '@type': 'Organization', name: frame.brand?.name },
  }
}

function service({ brand, base_url }: Frame, meeting: Meeting): object {
  const url = base_url + typePath(brand?.slug ?? '', meeting.slug)
  return {
    '@type': 'Service',
    name: meeting.name,
    description: meeting.description || undefined,
    url,
    potentialAction: { '@type': 'ReserveAction', target: url },
  }
}
