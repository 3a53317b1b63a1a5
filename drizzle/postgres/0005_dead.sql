DROP INDEX "outbox_jobs_dead";--> statement-breakpoint
DROP INDEX "webhook_jobs_dead";--> statement-breakpoint
CREATE INDEX "outbox_jobs_dead" ON "outbox_jobs" USING btree ("id") WHERE status = 'dead';--> statement-breakpoint
CREATE INDEX "webhook_jobs_dead" ON "webhook_jobs" USING btree ("id") WHERE status = 'dead';--> statement-breakpoint
-- Most rows of a job table are finished and at rest: the usual fifth of it would be cleaned far too late.
ALTER TABLE "outbox_jobs" SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_scale_factor = 0.05);--> statement-breakpoint
ALTER TABLE "webhook_jobs" SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_scale_factor = 0.05);
