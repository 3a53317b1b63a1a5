/** What Holdfast does at Zoom, and the scopes each of which allows it: granular first, classic second. */
export const ZOOM_SCOPES = {
  create: ['meeting:write:meeting:admin', 'meeting:write:admin'],
  change: ['meeting:update:meeting:admin', 'meeting:write:admin'],
  delete: ['meeting:delete:meeting:admin', 'meeting:write:admin'],
  find: ['meeting:read:meeting:admin', 'meeting:read:admin'],
  list: ['meeting:read:list_meetings:admin', 'meeting:read:admin'],
} as const satisfies Record<string, readonly [granular: string, classic: string]>

/** The granular scopes still to be added to an app that has these; empty when it can do everything. */
export function missingScopes(granted: string[]): string[] {
  return Object.values(ZOOM_SCOPES)
    .filter((either) => !either.some((scope) => granted.includes(scope)))
    .map(([granular]) => granular)
}
