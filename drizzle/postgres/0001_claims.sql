-- No two bookings may claim overlapping time of one salesperson: the database itself refuses it.
-- A booking that is being moved holds its old and its new time at once, hence booking_id.
CREATE EXTENSION IF NOT EXISTS btree_gist;--> statement-breakpoint
ALTER TABLE "slot_claims" ADD CONSTRAINT "slot_claims_span" CHECK (from_utc < until_utc AND until_utc - from_utc <= interval '48 hours');--> statement-breakpoint
ALTER TABLE "slot_claims" ADD CONSTRAINT "slot_claims_no_overlap" EXCLUDE USING gist (
	salesperson_id WITH =,
	tstzrange(from_utc, until_utc) WITH &&,
	booking_id WITH <>
);
