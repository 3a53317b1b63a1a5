CREATE TABLE "audit_logs" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text,
	"actor" text NOT NULL,
	"source" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "availability_overrides" (
	"salesperson_id" text NOT NULL,
	"date" text NOT NULL,
	"intervals" jsonb NOT NULL,
	CONSTRAINT "availability_overrides_salesperson_id_date_pk" PRIMARY KEY("salesperson_id","date")
);
--> statement-breakpoint
CREATE TABLE "availability_rules" (
	"salesperson_id" text NOT NULL,
	"weekday" integer NOT NULL,
	"from_minute" integer NOT NULL,
	"until_minute" integer NOT NULL,
	CONSTRAINT "availability_rules_salesperson_id_weekday_from_minute_pk" PRIMARY KEY("salesperson_id","weekday","from_minute")
);
--> statement-breakpoint
CREATE TABLE "bookings" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"meeting_type_id" text NOT NULL,
	"salesperson_id" text NOT NULL,
	"other_salesperson_ids" jsonb NOT NULL,
	"status" text NOT NULL,
	"source" text NOT NULL,
	"start_at_utc" timestamp (3) with time zone NOT NULL,
	"end_at_utc" timestamp (3) with time zone NOT NULL,
	"customer_name" text NOT NULL,
	"customer_email" text NOT NULL,
	"customer_phone" text,
	"customer_time_zone" text NOT NULL,
	"customer_locale" text NOT NULL,
	"answers" jsonb NOT NULL,
	"location" jsonb NOT NULL,
	"join_url" text,
	"hold_expires_at_utc" timestamp (3) with time zone,
	"verify_token_jti" text,
	"code_hash" text,
	"code_tries" integer DEFAULT 0 NOT NULL,
	"cancel_reason" text,
	"attendance" jsonb,
	"attendance_suggestion" text,
	"assignment" jsonb NOT NULL,
	"saga_id" text,
	"revision" integer DEFAULT 0 NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cron_ticks" (
	"name" text PRIMARY KEY NOT NULL,
	"ticked_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "follow_ups" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"booking_id" text,
	"salesperson_id" text,
	"kind" text NOT NULL,
	"key" text,
	"detail" jsonb NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"resolved_at_utc" timestamp (3) with time zone,
	"resolved_by" text,
	"resolution" text
);
--> statement-breakpoint
CREATE TABLE "graph_events" (
	"booking_id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"salesperson_id" text NOT NULL,
	"event_id" text NOT NULL,
	"change_key" text NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "graph_subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"salesperson_id" text NOT NULL,
	"subscription_id" text,
	"resource" text NOT NULL,
	"client_state" text NOT NULL,
	"granted_at_utc" timestamp (3) with time zone,
	"expiration_utc" timestamp (3) with time zone,
	"status" text NOT NULL,
	"last_notification_at_utc" timestamp (3) with time zone,
	"renewed_at_utc" timestamp (3) with time zone,
	"last_error" text,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"tenant_id" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"status" integer NOT NULL,
	"reply" jsonb NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_key_tenant_id_route_pk" PRIMARY KEY("key","tenant_id","route")
);
--> statement-breakpoint
CREATE TABLE "meeting_type_salespersons" (
	"meeting_type_id" text NOT NULL,
	"salesperson_id" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "meeting_type_salespersons_meeting_type_id_salesperson_id_pk" PRIMARY KEY("meeting_type_id","salesperson_id")
);
--> statement-breakpoint
CREATE TABLE "meeting_types" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"length_minutes" integer NOT NULL,
	"slot_step_minutes" integer NOT NULL,
	"buffer_before_minutes" integer NOT NULL,
	"buffer_after_minutes" integer NOT NULL,
	"minimum_notice_minutes" integer NOT NULL,
	"horizon_days" integer NOT NULL,
	"maximum_per_day" integer,
	"hold_minutes" integer NOT NULL,
	"cancel_notice_minutes" integer NOT NULL,
	"reschedule_notice_minutes" integer NOT NULL,
	"location" jsonb NOT NULL,
	"questions" jsonb NOT NULL,
	"staffing" text DEFAULT 'one' NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox_jobs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"tenant_id" text DEFAULT '' NOT NULL,
	"key" text,
	"payload" jsonb NOT NULL,
	"priority" integer DEFAULT 100 NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"max_attempts" integer,
	"turn" integer DEFAULT 0 NOT NULL,
	"run_at_utc" timestamp (3) with time zone NOT NULL,
	"locked_by" text,
	"locked_until_utc" timestamp (3) with time zone,
	"last_error" text,
	"history" jsonb,
	"traceparent" text,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"finished_at_utc" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "saga_compensations" (
	"id" text PRIMARY KEY NOT NULL,
	"saga_id" text NOT NULL,
	"tenant_id" text NOT NULL,
	"booking_id" text NOT NULL,
	"step" text NOT NULL,
	"reason" text NOT NULL,
	"position" integer NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sagas" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"booking_id" text NOT NULL,
	"kind" text NOT NULL,
	"revision" integer NOT NULL,
	"status" text NOT NULL,
	"context" jsonb NOT NULL,
	"steps" jsonb NOT NULL,
	"error" text,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "salespersons" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"mailbox" text NOT NULL,
	"zoom_user" text NOT NULL,
	"time_zone" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slot_claims" (
	"id" text PRIMARY KEY NOT NULL,
	"booking_id" text NOT NULL,
	"salesperson_id" text NOT NULL,
	"from_utc" timestamp (3) with time zone NOT NULL,
	"until_utc" timestamp (3) with time zone NOT NULL,
	"start_at_utc" timestamp (3) with time zone NOT NULL,
	"expires_at_utc" timestamp (3) with time zone,
	"created_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tenant_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"key_hash" text NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"revoked_at_utc" timestamp (3) with time zone,
	CONSTRAINT "tenant_keys_key_hash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "tenant_logos" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"content_type" text NOT NULL,
	"content_base64" text NOT NULL,
	"content_hash" text NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"m365_tenant_id" text,
	"branding" jsonb NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"config_revision" integer DEFAULT 1 NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tenants_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "token_consumptions" (
	"jti" text PRIMARY KEY NOT NULL,
	"booking_id" text NOT NULL,
	"purpose" text NOT NULL,
	"consumed_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tracking_events" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"booking_id" text NOT NULL,
	"kind" text NOT NULL,
	"detail" jsonb NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_jobs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"tenant_id" text DEFAULT '' NOT NULL,
	"key" text,
	"payload" jsonb NOT NULL,
	"priority" integer DEFAULT 100 NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"max_attempts" integer,
	"turn" integer DEFAULT 0 NOT NULL,
	"run_at_utc" timestamp (3) with time zone NOT NULL,
	"locked_by" text,
	"locked_until_utc" timestamp (3) with time zone,
	"last_error" text,
	"history" jsonb,
	"traceparent" text,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"finished_at_utc" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "zoom_accounts" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"client_id" text NOT NULL,
	"client_secret_sealed" text NOT NULL,
	"webhook_secret_sealed" text,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "zoom_meetings" (
	"booking_id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"salesperson_id" text NOT NULL,
	"provider_meeting_id" text NOT NULL,
	"join_url" text NOT NULL,
	"start_url_sealed" text NOT NULL,
	"created_at_utc" timestamp (3) with time zone NOT NULL,
	"updated_at_utc" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "availability_overrides" ADD CONSTRAINT "availability_overrides_salesperson_id_salespersons_id_fk" FOREIGN KEY ("salesperson_id") REFERENCES "public"."salespersons"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "availability_rules" ADD CONSTRAINT "availability_rules_salesperson_id_salespersons_id_fk" FOREIGN KEY ("salesperson_id") REFERENCES "public"."salespersons"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "meeting_type_salespersons" ADD CONSTRAINT "meeting_type_salespersons_meeting_type_id_meeting_types_id_fk" FOREIGN KEY ("meeting_type_id") REFERENCES "public"."meeting_types"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "meeting_type_salespersons" ADD CONSTRAINT "meeting_type_salespersons_salesperson_id_salespersons_id_fk" FOREIGN KEY ("salesperson_id") REFERENCES "public"."salespersons"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "meeting_types" ADD CONSTRAINT "meeting_types_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "salespersons" ADD CONSTRAINT "salespersons_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "slot_claims" ADD CONSTRAINT "slot_claims_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tenant_keys" ADD CONSTRAINT "tenant_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tenant_logos" ADD CONSTRAINT "tenant_logos_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "audit_logs_by_tenant" ON "audit_logs" USING btree ("tenant_id","id");
--> statement-breakpoint
CREATE INDEX "bookings_by_tenant" ON "bookings" USING btree ("tenant_id","id");
--> statement-breakpoint
CREATE INDEX "bookings_by_salesperson" ON "bookings" USING btree ("salesperson_id","start_at_utc");
--> statement-breakpoint
CREATE INDEX "bookings_confirmed" ON "bookings" USING btree ("start_at_utc") WHERE status = 'confirmed';
--> statement-breakpoint
CREATE INDEX "follow_ups_by_tenant" ON "follow_ups" USING btree ("tenant_id","id");
--> statement-breakpoint
CREATE UNIQUE INDEX "follow_ups_open_key" ON "follow_ups" USING btree ("tenant_id","key") WHERE resolved_at_utc is null and key is not null;
--> statement-breakpoint
CREATE UNIQUE INDEX "graph_events_by_event" ON "graph_events" USING btree ("event_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "graph_subscriptions_by_provider" ON "graph_subscriptions" USING btree ("subscription_id");
--> statement-breakpoint
CREATE INDEX "graph_subscriptions_by_salesperson" ON "graph_subscriptions" USING btree ("salesperson_id");
--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("created_at_utc");
--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_types_slug" ON "meeting_types" USING btree ("tenant_id","slug");
--> statement-breakpoint
CREATE INDEX "outbox_jobs_due" ON "outbox_jobs" USING btree ("kind","priority","tenant_id","run_at_utc","id") WHERE status = 'pending';
--> statement-breakpoint
CREATE INDEX "outbox_jobs_leased" ON "outbox_jobs" USING btree ("locked_until_utc") WHERE status = 'running';
--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_jobs_pending_key" ON "outbox_jobs" USING btree ("kind","key") WHERE status = 'pending' and key is not null;
--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_jobs_running_key" ON "outbox_jobs" USING btree ("kind","key") WHERE status = 'running' and key is not null;
--> statement-breakpoint
CREATE INDEX "outbox_jobs_dead" ON "outbox_jobs" USING btree ("tenant_id","kind","id") WHERE status = 'dead';
--> statement-breakpoint
CREATE UNIQUE INDEX "saga_compensations_step" ON "saga_compensations" USING btree ("saga_id","step");
--> statement-breakpoint
CREATE INDEX "sagas_by_booking" ON "sagas" USING btree ("booking_id","id");
--> statement-breakpoint
CREATE UNIQUE INDEX "salespersons_slug" ON "salespersons" USING btree ("tenant_id","slug");
--> statement-breakpoint
CREATE INDEX "slot_claims_by_salesperson" ON "slot_claims" USING btree ("salesperson_id","from_utc");
--> statement-breakpoint
CREATE INDEX "slot_claims_by_booking" ON "slot_claims" USING btree ("booking_id");
--> statement-breakpoint
CREATE INDEX "slot_claims_expiring" ON "slot_claims" USING btree ("expires_at_utc") WHERE expires_at_utc is not null;
--> statement-breakpoint
CREATE INDEX "tracking_events_by_tenant" ON "tracking_events" USING btree ("tenant_id","id");
--> statement-breakpoint
CREATE INDEX "tracking_events_by_booking" ON "tracking_events" USING btree ("booking_id");
--> statement-breakpoint
CREATE INDEX "webhook_jobs_due" ON "webhook_jobs" USING btree ("kind","priority","tenant_id","run_at_utc","id") WHERE status = 'pending';
--> statement-breakpoint
CREATE INDEX "webhook_jobs_leased" ON "webhook_jobs" USING btree ("locked_until_utc") WHERE status = 'running';
--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_jobs_pending_key" ON "webhook_jobs" USING btree ("kind","key") WHERE status = 'pending' and key is not null;
--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_jobs_running_key" ON "webhook_jobs" USING btree ("kind","key") WHERE status = 'running' and key is not null;
--> statement-breakpoint
CREATE INDEX "webhook_jobs_dead" ON "webhook_jobs" USING btree ("tenant_id","kind","id") WHERE status = 'dead';
--> statement-breakpoint
CREATE INDEX "zoom_meetings_by_provider" ON "zoom_meetings" USING btree ("provider_meeting_id");
--> statement-breakpoint
-- No two bookings may claim overlapping time of one salesperson: the database itself refuses it.
-- A booking that is being moved holds its old and its new time at once, hence booking_id.
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
ALTER TABLE "slot_claims" ADD CONSTRAINT "slot_claims_span" CHECK (from_utc < until_utc AND until_utc - from_utc <= interval '48 hours');
--> statement-breakpoint
ALTER TABLE "slot_claims" ADD CONSTRAINT "slot_claims_no_overlap" EXCLUDE USING gist (
	salesperson_id WITH =,
	tstzrange(from_utc, until_utc) WITH &&,
	booking_id WITH <>
);
--> statement-breakpoint
create table schema_migrations (tag text primary key, applied_at_utc timestamptz not null default now())
--> statement-breakpoint
insert into schema_migrations (tag) values ('0000_first')
--> statement-breakpoint
insert into schema_migrations (tag) values ('0001_claims')
--> statement-breakpoint
-- rows
--> statement-breakpoint
insert into "audit_logs" overriding system value select * from json_populate_record(null::"audit_logs", '{"id":"01a1ff10-19dc-7211-a0a3-138026683ded","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","actor":"system","source":"system","action":"tenant.seeded","subject":"tenant:acme","detail":{},"created_at_utc":"2026-11-21T17:03:27.708+00:00"}')
--> statement-breakpoint
insert into "audit_logs" overriding system value select * from json_populate_record(null::"audit_logs", '{"id":"01a1ff10-1a80-700d-b4d6-fd266fb94baf","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","actor":"system","source":"system","action":"graph_subscription.created","subject":"salesperson:01a1ff10-19d3-7030-aac9-43e5f66262b0","detail":{"subscription_id": "21baa9cb-d235-4c88-89eb-ceabad53fa83"},"created_at_utc":"2026-11-21T17:03:27.872+00:00"}')
--> statement-breakpoint
insert into "audit_logs" overriding system value select * from json_populate_record(null::"audit_logs", '{"id":"01a1ff10-1a81-7044-bbd0-65c4189783e4","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","actor":"admin_key","source":"admin","action":"zoom_account.set","subject":"tenant:acme","detail":{"client_id": "client", "account_id": "account"},"created_at_utc":"2026-11-21T17:03:27.873+00:00"}')
--> statement-breakpoint
insert into "audit_logs" overriding system value select * from json_populate_record(null::"audit_logs", '{"id":"01a1ff10-1aa2-76f4-ab07-cfbd34596477","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","actor":"system","source":"system","action":"graph_subscription.created","subject":"salesperson:01a1ff10-19d3-7031-ae5c-b2e065775662","detail":{"subscription_id": "0aee1c1e-430c-472b-8f74-f9be30e6e20d"},"created_at_utc":"2026-11-21T17:03:27.906+00:00"}')
--> statement-breakpoint
insert into "audit_logs" overriding system value select * from json_populate_record(null::"audit_logs", '{"id":"01a1ff10-1b0e-7302-8e53-9e16578fe480","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","actor":"customer","source":"customer","action":"booking.confirmed","subject":"booking:01a1ff10-1ab8-709f-83ab-c11c541cc583","detail":{},"created_at_utc":"2026-11-21T17:03:28.014+00:00"}')
--> statement-breakpoint
insert into "audit_logs" overriding system value select * from json_populate_record(null::"audit_logs", '{"id":"01a1ff10-1b61-73d5-a967-f8604fb001e1","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","actor":"customer","source":"customer","action":"booking.confirmed","subject":"booking:01a1ff10-1b1b-72e2-9888-a8560987f487","detail":{},"created_at_utc":"2026-11-21T17:03:28.097+00:00"}')
--> statement-breakpoint
insert into "audit_logs" overriding system value select * from json_populate_record(null::"audit_logs", '{"id":"01a1ff10-1b8d-73bf-8186-bd8c43a2a07b","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","actor":"customer","source":"customer","action":"booking.canceled","subject":"booking:01a1ff10-1b1b-72e2-9888-a8560987f487","detail":{},"created_at_utc":"2026-11-21T17:03:28.141+00:00"}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","weekday":1,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","weekday":2,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","weekday":3,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","weekday":4,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","weekday":5,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7031-ae5c-b2e065775662","weekday":1,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7031-ae5c-b2e065775662","weekday":2,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7031-ae5c-b2e065775662","weekday":3,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7031-ae5c-b2e065775662","weekday":4,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "availability_rules" overriding system value select * from json_populate_record(null::"availability_rules", '{"salesperson_id":"01a1ff10-19d3-7031-ae5c-b2e065775662","weekday":5,"from_minute":540,"until_minute":1020}')
--> statement-breakpoint
insert into "bookings" overriding system value select * from json_populate_record(null::"bookings", '{"id":"01a1ff10-1b1b-72e2-9888-a8560987f487","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","meeting_type_id":"01a1ff10-19d8-7132-89e8-d171f190494b","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","other_salesperson_ids":[],"status":"canceled","source":"customer","start_at_utc":"2095-05-05T12:00:00+00:00","end_at_utc":"2095-05-05T12:30:00+00:00","customer_name":"Ada Lovelace","customer_email":"canceled@example.com","customer_phone":null,"customer_time_zone":"Europe/Berlin","customer_locale":"en","answers":{},"location":{"kind": "zoom"},"join_url":"https://zoom.example/j/82785619373?pwd=24f2b81e31","hold_expires_at_utc":"2095-05-03T17:13:28.027+00:00","verify_token_jti":null,"code_hash":"4a710d2602099f1fd4278e27dd442a8b4c5b6e368c15f98a9104f87178c49f04","code_tries":1,"cancel_reason":null,"attendance":null,"attendance_suggestion":null,"assignment":{"winner": "berlin", "candidates": [{"load": 1, "salesperson": "berlin", "last_booked_at_utc": "2026-11-21T17:03:27.928Z"}]},"saga_id":null,"revision":2,"created_at_utc":"2026-11-21T17:03:28.027+00:00","updated_at_utc":"2026-11-21T17:03:28.138+00:00"}')
--> statement-breakpoint
insert into "bookings" overriding system value select * from json_populate_record(null::"bookings", '{"id":"01a1ff10-1ab8-709f-83ab-c11c541cc583","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","meeting_type_id":"01a1ff10-19d8-7132-89e8-d171f190494b","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","other_salesperson_ids":[],"status":"confirmed","source":"customer","start_at_utc":"2095-05-05T08:00:00+00:00","end_at_utc":"2095-05-05T08:30:00+00:00","customer_name":"Ada Lovelace","customer_email":"confirmed@example.com","customer_phone":null,"customer_time_zone":"Europe/Berlin","customer_locale":"en","answers":{},"location":{"kind": "zoom"},"join_url":"https://zoom.example/j/15588928512?pwd=e19f7856df","hold_expires_at_utc":"2095-05-03T17:13:27.928+00:00","verify_token_jti":null,"code_hash":"184d5250d08af6f3d011dffe9274fb5e8f245892e7941482e1d56b15aab915cd","code_tries":1,"cancel_reason":null,"attendance":null,"attendance_suggestion":null,"assignment":{"winner": "berlin", "candidates": [{"load": 0, "salesperson": "berlin", "last_booked_at_utc": null}]},"saga_id":null,"revision":1,"created_at_utc":"2026-11-21T17:03:27.928+00:00","updated_at_utc":"2026-11-21T17:03:28.014+00:00"}')
--> statement-breakpoint
insert into "bookings" overriding system value select * from json_populate_record(null::"bookings", '{"id":"01a1ff10-1b94-70d0-9fca-6feda67831c3","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","meeting_type_id":"01a1ff10-19d8-7132-89e8-d171f190494b","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","other_salesperson_ids":[],"status":"held","source":"customer","start_at_utc":"2095-05-05T15:00:00+00:00","end_at_utc":"2095-05-05T15:30:00+00:00","customer_name":"Ada Lovelace","customer_email":"held@example.com","customer_phone":null,"customer_time_zone":"Europe/Berlin","customer_locale":"en","answers":{},"location":{"kind": "zoom"},"join_url":null,"hold_expires_at_utc":"2095-05-03T17:13:28.148+00:00","verify_token_jti":"01a1ff10-1b94-70d1-8040-6bb4138ac362","code_hash":"312f6d5240cfaa270a54663594c0dc06c1675bbfc35b0730165a80abd8b639cd","code_tries":0,"cancel_reason":null,"attendance":null,"attendance_suggestion":null,"assignment":{"winner": "berlin", "candidates": [{"load": 1, "salesperson": "berlin", "last_booked_at_utc": "2026-11-21T17:03:27.928Z"}]},"saga_id":null,"revision":0,"created_at_utc":"2026-11-21T17:03:28.148+00:00","updated_at_utc":"2026-11-21T17:03:28.148+00:00"}')
--> statement-breakpoint
insert into "cron_ticks" overriding system value select * from json_populate_record(null::"cron_ticks", '{"name":"sweep_orphans","ticked_at_utc":"2026-11-21T17:00:00+00:00"}')
--> statement-breakpoint
insert into "cron_ticks" overriding system value select * from json_populate_record(null::"cron_ticks", '{"name":"forget","ticked_at_utc":"2026-11-21T17:00:00+00:00"}')
--> statement-breakpoint
insert into "cron_ticks" overriding system value select * from json_populate_record(null::"cron_ticks", '{"name":"sweep","ticked_at_utc":"2026-11-21T17:03:00+00:00"}')
--> statement-breakpoint
insert into "cron_ticks" overriding system value select * from json_populate_record(null::"cron_ticks", '{"name":"plan_subscriptions","ticked_at_utc":"2026-11-21T17:03:00+00:00"}')
--> statement-breakpoint
insert into "graph_events" overriding system value select * from json_populate_record(null::"graph_events", '{"booking_id":"01a1ff10-1ab8-709f-83ab-c11c541cc583","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","event_id":"AAMkoYHqiJ_VUm7S_jW7SPJ_KJjc4ubroQio-lYJuzIWdiM","change_key":"CKmwqnpypm.1","created_at_utc":"2026-11-21T17:03:27.995+00:00","updated_at_utc":"2026-11-21T17:03:27.995+00:00"}')
--> statement-breakpoint
insert into "graph_subscriptions" overriding system value select * from json_populate_record(null::"graph_subscriptions", '{"id":"01a1ff10-1a8b-7140-9775-63e282126c10","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","salesperson_id":"01a1ff10-19d3-7031-ae5c-b2e065775662","subscription_id":"0aee1c1e-430c-472b-8f74-f9be30e6e20d","resource":"users/vancouver@acme.example/events","client_state":"eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTVhOTQ4YzZkYzNlIiwiaXYiOiJpSXpmMGNLXzFQNWZqVFRJIiwidGFnIjoiaWpSWDV3RXFSWnk3S0RaQndpWVQ5dyJ9.cRWnYEfUZR1uiebdOWuLE3uqo7I_CMjdNvT0-tCHkiM.38FPoncyyg7JGC7c.rhg3-xhHpxbMVQq0OTi_S5zgV3X6LMY6v-TUjOBrvtxS0YUXYkbotzu-ug.VJMPPz0_1VcC4HGo8kZd9A","granted_at_utc":"2026-11-21T17:03:27.906+00:00","expiration_utc":"2026-11-28T17:03:27.898+00:00","status":"active","last_notification_at_utc":null,"renewed_at_utc":null,"last_error":null,"created_at_utc":"2026-11-21T17:03:27.883+00:00","updated_at_utc":"2026-11-21T17:03:27.906+00:00"}')
--> statement-breakpoint
insert into "graph_subscriptions" overriding system value select * from json_populate_record(null::"graph_subscriptions", '{"id":"01a1ff10-1a76-7594-a61b-9a22595e9b3a","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","subscription_id":"21baa9cb-d235-4c88-89eb-ceabad53fa83","resource":"users/berlin@acme.example/events","client_state":"eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTVhOTQ4YzZkYzNlIiwiaXYiOiJnQUIyUllQdDZLYTAyUEhYIiwidGFnIjoiaHY0ZWE0a19oNW9Xb2Vfa204dnk2dyJ9.h9cnOJcnmvo6KTaOoffIPd_-5rbyxOToHHJ1o5iY9BI.NbkUqUKcmhWAwgEL.8-soHn5_QBKPJH_6vtgHk8nJ9fOaq4-6GRW2v3DZw1G7YfeJPuzdlX6b3A.LrxCAqasnCbz38MPi2N06Q","granted_at_utc":"2026-11-21T17:03:27.87+00:00","expiration_utc":"2026-11-28T17:03:27.866+00:00","status":"active","last_notification_at_utc":"2026-11-21T17:03:28.009+00:00","renewed_at_utc":null,"last_error":null,"created_at_utc":"2026-11-21T17:03:27.862+00:00","updated_at_utc":"2026-11-21T17:03:27.87+00:00"}')
--> statement-breakpoint
insert into "idempotency_keys" overriding system value select * from json_populate_record(null::"idempotency_keys", '{"tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","route":"holds","key":"confirmed","body_hash":"a39d9a8b674ed64686597656cfcb66587be5834a5e1fa3ed5bd09837b579875d","status":201,"reply":{"source": "customer", "status": "held", "tenant": "acme", "answers": {}, "customer": {"name": "Ada Lovelace", "email": "confirmed@example.com", "phone": null, "locale": "en", "time_zone": "Europe/Berlin"}, "join_url": null, "location": {"kind": "zoom"}, "revision": 0, "booking_id": "01a1ff10-1ab8-709f-83ab-c11c541cc583", "end_at_utc": "2026-11-23T08:30:00.000Z", "salesperson": "berlin", "meeting_type": "intro-zoom", "salespersons": [{"name": "Bettina Lindt", "slug": "berlin"}], "start_at_utc": "2026-11-23T08:00:00.000Z", "cancel_reason": null, "created_at_utc": "2026-11-21T17:03:27.928Z", "updated_at_utc": "2026-11-21T17:03:27.928Z", "hold_expires_at_utc": "2026-11-21T17:13:27.928Z"},"created_at_utc":"2026-11-21T17:03:27.929+00:00"}')
--> statement-breakpoint
insert into "idempotency_keys" overriding system value select * from json_populate_record(null::"idempotency_keys", '{"tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","route":"holds","key":"canceled","body_hash":"8c95eb63aa8dfaf23effb68592246a955b095fc0649e75723ec3f9db4e998ffc","status":201,"reply":{"source": "customer", "status": "held", "tenant": "acme", "answers": {}, "customer": {"name": "Ada Lovelace", "email": "canceled@example.com", "phone": null, "locale": "en", "time_zone": "Europe/Berlin"}, "join_url": null, "location": {"kind": "zoom"}, "revision": 0, "booking_id": "01a1ff10-1b1b-72e2-9888-a8560987f487", "end_at_utc": "2026-11-23T12:30:00.000Z", "salesperson": "berlin", "meeting_type": "intro-zoom", "salespersons": [{"name": "Bettina Lindt", "slug": "berlin"}], "start_at_utc": "2026-11-23T12:00:00.000Z", "cancel_reason": null, "created_at_utc": "2026-11-21T17:03:28.027Z", "updated_at_utc": "2026-11-21T17:03:28.027Z", "hold_expires_at_utc": "2026-11-21T17:13:28.027Z"},"created_at_utc":"2026-11-21T17:03:28.027+00:00"}')
--> statement-breakpoint
insert into "idempotency_keys" overriding system value select * from json_populate_record(null::"idempotency_keys", '{"tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","route":"holds","key":"held","body_hash":"733a82c3251f38a9b4fd0c1c51f97bf5c1b9dedef77fc95d2efc3f3570b8cb08","status":201,"reply":{"source": "customer", "status": "held", "tenant": "acme", "answers": {}, "customer": {"name": "Ada Lovelace", "email": "held@example.com", "phone": null, "locale": "en", "time_zone": "Europe/Berlin"}, "join_url": null, "location": {"kind": "zoom"}, "revision": 0, "booking_id": "01a1ff10-1b94-70d0-9fca-6feda67831c3", "end_at_utc": "2026-11-23T15:30:00.000Z", "salesperson": "berlin", "meeting_type": "intro-zoom", "salespersons": [{"name": "Bettina Lindt", "slug": "berlin"}], "start_at_utc": "2026-11-23T15:00:00.000Z", "cancel_reason": null, "created_at_utc": "2026-11-21T17:03:28.148Z", "updated_at_utc": "2026-11-21T17:03:28.148Z", "hold_expires_at_utc": "2026-11-21T17:13:28.148Z"},"created_at_utc":"2026-11-21T17:03:28.148+00:00"}')
--> statement-breakpoint
insert into "meeting_type_salespersons" overriding system value select * from json_populate_record(null::"meeting_type_salespersons", '{"meeting_type_id":"01a1ff10-19d8-7132-89e8-d171f190494b","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","position":0}')
--> statement-breakpoint
insert into "meeting_type_salespersons" overriding system value select * from json_populate_record(null::"meeting_type_salespersons", '{"meeting_type_id":"01a1ff10-19d8-7132-89e8-d171f190494b","salesperson_id":"01a1ff10-19d3-7031-ae5c-b2e065775662","position":1}')
--> statement-breakpoint
insert into "meeting_type_salespersons" overriding system value select * from json_populate_record(null::"meeting_type_salespersons", '{"meeting_type_id":"01a1ff10-19d8-7133-aa8a-65f190a88825","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","position":0}')
--> statement-breakpoint
insert into "meeting_type_salespersons" overriding system value select * from json_populate_record(null::"meeting_type_salespersons", '{"meeting_type_id":"01a1ff10-19d8-7133-aa8a-65f190a88825","salesperson_id":"01a1ff10-19d3-7031-ae5c-b2e065775662","position":1}')
--> statement-breakpoint
insert into "meeting_type_salespersons" overriding system value select * from json_populate_record(null::"meeting_type_salespersons", '{"meeting_type_id":"01a1ff10-19d8-7134-850f-69db086ae7e5","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","position":0}')
--> statement-breakpoint
insert into "meeting_type_salespersons" overriding system value select * from json_populate_record(null::"meeting_type_salespersons", '{"meeting_type_id":"01a1ff10-19d8-7134-850f-69db086ae7e5","salesperson_id":"01a1ff10-19d3-7031-ae5c-b2e065775662","position":1}')
--> statement-breakpoint
insert into "meeting_types" overriding system value select * from json_populate_record(null::"meeting_types", '{"id":"01a1ff10-19d8-7132-89e8-d171f190494b","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","slug":"intro-zoom","name":"Introduction","description":"Half an hour on Zoom to get to know each other.","length_minutes":30,"slot_step_minutes":30,"buffer_before_minutes":0,"buffer_after_minutes":10,"minimum_notice_minutes":120,"horizon_days":60,"maximum_per_day":8,"hold_minutes":10,"cancel_notice_minutes":60,"reschedule_notice_minutes":120,"location":{"kind": "zoom"},"questions":[],"staffing":"one","active":true,"created_at_utc":"2026-11-21T17:03:27.704+00:00","updated_at_utc":"2026-11-21T17:03:27.704+00:00"}')
--> statement-breakpoint
insert into "meeting_types" overriding system value select * from json_populate_record(null::"meeting_types", '{"id":"01a1ff10-19d8-7133-aa8a-65f190a88825","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","slug":"demo-teams","name":"Product demonstration","description":"An hour on Teams with the product, and time for your questions.","length_minutes":60,"slot_step_minutes":30,"buffer_before_minutes":0,"buffer_after_minutes":10,"minimum_notice_minutes":240,"horizon_days":60,"maximum_per_day":8,"hold_minutes":10,"cancel_notice_minutes":60,"reschedule_notice_minutes":120,"location":{"kind": "teams"},"questions":[{"id": "company", "kind": "text", "label": "Which company are you with?", "required": true}, {"id": "team_size", "kind": "choice", "label": "How large is your team?", "choices": ["1 to 10", "11 to 50", "51 to 250", "More than 250"], "required": true}, {"id": "goals", "kind": "long_text", "label": "What would you like to see?", "required": false}],"staffing":"one","active":true,"created_at_utc":"2026-11-21T17:03:27.704+00:00","updated_at_utc":"2026-11-21T17:03:27.704+00:00"}')
--> statement-breakpoint
insert into "meeting_types" overriding system value select * from json_populate_record(null::"meeting_types", '{"id":"01a1ff10-19d8-7134-850f-69db086ae7e5","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","slug":"call-phone","name":"Short call","description":"A quarter of an hour on the phone.","length_minutes":15,"slot_step_minutes":15,"buffer_before_minutes":0,"buffer_after_minutes":10,"minimum_notice_minutes":120,"horizon_days":60,"maximum_per_day":8,"hold_minutes":10,"cancel_notice_minutes":60,"reschedule_notice_minutes":120,"location":{"kind": "phone", "detail": "We call the number that you give us."},"questions":[],"staffing":"one","active":true,"created_at_utc":"2026-11-21T17:03:27.704+00:00","updated_at_utc":"2026-11-21T17:03:27.704+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":1,"kind":"plan_subscriptions","tenant_id":"","key":"plan","payload":{"turn": 0},"priority":50,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:27.75+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:27.75+00:00","finished_at_utc":"2026-11-21T17:03:27.833+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":2,"kind":"ensure_subscription","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-19d3-7030-aac9-43e5f66262b0","payload":{"tenant_id": "01a1ff10-19ce-7081-a050-b73fd56b0c6c", "salesperson_id": "01a1ff10-19d3-7030-aac9-43e5f66262b0"},"priority":100,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:27.831+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:27.831+00:00","finished_at_utc":"2026-11-21T17:03:27.877+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":4,"kind":"tidy_subscriptions","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","payload":{"tenant_id": "01a1ff10-19ce-7081-a050-b73fd56b0c6c"},"priority":200,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:27.831+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:27.831+00:00","finished_at_utc":"2026-11-21T17:03:27.893+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":3,"kind":"ensure_subscription","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-19d3-7031-ae5c-b2e065775662","payload":{"tenant_id": "01a1ff10-19ce-7081-a050-b73fd56b0c6c", "salesperson_id": "01a1ff10-19d3-7031-ae5c-b2e065775662"},"priority":100,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:27.831+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:27.831+00:00","finished_at_utc":"2026-11-21T17:03:27.907+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":6,"kind":"expire_hold","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":null,"payload":{"booking_id": "01a1ff10-1ab8-709f-83ab-c11c541cc583"},"priority":100,"status":"pending","attempts":0,"max_attempts":null,"turn":0,"run_at_utc":"2026-11-21T17:13:27.928+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:27.928+00:00","finished_at_utc":null}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":5,"kind":"send_letter","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":null,"payload":{"nonce": "01a1ff10-1ab8-70a0-abd2-6bc90c59ac09", "letter": "verification", "booking_id": "01a1ff10-1ab8-709f-83ab-c11c541cc583"},"priority":50,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:27.928+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:27.928+00:00","finished_at_utc":"2026-11-21T17:03:27.942+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":7,"kind":"run_saga","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-1ab8-709f-83ab-c11c541cc583","payload":{"saga_id": "01a1ff10-1adf-73b5-91e7-9cc24a44a233"},"priority":10,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:27.969+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:27.969+00:00","finished_at_utc":"2026-11-21T17:03:28.023+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":8,"kind":"sweep_orphans","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-19d3-7030-aac9-43e5f66262b0","payload":{"tenant_id": "01a1ff10-19ce-7081-a050-b73fd56b0c6c", "salesperson_id": "01a1ff10-19d3-7030-aac9-43e5f66262b0"},"priority":200,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:00:00+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.01+00:00","finished_at_utc":"2026-11-21T17:03:28.025+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":10,"kind":"expire_hold","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":null,"payload":{"booking_id": "01a1ff10-1b1b-72e2-9888-a8560987f487"},"priority":100,"status":"pending","attempts":0,"max_attempts":null,"turn":0,"run_at_utc":"2026-11-21T17:13:28.027+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.027+00:00","finished_at_utc":null}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":11,"kind":"plan_subscriptions","tenant_id":"","key":"plan","payload":{"turn": 29921343},"priority":50,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:28.037+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.037+00:00","finished_at_utc":"2026-11-21T17:03:28.045+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":9,"kind":"send_letter","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":null,"payload":{"nonce": "01a1ff10-1b1b-72e3-857e-17876f87b9bc", "letter": "verification", "booking_id": "01a1ff10-1b1b-72e2-9888-a8560987f487"},"priority":50,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:28.027+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.027+00:00","finished_at_utc":"2026-11-21T17:03:28.06+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":12,"kind":"run_saga","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-1b1b-72e2-9888-a8560987f487","payload":{"saga_id": "01a1ff10-1b54-7693-9cd4-72b7d27f6e3a"},"priority":10,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:28.087+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.087+00:00","finished_at_utc":"2026-11-21T17:03:28.098+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":13,"kind":"send_letter","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"fresh_links:01a1ff10-1b1b-72e2-9888-a8560987f487","payload":{"nonce": "01a1ff10-1b67-751a-bd7d-44b235c6ee9a", "letter": "fresh_links", "booking_id": "01a1ff10-1b1b-72e2-9888-a8560987f487"},"priority":50,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:28.103+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.103+00:00","finished_at_utc":"2026-11-21T17:03:28.106+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":16,"kind":"expire_hold","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":null,"payload":{"booking_id": "01a1ff10-1b94-70d0-9fca-6feda67831c3"},"priority":100,"status":"pending","attempts":0,"max_attempts":null,"turn":0,"run_at_utc":"2026-11-21T17:13:28.148+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.148+00:00","finished_at_utc":null}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":15,"kind":"send_letter","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":null,"payload":{"nonce": "01a1ff10-1b94-70d1-8040-6bb4138ac362", "letter": "verification", "booking_id": "01a1ff10-1b94-70d0-9fca-6feda67831c3"},"priority":50,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:28.148+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.148+00:00","finished_at_utc":"2026-11-21T17:03:28.159+00:00"}')
--> statement-breakpoint
insert into "outbox_jobs" overriding system value select * from json_populate_record(null::"outbox_jobs", '{"id":14,"kind":"run_saga_until_done","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-1b1b-72e2-9888-a8560987f487","payload":{"saga_id": "01a1ff10-1b8a-775f-9e35-27251e43b476"},"priority":10,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:28.14+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.14+00:00","finished_at_utc":"2026-11-21T17:03:28.167+00:00"}')
--> statement-breakpoint
insert into "sagas" overriding system value select * from json_populate_record(null::"sagas", '{"id":"01a1ff10-1adf-73b5-91e7-9cc24a44a233","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1ab8-709f-83ab-c11c541cc583","kind":"confirm","revision":1,"status":"done","context":{"verify_token_jti": "01a1ff10-1ab8-70a0-abd2-6bc90c59ac09"},"steps":[{"step": "look", "state": "done", "result": {}, "attempts": 0, "changed_at_utc": "2026-11-21T17:03:27.981Z"}, {"step": "zoom_meeting", "state": "done", "result": {"join_url": "https://zoom.example/j/15588928512?pwd=e19f7856df", "provider_meeting_id": "15588928512"}, "attempts": 0, "changed_at_utc": "2026-11-21T17:03:27.986Z"}, {"step": "outlook_event", "state": "done", "result": {"event_id": "AAMkoYHqiJ_VUm7S_jW7SPJ_KJjc4ubroQio-lYJuzIWdiM", "change_key": "CKmwqnpypm.1"}, "attempts": 0, "changed_at_utc": "2026-11-21T17:03:27.995Z"}],"error":null,"created_at_utc":"2026-11-21T17:03:27.969+00:00","updated_at_utc":"2026-11-21T17:03:28.002+00:00","version":3}')
--> statement-breakpoint
insert into "sagas" overriding system value select * from json_populate_record(null::"sagas", '{"id":"01a1ff10-1b54-7693-9cd4-72b7d27f6e3a","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1b1b-72e2-9888-a8560987f487","kind":"confirm","revision":1,"status":"done","context":{"verify_token_jti": "01a1ff10-1b1b-72e3-857e-17876f87b9bc"},"steps":[{"step": "look", "state": "done", "result": {}, "attempts": 0, "changed_at_utc": "2026-11-21T17:03:28.092Z"}, {"step": "zoom_meeting", "state": "done", "result": {"join_url": "https://zoom.example/j/82785619373?pwd=24f2b81e31", "provider_meeting_id": "82785619373"}, "attempts": 0, "changed_at_utc": "2026-11-21T17:03:28.093Z"}, {"step": "outlook_event", "state": "done", "result": {"event_id": "AAMkSf04cHn6LsLqHQ4ewyBFuEPPyqjKCSMfepRC0fkesFg", "change_key": "CKmwqnpysf.2"}, "attempts": 0, "changed_at_utc": "2026-11-21T17:03:28.096Z"}],"error":null,"created_at_utc":"2026-11-21T17:03:28.087+00:00","updated_at_utc":"2026-11-21T17:03:28.096+00:00","version":3}')
--> statement-breakpoint
insert into "sagas" overriding system value select * from json_populate_record(null::"sagas", '{"id":"01a1ff10-1b8a-775f-9e35-27251e43b476","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1b1b-72e2-9888-a8560987f487","kind":"cancel","revision":2,"status":"done","context":{},"steps":[{"step": "cancel_outlook_event", "state": "done", "result": {}, "attempts": 0, "changed_at_utc": "2026-11-21T17:03:28.155Z"}, {"step": "delete_zoom_meeting", "state": "done", "result": {}, "attempts": 0, "changed_at_utc": "2026-11-21T17:03:28.163Z"}],"error":null,"created_at_utc":"2026-11-21T17:03:28.14+00:00","updated_at_utc":"2026-11-21T17:03:28.163+00:00","version":3}')
--> statement-breakpoint
insert into "salespersons" overriding system value select * from json_populate_record(null::"salespersons", '{"id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","slug":"berlin","name":"Bettina Lindt","email":"berlin@acme.example","mailbox":"berlin@acme.example","zoom_user":"berlin@acme.example","time_zone":"Europe/Berlin","active":true,"created_at_utc":"2026-11-21T17:03:27.699+00:00","updated_at_utc":"2026-11-21T17:03:27.699+00:00"}')
--> statement-breakpoint
insert into "salespersons" overriding system value select * from json_populate_record(null::"salespersons", '{"id":"01a1ff10-19d3-7031-ae5c-b2e065775662","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","slug":"vancouver","name":"Victor Hale","email":"vancouver@acme.example","mailbox":"vancouver@acme.example","zoom_user":"vancouver@acme.example","time_zone":"America/Vancouver","active":true,"created_at_utc":"2026-11-21T17:03:27.699+00:00","updated_at_utc":"2026-11-21T17:03:27.699+00:00"}')
--> statement-breakpoint
insert into "slot_claims" overriding system value select * from json_populate_record(null::"slot_claims", '{"id":"01a1ff10-1ab8-70a1-814a-cd86a06be461","booking_id":"01a1ff10-1ab8-709f-83ab-c11c541cc583","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","from_utc":"2095-05-05T08:00:00+00:00","until_utc":"2095-05-05T08:40:00+00:00","start_at_utc":"2026-11-23T08:00:00+00:00","expires_at_utc":null,"created_at_utc":"2026-11-21T17:03:27.928+00:00"}')
--> statement-breakpoint
insert into "slot_claims" overriding system value select * from json_populate_record(null::"slot_claims", '{"id":"01a1ff10-1b94-70d2-9012-e17424420cce","booking_id":"01a1ff10-1b94-70d0-9fca-6feda67831c3","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","from_utc":"2095-05-05T15:00:00+00:00","until_utc":"2095-05-05T15:40:00+00:00","start_at_utc":"2026-11-23T15:00:00+00:00","expires_at_utc":"2095-05-03T17:13:28.148+00:00","created_at_utc":"2026-11-21T17:03:28.148+00:00"}')
--> statement-breakpoint
insert into "tenants" overriding system value select * from json_populate_record(null::"tenants", '{"id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","slug":"acme","name":"Acme","time_zone":"Europe/Berlin","locale":"en","m365_tenant_id":null,"branding":{"indexed": false, "accent_colour": "#1f5eff"},"active":true,"config_revision":2,"created_at_utc":"2026-11-21T17:03:27.694+00:00","updated_at_utc":"2026-11-21T17:03:27.827+00:00"}')
--> statement-breakpoint
insert into "token_consumptions" overriding system value select * from json_populate_record(null::"token_consumptions", '{"jti":"01a1ff10-1b6a-7595-8bdf-efc86e9f8721","booking_id":"01a1ff10-1b1b-72e2-9888-a8560987f487","purpose":"cancel","consumed_at_utc":"2026-11-21T17:03:28.133+00:00"}')
--> statement-breakpoint
insert into "tracking_events" overriding system value select * from json_populate_record(null::"tracking_events", '{"id":"01a1ff10-1ab8-70a2-818d-2b457b1d6d92","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1ab8-709f-83ab-c11c541cc583","kind":"held","detail":{},"created_at_utc":"2026-11-21T17:03:27.928+00:00"}')
--> statement-breakpoint
insert into "tracking_events" overriding system value select * from json_populate_record(null::"tracking_events", '{"id":"01a1ff10-1ae2-74aa-bc3e-ee3a4e4c9b4e","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1ab8-709f-83ab-c11c541cc583","kind":"confirming","detail":{},"created_at_utc":"2026-11-21T17:03:27.97+00:00"}')
--> statement-breakpoint
insert into "tracking_events" overriding system value select * from json_populate_record(null::"tracking_events", '{"id":"01a1ff10-1b0e-7301-a97d-4a43ad8d6518","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1ab8-709f-83ab-c11c541cc583","kind":"confirmed","detail":{},"created_at_utc":"2026-11-21T17:03:28.014+00:00"}')
--> statement-breakpoint
insert into "tracking_events" overriding system value select * from json_populate_record(null::"tracking_events", '{"id":"01a1ff10-1b1b-72e5-859e-7b87b5d3f90f","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1b1b-72e2-9888-a8560987f487","kind":"held","detail":{},"created_at_utc":"2026-11-21T17:03:28.027+00:00"}')
--> statement-breakpoint
insert into "tracking_events" overriding system value select * from json_populate_record(null::"tracking_events", '{"id":"01a1ff10-1b57-71f1-a83d-50ff50c9eea4","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1b1b-72e2-9888-a8560987f487","kind":"confirming","detail":{},"created_at_utc":"2026-11-21T17:03:28.087+00:00"}')
--> statement-breakpoint
insert into "tracking_events" overriding system value select * from json_populate_record(null::"tracking_events", '{"id":"01a1ff10-1b61-73d4-93b3-f3efe827c247","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1b1b-72e2-9888-a8560987f487","kind":"confirmed","detail":{},"created_at_utc":"2026-11-21T17:03:28.097+00:00"}')
--> statement-breakpoint
insert into "tracking_events" overriding system value select * from json_populate_record(null::"tracking_events", '{"id":"01a1ff10-1b8d-73be-9343-64805c4b1cce","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1b1b-72e2-9888-a8560987f487","kind":"canceled","detail":{"source": "customer"},"created_at_utc":"2026-11-21T17:03:28.141+00:00"}')
--> statement-breakpoint
insert into "tracking_events" overriding system value select * from json_populate_record(null::"tracking_events", '{"id":"01a1ff10-1b94-70d3-9812-9bf0293a7617","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","booking_id":"01a1ff10-1b94-70d0-9fca-6feda67831c3","kind":"held","detail":{},"created_at_utc":"2026-11-21T17:03:28.148+00:00"}')
--> statement-breakpoint
insert into "webhook_jobs" overriding system value select * from json_populate_record(null::"webhook_jobs", '{"id":1,"kind":"resync","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-19d3-7030-aac9-43e5f66262b0","payload":{"tenant_id": "01a1ff10-19ce-7081-a050-b73fd56b0c6c", "salesperson_id": "01a1ff10-19d3-7030-aac9-43e5f66262b0"},"priority":100,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:27.874+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:27.874+00:00","finished_at_utc":"2026-11-21T17:03:27.909+00:00"}')
--> statement-breakpoint
insert into "webhook_jobs" overriding system value select * from json_populate_record(null::"webhook_jobs", '{"id":2,"kind":"resync","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-19d3-7031-ae5c-b2e065775662","payload":{"tenant_id": "01a1ff10-19ce-7081-a050-b73fd56b0c6c", "salesperson_id": "01a1ff10-19d3-7031-ae5c-b2e065775662"},"priority":100,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:27.907+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:27.907+00:00","finished_at_utc":"2026-11-21T17:03:27.925+00:00"}')
--> statement-breakpoint
insert into "webhook_jobs" overriding system value select * from json_populate_record(null::"webhook_jobs", '{"id":3,"kind":"graph_notification","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-19d3-7030-aac9-43e5f66262b0:AAMkoYHqiJ_VUm7S_jW7SPJ_KJjc4ubroQio-lYJuzIWdiM","payload":{"tenant_id": "01a1ff10-19ce-7081-a050-b73fd56b0c6c", "change_type": "created", "resource_id": "AAMkoYHqiJ_VUm7S_jW7SPJ_KJjc4ubroQio-lYJuzIWdiM", "salesperson_id": "01a1ff10-19d3-7030-aac9-43e5f66262b0", "received_at_utc": "2026-11-21T17:03:28.007Z", "subscription_id": "21baa9cb-d235-4c88-89eb-ceabad53fa83"},"priority":100,"status":"pending","attempts":0,"max_attempts":null,"turn":0,"run_at_utc":"2026-11-21T17:03:30.007+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.008+00:00","finished_at_utc":null}')
--> statement-breakpoint
insert into "webhook_jobs" overriding system value select * from json_populate_record(null::"webhook_jobs", '{"id":4,"kind":"sweep","tenant_id":"","key":"turn","payload":{"turn": 29921343},"priority":200,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:28.03+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.03+00:00","finished_at_utc":"2026-11-21T17:03:28.044+00:00"}')
--> statement-breakpoint
insert into "webhook_jobs" overriding system value select * from json_populate_record(null::"webhook_jobs", '{"id":5,"kind":"graph_notification","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","key":"01a1ff10-19d3-7030-aac9-43e5f66262b0:AAMkSf04cHn6LsLqHQ4ewyBFuEPPyqjKCSMfepRC0fkesFg","payload":{"tenant_id": "01a1ff10-19ce-7081-a050-b73fd56b0c6c", "change_type": "deleted", "resource_id": "AAMkSf04cHn6LsLqHQ4ewyBFuEPPyqjKCSMfepRC0fkesFg", "salesperson_id": "01a1ff10-19d3-7030-aac9-43e5f66262b0", "received_at_utc": "2026-11-21T17:03:28.153Z", "subscription_id": "21baa9cb-d235-4c88-89eb-ceabad53fa83"},"priority":100,"status":"done","attempts":1,"max_attempts":null,"turn":1,"run_at_utc":"2026-11-21T17:03:28.153+00:00","locked_by":null,"locked_until_utc":null,"last_error":null,"history":null,"traceparent":null,"created_at_utc":"2026-11-21T17:03:28.096+00:00","finished_at_utc":"2026-11-21T17:03:28.16+00:00"}')
--> statement-breakpoint
insert into "zoom_accounts" overriding system value select * from json_populate_record(null::"zoom_accounts", '{"tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","account_id":"account","client_id":"client","client_secret_sealed":"eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTVhOTQ4YzZkYzNlIiwiaXYiOiJWZmoyN1hrRzlGVGp1TDlZIiwidGFnIjoiTnBNYjBWMTNuTkc3RlgyYVNEY0t0ZyJ9.Rr-SIAWqJ0YsvILBK1OUSCIBkp5Z30NhuRMbU2eS0YU.lSb7c-S-AGniiJJ7.35mRD5TKT4_p2gxC-ItjVtcAkGzCqTDMPM2v.USrmmYPkrdcn8_FGTmSQIA","webhook_secret_sealed":null,"created_at_utc":"2026-11-21T17:03:27.822+00:00","updated_at_utc":"2026-11-21T17:03:27.822+00:00"}')
--> statement-breakpoint
insert into "zoom_meetings" overriding system value select * from json_populate_record(null::"zoom_meetings", '{"booking_id":"01a1ff10-1ab8-709f-83ab-c11c541cc583","tenant_id":"01a1ff10-19ce-7081-a050-b73fd56b0c6c","salesperson_id":"01a1ff10-19d3-7030-aac9-43e5f66262b0","provider_meeting_id":"15588928512","join_url":"https://zoom.example/j/15588928512?pwd=e19f7856df","start_url_sealed":"eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTVhOTQ4YzZkYzNlIiwiaXYiOiJrc2NrWW5MNWt6ZXpEcHgtIiwidGFnIjoidXVWbDFwa3BJQ19ITU8xNURqajBEUSJ9.la8w4Ssls2QN0XMr-GtenUM68hWxBnkRCgzsGkgLhI8._NjDLOq76fZmVStr.P0skRVOfqca7slxVtQP5t4WsoNDQ1FKb9aq6kJ7f_CqL6kU6grO8cGsIVbNC1eDp6cupZh6YklZECCE.ZaHq4h4HK4oDa1HqWZ0HXw","created_at_utc":"2026-11-21T17:03:27.987+00:00","updated_at_utc":"2026-11-21T17:03:27.987+00:00"}')
--> statement-breakpoint
select setval(pg_get_serial_sequence('"outbox_jobs"', 'id'), coalesce(max("id"), 0) + 1) from "outbox_jobs"
--> statement-breakpoint
select setval(pg_get_serial_sequence('"webhook_jobs"', 'id'), coalesce(max("id"), 0) + 1) from "webhook_jobs"
