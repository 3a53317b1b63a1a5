import { Elysia, t } from 'elysia'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'

const detail = {
  tags: ['Webhooks'],
  summary: 'News of Zoom meetings',
  description:
    'Zoom posts here, signed over the bytes with the secret token of the event subscription. Joining and ending become tracking events and a suggestion of attendance, a deletion a follow-up; other events are taken and forgotten.',
  operationId: 'zoomNews',
}

/** Where Zoom posts what happens to meetings. */
export function zoomWebhook({ desk }: Services) {
  return new Elysia({ name: 'zoomWebhook' }).post(
    '/v1/webhooks/zoom',
    async ({ body, headers, status }) => {
      const { 'x-zm-signature': signature, 'x-zm-request-timestamp': timestamp } = headers
      const answer = await desk.zoomNews({ raw: body ?? new Uint8Array(), signature, timestamp })
      return answer ?? status(204, undefined)
    },
    {
      body: News,
      detail,
      response: {
        200: t.Object(
          { plainToken: t.String(), encryptedToken: t.String() },
          {
            description: 'The proof of the address, where Zoom asks for it',
            examples: [
              { plainToken: 'qgg8vlvZRS6UYooatFL8Aw', encryptedToken: '23a89b634c017e5364a1c8d9c8ea909b' },
            ],
          },
        ),
        204: t.Void({ description: 'Taken' }),
        ...problems('webhook_refused', 'invalid_request', 'body_too_large'),
      },
    },
  )
}

const example = {
  event: 'meeting.participant_joined',
  event_ts: 1796112000000,
  payload: {
    account_id: 'aBcDeFgHiJkLmNoPqRsTuV',
    object: { id: '97763643886', uuid: 'aDYlohsHRtCd4ii1uC2+hA==', host_id: 'x1yCzABCDEfg23HiJKl4mN' },
  },
}

/** The bytes are judged as they came; the document shows what is in them. */
const News = t.Unsafe<Uint8Array | undefined>(
  t.Any({
    'x-shown-as': {
      type: 'object',
      properties: { event: { type: 'string' }, event_ts: { type: 'integer' }, payload: { type: 'object' } },
      examples: [example],
    },
  }),
)
