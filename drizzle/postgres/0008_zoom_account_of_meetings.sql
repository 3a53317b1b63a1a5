ALTER TABLE "zoom_meetings" ADD COLUMN "account_id" text;--> statement-breakpoint
ALTER TABLE "zoom_meetings" ADD COLUMN "left_at_utc" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "follow_ups_open" ON "follow_ups" USING btree ("kind") WHERE resolved_at_utc is null;--> statement-breakpoint
CREATE INDEX "token_consumptions_by_age" ON "token_consumptions" USING btree ("consumed_at_utc");