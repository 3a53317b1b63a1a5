/** An item as Graph posts it, of which a test looks at these fields. */
export interface HeardItem {
  subscriptionId: string
  clientState: string
  tenantId: string
  changeType?: string
  lifecycleEvent?: string
  resource?: string
  resourceData?: { id: string }
}

/** A receiver for tests: shakes hands and remembers what it is sent. */
export function graphReceiver() {
  const heard: HeardItem[] = []
  const posts: { path: string; items: HeardItem[] }[] = []
  const answer = { status: 202, handshake: true }
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const url = new URL(request.url)
      const token = url.searchParams.get('validationToken')
      if (token !== null) {
        const headers = { 'content-type': 'text/plain' }
        return new Response(answer.handshake ? token : 'no', { headers })
      }
      const { value } = (await request.json()) as { value: HeardItem[] }
      posts.push({ path: url.pathname, items: value })
      if (answer.status < 300) heard.push(...value)
      return new Response(null, { status: answer.status })
    },
  })
  const origin = `http://127.0.0.1:${server.port}`
  return {
    notification_url: `${origin}/v1/webhooks/graph`,
    lifecycle_url: `${origin}/v1/webhooks/graph/lifecycle`,
    heard,
    posts,
    answer,
    stop: () => server.stop(true),
  }
}
