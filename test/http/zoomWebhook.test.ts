import { expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { onBothDatabases } from '../support/databases.ts'
import { listen, testServices } from '../support/services.ts'
import { MONDAY_MS, ZOOM_SECRET } from '../support/world.ts'

onBothDatabases('POST /v1/webhooks/zoom', (fresh) => {
  const post = async (raw: string, headers: Record<string, string> = {}) => {
    const { db } = await fresh()
    const server = listen(testServices(db))
    const timestamp = String(MONDAY_MS / 1000)
    const signature = `v0=${createHmac('sha256', ZOOM_SECRET).update(`v0:${timestamp}:${raw}`).digest('hex')}`
    const sent = {
      'content-type': 'application/json; charset=utf-8',
      'x-zm-signature': signature,
      'x-zm-request-timestamp': timestamp,
      ...headers,
    }
    const reply = await fetch(`${server.url}/v1/webhooks/zoom`, { method: 'POST', body: raw, headers: sent })
    const answer = { status: reply.status, body: await reply.text() }
    await server.stop()
    return answer
  }

  test('proves the address', async () => {
    const { status, body } = await post(
      JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8vlvZRS6UYooatFL8Aw' } }),
    )
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({
      plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
      encryptedToken: createHmac('sha256', ZOOM_SECRET).update('qgg8vlvZRS6UYooatFL8Aw').digest('hex'),
    })
  })

  test('takes what it does not know with 204', async () => {
    const raw = '{"event": "meeting.started",  "event_ts": 1, "new_field": {"more": [1]}}'
    expect(await post(raw)).toEqual({ status: 204, body: '' })
  })

  test('refuses what is forged with 401, and what cannot be read with 422', async () => {
    const raw = JSON.stringify({ event: 'meeting.ended', event_ts: 1 })
    const forged = await post(raw, { 'x-zm-signature': 'v0=00' })
    expect(forged.status).toBe(401)
    expect(JSON.parse(forged.body)).toMatchObject({ code: 'webhook_refused' })
    expect((await post('not json')).status).toBe(422)
    expect((await post('')).status).toBe(422)
    expect((await post('', { 'x-zm-signature': '' })).status).toBe(401)
  })
})
