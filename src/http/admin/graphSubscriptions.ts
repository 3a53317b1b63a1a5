import { t } from 'elysia'
import { adminDetail } from '../detail.ts'
import { pageReply, path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'
import {
  SalespersonHealthReply,
  SubscriptionReply,
  salespersonHealthReply,
  subscriptionReply,
} from './subscriptionReply.ts'

const TAG = 'Salespersons'
const refusals = problems('unauthorized', 'tenant_not_found')

/** The subscriptions at Graph by which Outlook's news come. */
export function graphSubscriptions(services: Services) {
  const { subscriptions } = services.sync
  return tenantController(services, { name: 'graphSubscriptions', prefix: '/graph-subscriptions' })
    .get(
      '',
      async ({ config }) => ({
        items: (await subscriptions.list(config)).map(subscriptionReply),
        next_cursor: null,
      }),
      {
        params: path('tenant'),
        detail: adminDetail(TAG, 'listGraphSubscriptions', 'List the Graph subscriptions'),
        response: { 200: pageReply(SubscriptionReply, 'One for each salesperson'), ...refusals },
      },
    )
    .post(
      '/ensure',
      async ({ config, actor, body, status }) => {
        await subscriptions.ensure(config, actor, body?.salesperson)
        return status(202, { status: 'accepted' as const })
      },
      {
        params: path('tenant'),
        body: t.Optional(Ensuring),
        detail: adminDetail(
          TAG,
          'ensureGraphSubscriptions',
          'Have the Graph subscriptions made as they should be',
          'Makes those that are missing, renews those that are due. This happens every minute anyway.',
        ),
        response: {
          202: t.Object({ status: t.Literal('accepted') }, { examples: [{ status: 'accepted' }] }),
          ...refusals,
          ...problems(
            'unauthorized',
            'tenant_not_found',
            'salesperson_not_found',
            'invalid_request',
            'malformed_json',
          ),
        },
      },
    )
}

/** What can be done with one of them. */
export function graphSubscription(services: Services) {
  const { subscriptions } = services.sync
  return tenantController(services, {
    name: 'graphSubscription',
    prefix: '/graph-subscriptions/:graph_subscription_id',
  })
    .post(
      '/renew',
      async ({ config, actor, params, status }) =>
        status(
          202,
          subscriptionReply(await subscriptions.renew(config, actor, params.graph_subscription_id)),
        ),
      {
        params: path('tenant', 'graph_subscription_id'),
        detail: adminDetail(
          TAG,
          'renewGraphSubscription',
          'Renew a Graph subscription',
          'At most once in ten minutes, which is what Graph asks for.',
        ),
        response: {
          202: SubscriptionReply,
          ...refusals,
          ...problems('unauthorized', 'tenant_not_found', 'not_found'),
        },
      },
    )
    .delete(
      '',
      async ({ config, actor, params, set }) => {
        await subscriptions.remove(config, actor, params.graph_subscription_id)
        set.status = 204
      },
      {
        params: path('tenant', 'graph_subscription_id'),
        detail: adminDetail(
          TAG,
          'removeGraphSubscription',
          'End a Graph subscription',
          'An active salesperson gets a new one within a minute.',
        ),
        response: {
          204: t.Void({ description: 'It is being ended' }),
          ...problems('unauthorized', 'tenant_not_found', 'not_found'),
        },
      },
    )
}

const Ensuring = t.Object(
  { salesperson: t.Optional(t.String({ maxLength: 60, description: 'Left out: all who are active' })) },
  { examples: [{ salesperson: 'berlin' }] },
)

/** How the Outlook of each salesperson is followed. */
export function tenantHealth(services: Services) {
  return tenantController(services, { name: 'tenantHealth', prefix: '/health' }).get(
    '',
    async ({ config }) => ({
      items: (await services.sync.health(config)).map(salespersonHealthReply),
      next_cursor: null,
    }),
    {
      params: path('tenant'),
      detail: adminDetail(
        TAG,
        'showHealth',
        'Show how each salesperson’s Outlook is followed',
        'Reads every calendar once.',
      ),
      response: { 200: pageReply(SalespersonHealthReply, 'Every salesperson'), ...refusals },
    },
  )
}
