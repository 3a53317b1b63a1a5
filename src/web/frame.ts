import type { Locale } from '../scheduling/locale.ts'
import type { Zones } from '../scheduling/zone.ts'
import { type Messages, messagesOf } from './messages/messages.ts'
import type { Choices } from './paths.ts'

/** How a tenant shows itself. */
export interface Brand {
  slug: string
  name: string
  time_zone: string
  accent_colour?: string
  logo_url?: string
  privacy_url?: string
  imprint_url?: string
  /** False asks search engines to stay away. */
  indexed?: boolean
}

/** What every page is given besides its own content. */
export interface Request {
  /** Absent where the tenant is not known. */
  brand?: Brand
  locale: Locale
  /** The customer's zone; labels only, never what is offered. */
  zone: string
  zones: Zones
  now_ms: number
  /** Where the world reaches this service, without a slash at the end. */
  base_url: string
  /** Where the languages switch to: path and query of this view, without `lang`. */
  here: string
  /** Carried in links: set where the customer chose by hand. */
  chosen: Pick<Choices, 'zone' | 'lang'>
  /** Present in pages for forms: guards the POST of this very view. */
  nonce?: string
  /** Where letters are read that never go out, while Holdfast is only tried. */
  letters_at?: string
  /** Said above everything else, when what was asked for could not be done. */
  alert?: keyof Messages['alert']
}

/** A request together with its words. */
export interface Frame extends Request {
  words: Messages
}

/** The frame of a request. */
export function frameOf(request: Request): Frame {
  return { ...request, words: messagesOf(request.locale) }
}
