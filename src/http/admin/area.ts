import { Elysia } from 'elysia'
import type { Services } from '../services.ts'
import { auditLogs } from './auditLogs.ts'
import { availability } from './availability.ts'
import { bookingChanges, bookingsOfTenant, explanation } from './bookings.ts'
import { followUps } from './followUps.ts'
import { graphSubscription, graphSubscriptions, tenantHealth } from './graphSubscriptions.ts'
import { deadJobs, jobChanges } from './jobChanges.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { logo } from './logo.ts'
import { meetingType } from './meetingType.ts'
import { meetingTypes } from './meetingTypes.ts'
import { sagas, sagasOfBooking } from './sagas.ts'
import { salesperson } from './salesperson.ts'
import { salespersons } from './salespersons.ts'
import { tenant } from './tenant.ts'
import { tenants } from './tenants.ts'
import { trackingEvents } from './trackingEvents.ts'
import { zoomAccount } from './zoomAccount.ts'

/** Everything below /v1/admin. Each controller is made by key.ts, which asks for the key. */
export function adminArea(services: Services) {
  return new Elysia({ name: 'admin' })
    .use(tenants(services))
    .use(tenant(services))
    .use(logo(services))
    .use(keys(services))
    .use(zoomAccount(services))
    .use(salespersons(services))
    .use(salesperson(services))
    .use(availability(services))
    .use(meetingTypes(services))
    .use(meetingType(services))
    .use(trackingEvents(services))
    .use(auditLogs(services))
    .use(followUps(services))
    .use(graphSubscriptions(services))
    .use(graphSubscription(services))
    .use(tenantHealth(services))
    .use(jobs(services, 'webhook-jobs'))
    .use(jobChanges(services, 'webhook-jobs'))
    .use(deadJobs(services, 'webhook-jobs'))
    .use(jobs(services, 'outbox-jobs'))
    .use(jobChanges(services, 'outbox-jobs'))
    .use(deadJobs(services, 'outbox-jobs'))
    .use(bookingsOfTenant(services))
    .use(bookingChanges(services))
    .use(explanation(services))
    .use(sagas(services))
    .use(sagasOfBooking(services))
}
