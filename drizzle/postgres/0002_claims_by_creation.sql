DROP INDEX "slot_claims_expiring";--> statement-breakpoint
CREATE INDEX "slot_claims_by_creation" ON "slot_claims" USING btree ("salesperson_id","created_at_utc");