DROP INDEX `outbox_jobs_dead`;--> statement-breakpoint
CREATE INDEX `outbox_jobs_dead` ON `outbox_jobs` (`id`) WHERE status = 'dead';--> statement-breakpoint
DROP INDEX `webhook_jobs_dead`;--> statement-breakpoint
CREATE INDEX `webhook_jobs_dead` ON `webhook_jobs` (`id`) WHERE status = 'dead';