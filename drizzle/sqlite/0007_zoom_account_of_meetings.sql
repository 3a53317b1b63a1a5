ALTER TABLE `zoom_meetings` ADD `account_id` text;--> statement-breakpoint
ALTER TABLE `zoom_meetings` ADD `left_at_utc` integer;--> statement-breakpoint
CREATE INDEX `follow_ups_open` ON `follow_ups` (`kind`) WHERE resolved_at_utc is null;--> statement-breakpoint
CREATE INDEX `token_consumptions_by_age` ON `token_consumptions` (`consumed_at_utc`);