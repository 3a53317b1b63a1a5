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
ALTER TABLE "availability_overrides" ADD CONSTRAINT "availability_overrides_salesperson_id_salespersons_id_fk" FOREIGN KEY ("salesperson_id") REFERENCES "public"."salespersons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "availability_rules" ADD CONSTRAINT "availability_rules_salesperson_id_salespersons_id_fk" FOREIGN KEY ("salesperson_id") REFERENCES "public"."salespersons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_type_salespersons" ADD CONSTRAINT "meeting_type_salespersons_meeting_type_id_meeting_types_id_fk" FOREIGN KEY ("meeting_type_id") REFERENCES "public"."meeting_types"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_type_salespersons" ADD CONSTRAINT "meeting_type_salespersons_salesperson_id_salespersons_id_fk" FOREIGN KEY ("salesperson_id") REFERENCES "public"."salespersons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_types" ADD CONSTRAINT "meeting_types_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "salespersons" ADD CONSTRAINT "salespersons_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_claims" ADD CONSTRAINT "slot_claims_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_keys" ADD CONSTRAINT "tenant_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_logos" ADD CONSTRAINT "tenant_logos_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_logs_by_tenant" ON "audit_logs" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "bookings_by_tenant" ON "bookings" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "bookings_by_salesperson" ON "bookings" USING btree ("salesperson_id","start_at_utc");--> statement-breakpoint
CREATE INDEX "bookings_confirmed" ON "bookings" USING btree ("start_at_utc") WHERE status = 'confirmed';--> statement-breakpoint
CREATE INDEX "follow_ups_by_tenant" ON "follow_ups" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "follow_ups_open_key" ON "follow_ups" USING btree ("tenant_id","key") WHERE resolved_at_utc is null and key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "graph_events_by_event" ON "graph_events" USING btree ("event_id");--> statement-breakpoint
CREATE UNIQUE INDEX "graph_subscriptions_by_provider" ON "graph_subscriptions" USING btree ("subscription_id");--> statement-breakpoint
CREATE INDEX "graph_subscriptions_by_salesperson" ON "graph_subscriptions" USING btree ("salesperson_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("created_at_utc");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_types_slug" ON "meeting_types" USING btree ("tenant_id","slug");--> statement-breakpoint
CREATE INDEX "outbox_jobs_due" ON "outbox_jobs" USING btree ("kind","priority","tenant_id","run_at_utc","id") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "outbox_jobs_leased" ON "outbox_jobs" USING btree ("locked_until_utc") WHERE status = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_jobs_pending_key" ON "outbox_jobs" USING btree ("kind","key") WHERE status = 'pending' and key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_jobs_running_key" ON "outbox_jobs" USING btree ("kind","key") WHERE status = 'running' and key is not null;--> statement-breakpoint
CREATE INDEX "outbox_jobs_dead" ON "outbox_jobs" USING btree ("tenant_id","kind","id") WHERE status = 'dead';--> statement-breakpoint
CREATE UNIQUE INDEX "saga_compensations_step" ON "saga_compensations" USING btree ("saga_id","step");--> statement-breakpoint
CREATE INDEX "sagas_by_booking" ON "sagas" USING btree ("booking_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "salespersons_slug" ON "salespersons" USING btree ("tenant_id","slug");--> statement-breakpoint
CREATE INDEX "slot_claims_by_salesperson" ON "slot_claims" USING btree ("salesperson_id","from_utc");--> statement-breakpoint
CREATE INDEX "slot_claims_by_booking" ON "slot_claims" USING btree ("booking_id");--> statement-breakpoint
CREATE INDEX "slot_claims_expiring" ON "slot_claims" USING btree ("expires_at_utc") WHERE expires_at_utc is not null;--> statement-breakpoint
CREATE INDEX "tracking_events_by_tenant" ON "tracking_events" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "tracking_events_by_booking" ON "tracking_events" USING btree ("booking_id");--> statement-breakpoint
CREATE INDEX "webhook_jobs_due" ON "webhook_jobs" USING btree ("kind","priority","tenant_id","run_at_utc","id") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_jobs_leased" ON "webhook_jobs" USING btree ("locked_until_utc") WHERE status = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_jobs_pending_key" ON "webhook_jobs" USING btree ("kind","key") WHERE status = 'pending' and key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_jobs_running_key" ON "webhook_jobs" USING btree ("kind","key") WHERE status = 'running' and key is not null;--> statement-breakpoint
CREATE INDEX "webhook_jobs_dead" ON "webhook_jobs" USING btree ("tenant_id","kind","id") WHERE status = 'dead';--> statement-breakpoint
CREATE INDEX "zoom_meetings_by_provider" ON "zoom_meetings" USING btree ("provider_meeting_id");