CREATE TABLE `audit_logs` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text,
	`actor` text NOT NULL,
	`source` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text NOT NULL,
	`created_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_logs_by_tenant` ON `audit_logs` (`tenant_id`,`id`);
--> statement-breakpoint
CREATE TABLE `availability_overrides` (
	`salesperson_id` text NOT NULL,
	`date` text NOT NULL,
	`intervals` text NOT NULL,
	PRIMARY KEY(`salesperson_id`, `date`),
	FOREIGN KEY (`salesperson_id`) REFERENCES `salespersons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `availability_rules` (
	`salesperson_id` text NOT NULL,
	`weekday` integer NOT NULL,
	`from_minute` integer NOT NULL,
	`until_minute` integer NOT NULL,
	PRIMARY KEY(`salesperson_id`, `weekday`, `from_minute`),
	FOREIGN KEY (`salesperson_id`) REFERENCES `salespersons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `bookings` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`meeting_type_id` text NOT NULL,
	`salesperson_id` text NOT NULL,
	`other_salesperson_ids` text NOT NULL,
	`status` text NOT NULL,
	`source` text NOT NULL,
	`start_at_utc` integer NOT NULL,
	`end_at_utc` integer NOT NULL,
	`customer_name` text NOT NULL,
	`customer_email` text NOT NULL,
	`customer_phone` text,
	`customer_time_zone` text NOT NULL,
	`customer_locale` text NOT NULL,
	`answers` text NOT NULL,
	`location` text NOT NULL,
	`join_url` text,
	`hold_expires_at_utc` integer,
	`verify_token_jti` text,
	`code_hash` text,
	`code_tries` integer DEFAULT 0 NOT NULL,
	`cancel_reason` text,
	`attendance` text,
	`attendance_suggestion` text,
	`assignment` text NOT NULL,
	`saga_id` text,
	`revision` integer DEFAULT 0 NOT NULL,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `bookings_by_tenant` ON `bookings` (`tenant_id`,`id`);
--> statement-breakpoint
CREATE INDEX `bookings_by_salesperson` ON `bookings` (`salesperson_id`,`start_at_utc`);
--> statement-breakpoint
CREATE INDEX `bookings_confirmed` ON `bookings` (`start_at_utc`) WHERE status = 'confirmed';
--> statement-breakpoint
CREATE TABLE `cron_ticks` (
	`name` text PRIMARY KEY NOT NULL,
	`ticked_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `follow_ups` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`booking_id` text,
	`salesperson_id` text,
	`kind` text NOT NULL,
	`key` text,
	`detail` text NOT NULL,
	`created_at_utc` integer NOT NULL,
	`resolved_at_utc` integer,
	`resolved_by` text,
	`resolution` text
);
--> statement-breakpoint
CREATE INDEX `follow_ups_by_tenant` ON `follow_ups` (`tenant_id`,`id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `follow_ups_open_key` ON `follow_ups` (`tenant_id`,`key`) WHERE resolved_at_utc is null and key is not null;
--> statement-breakpoint
CREATE TABLE `graph_events` (
	`booking_id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`salesperson_id` text NOT NULL,
	`event_id` text NOT NULL,
	`change_key` text NOT NULL,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `graph_events_by_event` ON `graph_events` (`event_id`);
--> statement-breakpoint
CREATE TABLE `graph_subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`salesperson_id` text NOT NULL,
	`subscription_id` text,
	`resource` text NOT NULL,
	`client_state` text NOT NULL,
	`granted_at_utc` integer,
	`expiration_utc` integer,
	`status` text NOT NULL,
	`last_notification_at_utc` integer,
	`renewed_at_utc` integer,
	`last_error` text,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `graph_subscriptions_by_provider` ON `graph_subscriptions` (`subscription_id`);
--> statement-breakpoint
CREATE INDEX `graph_subscriptions_by_salesperson` ON `graph_subscriptions` (`salesperson_id`);
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`tenant_id` text NOT NULL,
	`route` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`status` integer NOT NULL,
	`reply` text NOT NULL,
	`created_at_utc` integer NOT NULL,
	PRIMARY KEY(`key`, `tenant_id`, `route`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_by_age` ON `idempotency_keys` (`created_at_utc`);
--> statement-breakpoint
CREATE TABLE `meeting_type_salespersons` (
	`meeting_type_id` text NOT NULL,
	`salesperson_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`meeting_type_id`, `salesperson_id`),
	FOREIGN KEY (`meeting_type_id`) REFERENCES `meeting_types`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`salesperson_id`) REFERENCES `salespersons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `meeting_types` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`length_minutes` integer NOT NULL,
	`slot_step_minutes` integer NOT NULL,
	`buffer_before_minutes` integer NOT NULL,
	`buffer_after_minutes` integer NOT NULL,
	`minimum_notice_minutes` integer NOT NULL,
	`horizon_days` integer NOT NULL,
	`maximum_per_day` integer,
	`hold_minutes` integer NOT NULL,
	`cancel_notice_minutes` integer NOT NULL,
	`reschedule_notice_minutes` integer NOT NULL,
	`location` text NOT NULL,
	`questions` text NOT NULL,
	`staffing` text DEFAULT 'one' NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `meeting_types_slug` ON `meeting_types` (`tenant_id`,`slug`);
--> statement-breakpoint
CREATE TABLE `outbox_jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`tenant_id` text DEFAULT '' NOT NULL,
	`key` text,
	`payload` text NOT NULL,
	`priority` integer DEFAULT 100 NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`max_attempts` integer,
	`turn` integer DEFAULT 0 NOT NULL,
	`run_at_utc` integer NOT NULL,
	`locked_by` text,
	`locked_until_utc` integer,
	`last_error` text,
	`history` text,
	`traceparent` text,
	`created_at_utc` integer NOT NULL,
	`finished_at_utc` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_jobs_due` ON `outbox_jobs` (`kind`,`priority`,`tenant_id`,`run_at_utc`,`id`) WHERE status = 'pending';
--> statement-breakpoint
CREATE INDEX `outbox_jobs_leased` ON `outbox_jobs` (`locked_until_utc`) WHERE status = 'running';
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_jobs_pending_key` ON `outbox_jobs` (`kind`,`key`) WHERE status = 'pending' and key is not null;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_jobs_running_key` ON `outbox_jobs` (`kind`,`key`) WHERE status = 'running' and key is not null;
--> statement-breakpoint
CREATE INDEX `outbox_jobs_dead` ON `outbox_jobs` (`tenant_id`,`kind`,`id`) WHERE status = 'dead';
--> statement-breakpoint
CREATE TABLE `saga_compensations` (
	`id` text PRIMARY KEY NOT NULL,
	`saga_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`booking_id` text NOT NULL,
	`step` text NOT NULL,
	`reason` text NOT NULL,
	`position` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saga_compensations_step` ON `saga_compensations` (`saga_id`,`step`);
--> statement-breakpoint
CREATE TABLE `sagas` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`booking_id` text NOT NULL,
	`kind` text NOT NULL,
	`revision` integer NOT NULL,
	`status` text NOT NULL,
	`context` text NOT NULL,
	`steps` text NOT NULL,
	`error` text,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sagas_by_booking` ON `sagas` (`booking_id`,`id`);
--> statement-breakpoint
CREATE TABLE `salespersons` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`mailbox` text NOT NULL,
	`zoom_user` text NOT NULL,
	`time_zone` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `salespersons_slug` ON `salespersons` (`tenant_id`,`slug`);
--> statement-breakpoint
CREATE TABLE `slot_claims` (
	`id` text PRIMARY KEY NOT NULL,
	`booking_id` text NOT NULL,
	`salesperson_id` text NOT NULL,
	`from_utc` integer NOT NULL,
	`until_utc` integer NOT NULL,
	`start_at_utc` integer NOT NULL,
	`expires_at_utc` integer,
	`created_at_utc` integer NOT NULL,
	FOREIGN KEY (`booking_id`) REFERENCES `bookings`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `slot_claims_by_salesperson` ON `slot_claims` (`salesperson_id`,`from_utc`);
--> statement-breakpoint
CREATE INDEX `slot_claims_by_booking` ON `slot_claims` (`booking_id`);
--> statement-breakpoint
CREATE INDEX `slot_claims_expiring` ON `slot_claims` (`expires_at_utc`) WHERE expires_at_utc is not null;
--> statement-breakpoint
CREATE TABLE `tenant_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`key_hash` text NOT NULL,
	`created_at_utc` integer NOT NULL,
	`revoked_at_utc` integer,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tenant_keys_key_hash_unique` ON `tenant_keys` (`key_hash`);
--> statement-breakpoint
CREATE TABLE `tenant_logos` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`content_type` text NOT NULL,
	`content_base64` text NOT NULL,
	`content_hash` text NOT NULL,
	`updated_at_utc` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `tenants` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`locale` text DEFAULT 'en' NOT NULL,
	`m365_tenant_id` text,
	`branding` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`config_revision` integer DEFAULT 1 NOT NULL,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tenants_slug_unique` ON `tenants` (`slug`);
--> statement-breakpoint
CREATE TABLE `token_consumptions` (
	`jti` text PRIMARY KEY NOT NULL,
	`booking_id` text NOT NULL,
	`purpose` text NOT NULL,
	`consumed_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tracking_events` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`booking_id` text NOT NULL,
	`kind` text NOT NULL,
	`detail` text NOT NULL,
	`created_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tracking_events_by_tenant` ON `tracking_events` (`tenant_id`,`id`);
--> statement-breakpoint
CREATE INDEX `tracking_events_by_booking` ON `tracking_events` (`booking_id`);
--> statement-breakpoint
CREATE TABLE `webhook_jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`tenant_id` text DEFAULT '' NOT NULL,
	`key` text,
	`payload` text NOT NULL,
	`priority` integer DEFAULT 100 NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`max_attempts` integer,
	`turn` integer DEFAULT 0 NOT NULL,
	`run_at_utc` integer NOT NULL,
	`locked_by` text,
	`locked_until_utc` integer,
	`last_error` text,
	`history` text,
	`traceparent` text,
	`created_at_utc` integer NOT NULL,
	`finished_at_utc` integer
);
--> statement-breakpoint
CREATE INDEX `webhook_jobs_due` ON `webhook_jobs` (`kind`,`priority`,`tenant_id`,`run_at_utc`,`id`) WHERE status = 'pending';
--> statement-breakpoint
CREATE INDEX `webhook_jobs_leased` ON `webhook_jobs` (`locked_until_utc`) WHERE status = 'running';
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_jobs_pending_key` ON `webhook_jobs` (`kind`,`key`) WHERE status = 'pending' and key is not null;
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_jobs_running_key` ON `webhook_jobs` (`kind`,`key`) WHERE status = 'running' and key is not null;
--> statement-breakpoint
CREATE INDEX `webhook_jobs_dead` ON `webhook_jobs` (`tenant_id`,`kind`,`id`) WHERE status = 'dead';
--> statement-breakpoint
CREATE TABLE `zoom_accounts` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`client_id` text NOT NULL,
	`client_secret_sealed` text NOT NULL,
	`webhook_secret_sealed` text,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `zoom_meetings` (
	`booking_id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`salesperson_id` text NOT NULL,
	`provider_meeting_id` text NOT NULL,
	`join_url` text NOT NULL,
	`start_url_sealed` text NOT NULL,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `zoom_meetings_by_provider` ON `zoom_meetings` (`provider_meeting_id`);
--> statement-breakpoint
-- No two bookings may claim overlapping time of one salesperson: the database itself refuses it.
-- A booking that is being moved holds its old and its new time at once, hence booking_id.
-- A claim lasts 48 hours at most (172800000 ms), so the search needs to look no further back than that.
CREATE TRIGGER `slot_claims_no_overlap_insert` BEFORE INSERT ON `slot_claims`
BEGIN
	SELECT RAISE(ABORT, 'slot_claims_span') WHERE NEW.until_utc <= NEW.from_utc OR NEW.until_utc - NEW.from_utc > 172800000;
	SELECT RAISE(ABORT, 'slot_claims_no_overlap') WHERE EXISTS (
		SELECT 1 FROM `slot_claims` AS c
		WHERE c.salesperson_id = NEW.salesperson_id AND c.booking_id <> NEW.booking_id
			AND c.from_utc > NEW.from_utc - 172800000 AND c.from_utc < NEW.until_utc AND c.until_utc > NEW.from_utc
	);
END;
--> statement-breakpoint
CREATE TRIGGER `slot_claims_no_overlap_update` BEFORE UPDATE OF `salesperson_id`, `from_utc`, `until_utc`, `booking_id` ON `slot_claims`
BEGIN
	SELECT RAISE(ABORT, 'slot_claims_span') WHERE NEW.until_utc <= NEW.from_utc OR NEW.until_utc - NEW.from_utc > 172800000;
	SELECT RAISE(ABORT, 'slot_claims_no_overlap') WHERE EXISTS (
		SELECT 1 FROM `slot_claims` AS c
		WHERE c.salesperson_id = NEW.salesperson_id AND c.booking_id <> NEW.booking_id AND c.id <> NEW.id
			AND c.from_utc > NEW.from_utc - 172800000 AND c.from_utc < NEW.until_utc AND c.until_utc > NEW.from_utc
	);
END;
--> statement-breakpoint
create table schema_migrations (tag text primary key, applied_at_utc integer not null)
--> statement-breakpoint
insert into schema_migrations values ('0000_first', 0)
--> statement-breakpoint
insert into schema_migrations values ('0001_claims', 0)
--> statement-breakpoint
-- rows
--> statement-breakpoint
insert into "audit_logs" ("id", "tenant_id", "actor", "source", "action", "subject", "detail", "created_at_utc") values ('01a1ff10-13d5-73bc-a7fb-7e481d8c77cb', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'system', 'system', 'tenant.seeded', 'tenant:acme', '{}', 1795280606165)
--> statement-breakpoint
insert into "audit_logs" ("id", "tenant_id", "actor", "source", "action", "subject", "detail", "created_at_utc") values ('01a1ff10-148a-7677-b63a-e860b6324ee2', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'system', 'system', 'graph_subscription.created', 'salesperson:01a1ff10-13d3-7460-ac87-0ff367775040', '{"subscription_id":"d2ba3337-66d7-4bf9-8e23-68f8eb27195c"}', 1795280606346)
--> statement-breakpoint
insert into "audit_logs" ("id", "tenant_id", "actor", "source", "action", "subject", "detail", "created_at_utc") values ('01a1ff10-1493-76f1-bb12-9790f9621c50', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'system', 'system', 'graph_subscription.created', 'salesperson:01a1ff10-13d3-7461-ba43-dae3f5d5ef32', '{"subscription_id":"ea336ce5-1eee-4743-8d36-3705fa7707a8"}', 1795280606355)
--> statement-breakpoint
insert into "audit_logs" ("id", "tenant_id", "actor", "source", "action", "subject", "detail", "created_at_utc") values ('01a1ff10-14b8-72f9-b956-88687b26c04b', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'admin_key', 'admin', 'zoom_account.set', 'tenant:acme', '{"account_id":"account","client_id":"client"}', 1795280606392)
--> statement-breakpoint
insert into "audit_logs" ("id", "tenant_id", "actor", "source", "action", "subject", "detail", "created_at_utc") values ('01a1ff10-1592-73ef-991a-fca588dc72fd', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'customer', 'customer', 'booking.confirmed', 'booking:01a1ff10-152a-77aa-a7e3-434f3acfd91f', '{}', 1795280606610)
--> statement-breakpoint
insert into "audit_logs" ("id", "tenant_id", "actor", "source", "action", "subject", "detail", "created_at_utc") values ('01a1ff10-15f3-7125-851a-f108064dafea', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'customer', 'customer', 'booking.confirmed', 'booking:01a1ff10-15a0-7138-b242-465a275ef5f7', '{}', 1795280606707)
--> statement-breakpoint
insert into "audit_logs" ("id", "tenant_id", "actor", "source", "action", "subject", "detail", "created_at_utc") values ('01a1ff10-1624-765c-9bf2-a5909de0ee6a', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'customer', 'customer', 'booking.canceled', 'booking:01a1ff10-15a0-7138-b242-465a275ef5f7', '{}', 1795280606756)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7460-ac87-0ff367775040', 1, 540, 1020)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7460-ac87-0ff367775040', 2, 540, 1020)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7460-ac87-0ff367775040', 3, 540, 1020)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7460-ac87-0ff367775040', 4, 540, 1020)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7460-ac87-0ff367775040', 5, 540, 1020)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7461-ba43-dae3f5d5ef32', 1, 540, 1020)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7461-ba43-dae3f5d5ef32', 2, 540, 1020)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7461-ba43-dae3f5d5ef32', 3, 540, 1020)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7461-ba43-dae3f5d5ef32', 4, 540, 1020)
--> statement-breakpoint
insert into "availability_rules" ("salesperson_id", "weekday", "from_minute", "until_minute") values ('01a1ff10-13d3-7461-ba43-dae3f5d5ef32', 5, 540, 1020)
--> statement-breakpoint
insert into "bookings" ("id", "tenant_id", "meeting_type_id", "salesperson_id", "other_salesperson_ids", "status", "source", "start_at_utc", "end_at_utc", "customer_name", "customer_email", "customer_phone", "customer_time_zone", "customer_locale", "answers", "location", "join_url", "hold_expires_at_utc", "verify_token_jti", "code_hash", "code_tries", "cancel_reason", "attendance", "attendance_suggestion", "assignment", "saga_id", "revision", "created_at_utc", "updated_at_utc") values ('01a1ff10-152a-77aa-a7e3-434f3acfd91f', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d4-7141-955b-f94c93736f5e', '01a1ff10-13d3-7460-ac87-0ff367775040', '[]', 'confirmed', 'customer', 3955420800000, 3955422600000, 'Ada Lovelace', 'confirmed@example.com', NULL, 'Europe/Berlin', 'en', '{}', '{"kind":"zoom"}', 'https://zoom.example/j/53345497458?pwd=ab357c7c80', 3955281206506, NULL, '550472bca2070c7ee3e1234d967875627daa19dd6604763b984417122d368c1d', 1, NULL, NULL, NULL, '{"winner":"berlin","candidates":[{"salesperson":"berlin","load":0,"last_booked_at_utc":null}]}', NULL, 1, 1795280606506, 1795280606610)
--> statement-breakpoint
insert into "bookings" ("id", "tenant_id", "meeting_type_id", "salesperson_id", "other_salesperson_ids", "status", "source", "start_at_utc", "end_at_utc", "customer_name", "customer_email", "customer_phone", "customer_time_zone", "customer_locale", "answers", "location", "join_url", "hold_expires_at_utc", "verify_token_jti", "code_hash", "code_tries", "cancel_reason", "attendance", "attendance_suggestion", "assignment", "saga_id", "revision", "created_at_utc", "updated_at_utc") values ('01a1ff10-15a0-7138-b242-465a275ef5f7', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d4-7141-955b-f94c93736f5e', '01a1ff10-13d3-7460-ac87-0ff367775040', '[]', 'canceled', 'customer', 3955435200000, 3955437000000, 'Ada Lovelace', 'canceled@example.com', NULL, 'Europe/Berlin', 'en', '{}', '{"kind":"zoom"}', 'https://zoom.example/j/20668851624?pwd=4d6ccbb500', 3955281206624, NULL, '409a68b4e6155d8191e2333e57f0e0297d9530074def7bf2d0ef8171f783c9aa', 1, NULL, NULL, NULL, '{"winner":"berlin","candidates":[{"salesperson":"berlin","load":1,"last_booked_at_utc":"2026-11-21T17:03:26.507Z"}]}', NULL, 2, 1795280606624, 1795280606754)
--> statement-breakpoint
insert into "bookings" ("id", "tenant_id", "meeting_type_id", "salesperson_id", "other_salesperson_ids", "status", "source", "start_at_utc", "end_at_utc", "customer_name", "customer_email", "customer_phone", "customer_time_zone", "customer_locale", "answers", "location", "join_url", "hold_expires_at_utc", "verify_token_jti", "code_hash", "code_tries", "cancel_reason", "attendance", "attendance_suggestion", "assignment", "saga_id", "revision", "created_at_utc", "updated_at_utc") values ('01a1ff10-1630-756d-a05a-08816afa0288', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d4-7141-955b-f94c93736f5e', '01a1ff10-13d3-7460-ac87-0ff367775040', '[]', 'held', 'customer', 3955446000000, 3955447800000, 'Ada Lovelace', 'held@example.com', NULL, 'Europe/Berlin', 'en', '{}', '{"kind":"zoom"}', NULL, 3955281206768, '01a1ff10-1630-756e-bef4-944edc08e3cd', '3a052f5b9ce30e9408353f5fbda027e1430792167278f2c4b7f067e740ede202', 0, NULL, NULL, NULL, '{"winner":"berlin","candidates":[{"salesperson":"berlin","load":1,"last_booked_at_utc":"2026-11-21T17:03:26.507Z"}]}', NULL, 0, 1795280606768, 1795280606768)
--> statement-breakpoint
insert into "cron_ticks" ("name", "ticked_at_utc") values ('sweep_orphans', 1795280400000)
--> statement-breakpoint
insert into "cron_ticks" ("name", "ticked_at_utc") values ('forget', 1795280400000)
--> statement-breakpoint
insert into "cron_ticks" ("name", "ticked_at_utc") values ('sweep', 1795280580000)
--> statement-breakpoint
insert into "cron_ticks" ("name", "ticked_at_utc") values ('plan_subscriptions', 1795280580000)
--> statement-breakpoint
insert into "graph_events" ("booking_id", "tenant_id", "salesperson_id", "event_id", "change_key", "created_at_utc", "updated_at_utc") values ('01a1ff10-152a-77aa-a7e3-434f3acfd91f', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7460-ac87-0ff367775040', 'AAMkbutxQjl_3-aNOhFy10O3gnln82sZPQ3g3ey1UFcQJKM', 'CKmwqnpxmv.1', 1795280606602, 1795280606602)
--> statement-breakpoint
insert into "graph_subscriptions" ("id", "tenant_id", "salesperson_id", "subscription_id", "resource", "client_state", "granted_at_utc", "expiration_utc", "status", "last_notification_at_utc", "renewed_at_utc", "last_error", "created_at_utc", "updated_at_utc") values ('01a1ff10-1486-7117-b8ea-b3e6ebf87830', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7460-ac87-0ff367775040', 'd2ba3337-66d7-4bf9-8e23-68f8eb27195c', 'users/berlin@acme.example/events', 'eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTVhOTQ4YzZkYzNlIiwiaXYiOiIweTF5SkIzTnZRU2pNTzJhIiwidGFnIjoic0VGQ05hMEp1WkVFYm1hbjhrZnE0USJ9.Jfq8dru5k-2U2Wcb-k-wxJg_8SC50sAJmTEvtQvP6IE.um1dZeicz-A7tj8m.r0LkpVuEKsHiJf2YjNvloAzc_cc5ec_B3f7-Dyyh1Ov47tkhjl8Kktke_A.oPockudvFk1Q-mPN3FQ2OA', 1795280606345, 1795885406345, 'active', 1795280606670, NULL, NULL, 1795280606342, 1795280606345)
--> statement-breakpoint
insert into "graph_subscriptions" ("id", "tenant_id", "salesperson_id", "subscription_id", "resource", "client_state", "granted_at_utc", "expiration_utc", "status", "last_notification_at_utc", "renewed_at_utc", "last_error", "created_at_utc", "updated_at_utc") values ('01a1ff10-1491-72b5-99a1-be35b3585d09', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7461-ba43-dae3f5d5ef32', 'ea336ce5-1eee-4743-8d36-3705fa7707a8', 'users/vancouver@acme.example/events', 'eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTVhOTQ4YzZkYzNlIiwiaXYiOiJNZDItV3hKeURfcE40Y1NMIiwidGFnIjoiU1BVMFRVR2hOR0pXeWlSaDRfRXZmdyJ9.QY6x3I6Z1u6mpWesB0APpeY2NBy2YNAJ16fagqGXC5M.yCdZLceZYjrvzlMi.b8rwVL3mnbEcFRAsxjJv8PzTqk2RGKpu1yOI7OP5k0njfI1V26vrg0Izyw.vI6cFVKaHQr5ShOedtDRlg', 1795280606354, 1795885406354, 'active', NULL, NULL, NULL, 1795280606353, 1795280606355)
--> statement-breakpoint
insert into "idempotency_keys" ("tenant_id", "route", "key", "body_hash", "status", "reply", "created_at_utc") values ('01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'holds', 'confirmed', 'a39d9a8b674ed64686597656cfcb66587be5834a5e1fa3ed5bd09837b579875d', 201, '{"booking_id":"01a1ff10-152a-77aa-a7e3-434f3acfd91f","tenant":"acme","meeting_type":"intro-zoom","salespersons":[{"slug":"berlin","name":"Bettina Lindt"}],"status":"held","source":"customer","start_at_utc":"2026-11-23T08:00:00.000Z","end_at_utc":"2026-11-23T08:30:00.000Z","customer":{"name":"Ada Lovelace","email":"confirmed@example.com","phone":null,"time_zone":"Europe/Berlin","locale":"en"},"answers":{},"location":{"kind":"zoom"},"join_url":null,"hold_expires_at_utc":"2026-11-21T17:13:26.506Z","cancel_reason":null,"revision":0,"created_at_utc":"2026-11-21T17:03:26.506Z","updated_at_utc":"2026-11-21T17:03:26.506Z","salesperson":"berlin"}', 1795280606510)
--> statement-breakpoint
insert into "idempotency_keys" ("tenant_id", "route", "key", "body_hash", "status", "reply", "created_at_utc") values ('01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'holds', 'canceled', '8c95eb63aa8dfaf23effb68592246a955b095fc0649e75723ec3f9db4e998ffc', 201, '{"booking_id":"01a1ff10-15a0-7138-b242-465a275ef5f7","tenant":"acme","meeting_type":"intro-zoom","salespersons":[{"slug":"berlin","name":"Bettina Lindt"}],"status":"held","source":"customer","start_at_utc":"2026-11-23T12:00:00.000Z","end_at_utc":"2026-11-23T12:30:00.000Z","customer":{"name":"Ada Lovelace","email":"canceled@example.com","phone":null,"time_zone":"Europe/Berlin","locale":"en"},"answers":{},"location":{"kind":"zoom"},"join_url":null,"hold_expires_at_utc":"2026-11-21T17:13:26.624Z","cancel_reason":null,"revision":0,"created_at_utc":"2026-11-21T17:03:26.624Z","updated_at_utc":"2026-11-21T17:03:26.624Z","salesperson":"berlin"}', 1795280606624)
--> statement-breakpoint
insert into "idempotency_keys" ("tenant_id", "route", "key", "body_hash", "status", "reply", "created_at_utc") values ('01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'holds', 'held', '733a82c3251f38a9b4fd0c1c51f97bf5c1b9dedef77fc95d2efc3f3570b8cb08', 201, '{"booking_id":"01a1ff10-1630-756d-a05a-08816afa0288","tenant":"acme","meeting_type":"intro-zoom","salespersons":[{"slug":"berlin","name":"Bettina Lindt"}],"status":"held","source":"customer","start_at_utc":"2026-11-23T15:00:00.000Z","end_at_utc":"2026-11-23T15:30:00.000Z","customer":{"name":"Ada Lovelace","email":"held@example.com","phone":null,"time_zone":"Europe/Berlin","locale":"en"},"answers":{},"location":{"kind":"zoom"},"join_url":null,"hold_expires_at_utc":"2026-11-21T17:13:26.768Z","cancel_reason":null,"revision":0,"created_at_utc":"2026-11-21T17:03:26.768Z","updated_at_utc":"2026-11-21T17:03:26.768Z","salesperson":"berlin"}', 1795280606769)
--> statement-breakpoint
insert into "meeting_type_salespersons" ("meeting_type_id", "salesperson_id", "position") values ('01a1ff10-13d4-7141-955b-f94c93736f5e', '01a1ff10-13d3-7460-ac87-0ff367775040', 0)
--> statement-breakpoint
insert into "meeting_type_salespersons" ("meeting_type_id", "salesperson_id", "position") values ('01a1ff10-13d4-7141-955b-f94c93736f5e', '01a1ff10-13d3-7461-ba43-dae3f5d5ef32', 1)
--> statement-breakpoint
insert into "meeting_type_salespersons" ("meeting_type_id", "salesperson_id", "position") values ('01a1ff10-13d4-7142-8fb5-4538f038cda8', '01a1ff10-13d3-7460-ac87-0ff367775040', 0)
--> statement-breakpoint
insert into "meeting_type_salespersons" ("meeting_type_id", "salesperson_id", "position") values ('01a1ff10-13d4-7142-8fb5-4538f038cda8', '01a1ff10-13d3-7461-ba43-dae3f5d5ef32', 1)
--> statement-breakpoint
insert into "meeting_type_salespersons" ("meeting_type_id", "salesperson_id", "position") values ('01a1ff10-13d4-7143-897f-d99714fbdd17', '01a1ff10-13d3-7460-ac87-0ff367775040', 0)
--> statement-breakpoint
insert into "meeting_type_salespersons" ("meeting_type_id", "salesperson_id", "position") values ('01a1ff10-13d4-7143-897f-d99714fbdd17', '01a1ff10-13d3-7461-ba43-dae3f5d5ef32', 1)
--> statement-breakpoint
insert into "meeting_types" ("id", "tenant_id", "slug", "name", "description", "length_minutes", "slot_step_minutes", "buffer_before_minutes", "buffer_after_minutes", "minimum_notice_minutes", "horizon_days", "maximum_per_day", "hold_minutes", "cancel_notice_minutes", "reschedule_notice_minutes", "location", "questions", "staffing", "active", "created_at_utc", "updated_at_utc") values ('01a1ff10-13d4-7141-955b-f94c93736f5e', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'intro-zoom', 'Introduction', 'Half an hour on Zoom to get to know each other.', 30, 30, 0, 10, 120, 60, 8, 10, 60, 120, '{"kind":"zoom"}', '[]', 'one', 1, 1795280606164, 1795280606164)
--> statement-breakpoint
insert into "meeting_types" ("id", "tenant_id", "slug", "name", "description", "length_minutes", "slot_step_minutes", "buffer_before_minutes", "buffer_after_minutes", "minimum_notice_minutes", "horizon_days", "maximum_per_day", "hold_minutes", "cancel_notice_minutes", "reschedule_notice_minutes", "location", "questions", "staffing", "active", "created_at_utc", "updated_at_utc") values ('01a1ff10-13d4-7142-8fb5-4538f038cda8', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'demo-teams', 'Product demonstration', 'An hour on Teams with the product, and time for your questions.', 60, 30, 0, 10, 240, 60, 8, 10, 60, 120, '{"kind":"teams"}', '[{"id":"company","label":"Which company are you with?","kind":"text","required":true},{"id":"team_size","label":"How large is your team?","kind":"choice","required":true,"choices":["1 to 10","11 to 50","51 to 250","More than 250"]},{"id":"goals","label":"What would you like to see?","kind":"long_text","required":false}]', 'one', 1, 1795280606164, 1795280606164)
--> statement-breakpoint
insert into "meeting_types" ("id", "tenant_id", "slug", "name", "description", "length_minutes", "slot_step_minutes", "buffer_before_minutes", "buffer_after_minutes", "minimum_notice_minutes", "horizon_days", "maximum_per_day", "hold_minutes", "cancel_notice_minutes", "reschedule_notice_minutes", "location", "questions", "staffing", "active", "created_at_utc", "updated_at_utc") values ('01a1ff10-13d4-7143-897f-d99714fbdd17', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'call-phone', 'Short call', 'A quarter of an hour on the phone.', 15, 15, 0, 10, 120, 60, 8, 10, 60, 120, '{"kind":"phone","detail":"We call the number that you give us."}', '[]', 'one', 1, 1795280606164, 1795280606164)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (1, 'plan_subscriptions', '', 'plan', '{"turn":0}', 50, 'done', 1, NULL, 1, 1795280606235, NULL, NULL, NULL, NULL, NULL, 1795280606235, 1795280606310)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (2, 'ensure_subscription', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7460-ac87-0ff367775040', '{"tenant_id":"01a1ff10-13ce-732c-8e8d-85f8f32e6a2f","salesperson_id":"01a1ff10-13d3-7460-ac87-0ff367775040"}', 100, 'done', 1, NULL, 1, 1795280606306, NULL, NULL, NULL, NULL, NULL, 1795280606306, 1795280606355)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (3, 'ensure_subscription', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7461-ba43-dae3f5d5ef32', '{"tenant_id":"01a1ff10-13ce-732c-8e8d-85f8f32e6a2f","salesperson_id":"01a1ff10-13d3-7461-ba43-dae3f5d5ef32"}', 100, 'done', 1, NULL, 1, 1795280606306, NULL, NULL, NULL, NULL, NULL, 1795280606306, 1795280606355)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (4, 'tidy_subscriptions', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '{"tenant_id":"01a1ff10-13ce-732c-8e8d-85f8f32e6a2f"}', 200, 'done', 1, NULL, 1, 1795280606306, NULL, NULL, NULL, NULL, NULL, 1795280606306, 1795280606355)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (5, 'send_letter', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', NULL, '{"booking_id":"01a1ff10-152a-77aa-a7e3-434f3acfd91f","letter":"verification","nonce":"01a1ff10-152a-77ab-b727-5f67f008f9de"}', 50, 'done', 1, NULL, 1, 1795280606510, NULL, NULL, NULL, NULL, NULL, 1795280606510, 1795280606530)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (6, 'expire_hold', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', NULL, '{"booking_id":"01a1ff10-152a-77aa-a7e3-434f3acfd91f"}', 100, 'pending', 0, NULL, 0, 1795281206506, NULL, NULL, NULL, NULL, NULL, 1795280606510, NULL)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (7, 'run_saga', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-152a-77aa-a7e3-434f3acfd91f', '{"saga_id":"01a1ff10-156c-77a4-a95d-15f7ca856c02"}', 10, 'done', 1, NULL, 1, 1795280606579, NULL, NULL, NULL, NULL, NULL, 1795280606579, 1795280606614)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (8, 'send_letter', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', NULL, '{"booking_id":"01a1ff10-15a0-7138-b242-465a275ef5f7","letter":"verification","nonce":"01a1ff10-15a0-7139-8dc2-981ade7d8fd6"}', 50, 'done', 1, NULL, 1, 1795280606624, NULL, NULL, NULL, NULL, NULL, 1795280606624, 1795280606678)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (9, 'expire_hold', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', NULL, '{"booking_id":"01a1ff10-15a0-7138-b242-465a275ef5f7"}', 100, 'pending', 0, NULL, 0, 1795281206624, NULL, NULL, NULL, NULL, NULL, 1795280606624, NULL)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (10, 'run_saga', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-15a0-7138-b242-465a275ef5f7', '{"saga_id":"01a1ff10-15df-75ba-934c-31d312c6c2cc"}', 10, 'done', 1, NULL, 1, 1795280606688, NULL, NULL, NULL, NULL, NULL, 1795280606688, 1795280606709)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (11, 'send_letter', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'fresh_links:01a1ff10-15a0-7138-b242-465a275ef5f7', '{"booking_id":"01a1ff10-15a0-7138-b242-465a275ef5f7","letter":"fresh_links","nonce":"01a1ff10-15fb-727b-a85f-d6ec21087de3"}', 50, 'done', 1, NULL, 1, 1795280606715, NULL, NULL, NULL, NULL, NULL, 1795280606715, 1795280606723)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (12, 'run_saga_until_done', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-15a0-7138-b242-465a275ef5f7', '{"saga_id":"01a1ff10-1622-77bb-bd52-c7703da35f0d"}', 10, 'done', 1, NULL, 1, 1795280606755, NULL, NULL, NULL, NULL, NULL, 1795280606755, 1795280606788)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (13, 'send_letter', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', NULL, '{"booking_id":"01a1ff10-1630-756d-a05a-08816afa0288","letter":"verification","nonce":"01a1ff10-1630-756e-bef4-944edc08e3cd"}', 50, 'done', 1, NULL, 1, 1795280606768, NULL, NULL, NULL, NULL, NULL, 1795280606768, 1795280606791)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (14, 'expire_hold', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', NULL, '{"booking_id":"01a1ff10-1630-756d-a05a-08816afa0288"}', 100, 'pending', 0, NULL, 0, 1795281206768, NULL, NULL, NULL, NULL, NULL, 1795280606768, NULL)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (15, 'sweep_orphans', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7460-ac87-0ff367775040', '{"tenant_id":"01a1ff10-13ce-732c-8e8d-85f8f32e6a2f","salesperson_id":"01a1ff10-13d3-7460-ac87-0ff367775040"}', 200, 'done', 1, NULL, 1, 1795280400000, NULL, NULL, NULL, NULL, NULL, 1795280607004, 1795280607029)
--> statement-breakpoint
insert into "outbox_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (16, 'plan_subscriptions', '', 'plan', '{"turn":29921343}', 50, 'done', 1, NULL, 1, 1795280607012, NULL, NULL, NULL, NULL, NULL, 1795280607012, 1795280607023)
--> statement-breakpoint
insert into "sagas" ("id", "tenant_id", "booking_id", "kind", "revision", "status", "context", "steps", "error", "created_at_utc", "updated_at_utc") values ('01a1ff10-156c-77a4-a95d-15f7ca856c02', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-152a-77aa-a7e3-434f3acfd91f', 'confirm', 1, 'done', '{"verify_token_jti":"01a1ff10-152a-77ab-b727-5f67f008f9de"}', '[{"step":"look","state":"done","attempts":0,"changed_at_utc":"2026-11-21T17:03:26.593Z","result":{}},{"step":"zoom_meeting","state":"done","attempts":0,"changed_at_utc":"2026-11-21T17:03:26.598Z","result":{"provider_meeting_id":"53345497458","join_url":"https://zoom.example/j/53345497458?pwd=ab357c7c80"}},{"step":"outlook_event","state":"done","attempts":0,"changed_at_utc":"2026-11-21T17:03:26.602Z","result":{"event_id":"AAMkbutxQjl_3-aNOhFy10O3gnln82sZPQ3g3ey1UFcQJKM","change_key":"CKmwqnpxmv.1"}}]', NULL, 1795280606578, 1795280606607)
--> statement-breakpoint
insert into "sagas" ("id", "tenant_id", "booking_id", "kind", "revision", "status", "context", "steps", "error", "created_at_utc", "updated_at_utc") values ('01a1ff10-15df-75ba-934c-31d312c6c2cc', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-15a0-7138-b242-465a275ef5f7', 'confirm', 1, 'done', '{"verify_token_jti":"01a1ff10-15a0-7139-8dc2-981ade7d8fd6"}', '[{"step":"look","state":"done","attempts":0,"changed_at_utc":"2026-11-21T17:03:26.698Z","result":{}},{"step":"zoom_meeting","state":"done","attempts":0,"changed_at_utc":"2026-11-21T17:03:26.704Z","result":{"provider_meeting_id":"20668851624","join_url":"https://zoom.example/j/20668851624?pwd=4d6ccbb500"}},{"step":"outlook_event","state":"done","attempts":0,"changed_at_utc":"2026-11-21T17:03:26.705Z","result":{"event_id":"AAMkzODTWemqL8T83WP82rh4c9B_pAZr4JqorHWSjdzkFcA","change_key":"CKmwqnpxpt.2"}}]', NULL, 1795280606688, 1795280606706)
--> statement-breakpoint
insert into "sagas" ("id", "tenant_id", "booking_id", "kind", "revision", "status", "context", "steps", "error", "created_at_utc", "updated_at_utc") values ('01a1ff10-1622-77bb-bd52-c7703da35f0d', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-15a0-7138-b242-465a275ef5f7', 'cancel', 2, 'done', '{}', '[{"step":"cancel_outlook_event","state":"done","attempts":0,"changed_at_utc":"2026-11-21T17:03:26.767Z","result":{}},{"step":"delete_zoom_meeting","state":"done","attempts":0,"changed_at_utc":"2026-11-21T17:03:26.784Z","result":{}}]', NULL, 1795280606755, 1795280606786)
--> statement-breakpoint
insert into "salespersons" ("id", "tenant_id", "slug", "name", "email", "mailbox", "zoom_user", "time_zone", "active", "created_at_utc", "updated_at_utc") values ('01a1ff10-13d3-7460-ac87-0ff367775040', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'berlin', 'Bettina Lindt', 'berlin@acme.example', 'berlin@acme.example', 'berlin@acme.example', 'Europe/Berlin', 1, 1795280606163, 1795280606163)
--> statement-breakpoint
insert into "salespersons" ("id", "tenant_id", "slug", "name", "email", "mailbox", "zoom_user", "time_zone", "active", "created_at_utc", "updated_at_utc") values ('01a1ff10-13d3-7461-ba43-dae3f5d5ef32', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'vancouver', 'Victor Hale', 'vancouver@acme.example', 'vancouver@acme.example', 'vancouver@acme.example', 'America/Vancouver', 1, 1795280606163, 1795280606163)
--> statement-breakpoint
insert into "slot_claims" ("id", "booking_id", "salesperson_id", "from_utc", "until_utc", "start_at_utc", "expires_at_utc", "created_at_utc") values ('01a1ff10-152b-74bc-ad6d-7480e41917a6', '01a1ff10-152a-77aa-a7e3-434f3acfd91f', '01a1ff10-13d3-7460-ac87-0ff367775040', 3955420800000, 3955423200000, 1795420800000, NULL, 1795280606507)
--> statement-breakpoint
insert into "slot_claims" ("id", "booking_id", "salesperson_id", "from_utc", "until_utc", "start_at_utc", "expires_at_utc", "created_at_utc") values ('01a1ff10-1630-756f-b83d-db101d5339f4', '01a1ff10-1630-756d-a05a-08816afa0288', '01a1ff10-13d3-7460-ac87-0ff367775040', 3955446000000, 3955448400000, 1795446000000, 3955281206768, 1795280606768)
--> statement-breakpoint
insert into "sqlite_sequence" ("name", "seq") values ('outbox_jobs', 16)
--> statement-breakpoint
insert into "sqlite_sequence" ("name", "seq") values ('webhook_jobs', 6)
--> statement-breakpoint
insert into "tenants" ("id", "slug", "name", "time_zone", "locale", "m365_tenant_id", "branding", "active", "config_revision", "created_at_utc", "updated_at_utc") values ('01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'acme', 'Acme', 'Europe/Berlin', 'en', NULL, '{"accent_colour":"#1f5eff","indexed":false}', 1, 2, 1795280606158, 1795280606388)
--> statement-breakpoint
insert into "token_consumptions" ("jti", "booking_id", "purpose", "consumed_at_utc") values ('01a1ff10-1602-7209-bf46-cfc5c3bb5468', '01a1ff10-15a0-7138-b242-465a275ef5f7', 'cancel', 1795280606754)
--> statement-breakpoint
insert into "tracking_events" ("id", "tenant_id", "booking_id", "kind", "detail", "created_at_utc") values ('01a1ff10-152e-7094-bf90-fceb49caaf69', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-152a-77aa-a7e3-434f3acfd91f', 'held', '{}', 1795280606510)
--> statement-breakpoint
insert into "tracking_events" ("id", "tenant_id", "booking_id", "kind", "detail", "created_at_utc") values ('01a1ff10-1573-7459-aaf9-8eab3b66392a', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-152a-77aa-a7e3-434f3acfd91f', 'confirming', '{}', 1795280606579)
--> statement-breakpoint
insert into "tracking_events" ("id", "tenant_id", "booking_id", "kind", "detail", "created_at_utc") values ('01a1ff10-1592-73ee-84e1-19a069555407', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-152a-77aa-a7e3-434f3acfd91f', 'confirmed', '{}', 1795280606610)
--> statement-breakpoint
insert into "tracking_events" ("id", "tenant_id", "booking_id", "kind", "detail", "created_at_utc") values ('01a1ff10-15a0-713b-af41-270a26234d29', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-15a0-7138-b242-465a275ef5f7', 'held', '{}', 1795280606624)
--> statement-breakpoint
insert into "tracking_events" ("id", "tenant_id", "booking_id", "kind", "detail", "created_at_utc") values ('01a1ff10-15e0-7788-9b0b-176f690251b0', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-15a0-7138-b242-465a275ef5f7', 'confirming', '{}', 1795280606688)
--> statement-breakpoint
insert into "tracking_events" ("id", "tenant_id", "booking_id", "kind", "detail", "created_at_utc") values ('01a1ff10-15f3-7124-98f3-f54ace34a39f', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-15a0-7138-b242-465a275ef5f7', 'confirmed', '{}', 1795280606707)
--> statement-breakpoint
insert into "tracking_events" ("id", "tenant_id", "booking_id", "kind", "detail", "created_at_utc") values ('01a1ff10-1623-71a7-bf5b-4e18aa51dc1f', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-15a0-7138-b242-465a275ef5f7', 'canceled', '{"source":"customer"}', 1795280606755)
--> statement-breakpoint
insert into "tracking_events" ("id", "tenant_id", "booking_id", "kind", "detail", "created_at_utc") values ('01a1ff10-1631-72d9-914e-3aa8e76ba9ef', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-1630-756d-a05a-08816afa0288', 'held', '{}', 1795280606769)
--> statement-breakpoint
insert into "webhook_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (1, 'resync', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7460-ac87-0ff367775040', '{"tenant_id":"01a1ff10-13ce-732c-8e8d-85f8f32e6a2f","salesperson_id":"01a1ff10-13d3-7460-ac87-0ff367775040"}', 100, 'done', 1, NULL, 1, 1795280606346, NULL, NULL, NULL, NULL, NULL, 1795280606346, 1795280606350)
--> statement-breakpoint
insert into "webhook_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (2, 'resync', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7461-ba43-dae3f5d5ef32', '{"tenant_id":"01a1ff10-13ce-732c-8e8d-85f8f32e6a2f","salesperson_id":"01a1ff10-13d3-7461-ba43-dae3f5d5ef32"}', 100, 'done', 1, NULL, 1, 1795280606355, NULL, NULL, NULL, NULL, NULL, 1795280606355, 1795280606362)
--> statement-breakpoint
insert into "webhook_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (3, 'graph_notification', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7460-ac87-0ff367775040:AAMkbutxQjl_3-aNOhFy10O3gnln82sZPQ3g3ey1UFcQJKM', '{"tenant_id":"01a1ff10-13ce-732c-8e8d-85f8f32e6a2f","salesperson_id":"01a1ff10-13d3-7460-ac87-0ff367775040","subscription_id":"d2ba3337-66d7-4bf9-8e23-68f8eb27195c","change_type":"created","resource_id":"AAMkbutxQjl_3-aNOhFy10O3gnln82sZPQ3g3ey1UFcQJKM","received_at_utc":"2026-11-21T17:03:26.622Z"}', 100, 'pending', 0, NULL, 0, 1795280608622, NULL, NULL, NULL, NULL, NULL, 1795280606631, NULL)
--> statement-breakpoint
insert into "webhook_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (4, 'graph_notification', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7460-ac87-0ff367775040:AAMkzODTWemqL8T83WP82rh4c9B_pAZr4JqorHWSjdzkFcA', '{"tenant_id":"01a1ff10-13ce-732c-8e8d-85f8f32e6a2f","salesperson_id":"01a1ff10-13d3-7460-ac87-0ff367775040","subscription_id":"d2ba3337-66d7-4bf9-8e23-68f8eb27195c","change_type":"deleted","resource_id":"AAMkzODTWemqL8T83WP82rh4c9B_pAZr4JqorHWSjdzkFcA","received_at_utc":"2026-11-21T17:03:26.767Z"}', 100, 'done', 1, NULL, 1, 1795280606772, NULL, NULL, NULL, NULL, NULL, 1795280606710, 1795280606786)
--> statement-breakpoint
insert into "webhook_jobs" ("id", "kind", "tenant_id", "key", "payload", "priority", "status", "attempts", "max_attempts", "turn", "run_at_utc", "locked_by", "locked_until_utc", "last_error", "history", "traceparent", "created_at_utc", "finished_at_utc") values (6, 'sweep', '', 'turn', '{"turn":29921343}', 200, 'done', 1, NULL, 1, 1795280607010, NULL, NULL, NULL, NULL, NULL, 1795280607010, 1795280607022)
--> statement-breakpoint
insert into "zoom_accounts" ("tenant_id", "account_id", "client_id", "client_secret_sealed", "webhook_secret_sealed", "created_at_utc", "updated_at_utc") values ('01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', 'account', 'client', 'eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTVhOTQ4YzZkYzNlIiwiaXYiOiJtQXFXLWtuX0piTFpNblBxIiwidGFnIjoidm1EMktDUUhuNmtWdXVuYmNZR19SQSJ9.bXNu0ZA76ukUY8B4JA1CK8cVdkDKDLZ5w2P0QwHvxYM.x910Rs0XAUyIHRS8.4r34O9tuG4rTvNrP6NVMzDPunG2wdjXMOEnl.o9mhwTijVlDiKcaIwZ-AzA', NULL, 1795280606387, 1795280606387)
--> statement-breakpoint
insert into "zoom_meetings" ("booking_id", "tenant_id", "salesperson_id", "provider_meeting_id", "join_url", "start_url_sealed", "created_at_utc", "updated_at_utc") values ('01a1ff10-152a-77aa-a7e3-434f3acfd91f', '01a1ff10-13ce-732c-8e8d-85f8f32e6a2f', '01a1ff10-13d3-7460-ac87-0ff367775040', '53345497458', 'https://zoom.example/j/53345497458?pwd=ab357c7c80', 'eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiYTVhOTQ4YzZkYzNlIiwiaXYiOiJvWEgwR0NQaDA1WG5IQUMtIiwidGFnIjoiMkFjOWpicERkZThPeVNiNHIyMkpKZyJ9.O3vwJvGgbJ46aH6ulscrT3hORuwblmyncsxSgkZKk_k.M3VtQzzc2qWnFQxs.JbAI2NhGBl8xgUGb7jid6jjQTWNS0cbU1ZG419fUBuo7vHYgAPxYAR8_7B9zm3N4voG8hMRPHVeAy6o.pPKNLX6QpTcIaJcxXPeEVg', 1795280606598, 1795280606598)
