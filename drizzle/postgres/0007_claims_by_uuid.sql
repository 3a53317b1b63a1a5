-- The same promise for a third of the cost: as a uuid an id is compared as sixteen bytes, as text by rules of language.
ALTER TABLE "slot_claims" DROP CONSTRAINT "slot_claims_no_overlap";--> statement-breakpoint
ALTER TABLE "slot_claims" ADD CONSTRAINT "slot_claims_no_overlap" EXCLUDE USING gist (
	(salesperson_id::uuid) WITH =,
	tstzrange(from_utc, until_utc) WITH &&,
	(booking_id::uuid) WITH <>
);
