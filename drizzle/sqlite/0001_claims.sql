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
END;--> statement-breakpoint
CREATE TRIGGER `slot_claims_no_overlap_update` BEFORE UPDATE OF `salesperson_id`, `from_utc`, `until_utc`, `booking_id` ON `slot_claims`
BEGIN
	SELECT RAISE(ABORT, 'slot_claims_span') WHERE NEW.until_utc <= NEW.from_utc OR NEW.until_utc - NEW.from_utc > 172800000;
	SELECT RAISE(ABORT, 'slot_claims_no_overlap') WHERE EXISTS (
		SELECT 1 FROM `slot_claims` AS c
		WHERE c.salesperson_id = NEW.salesperson_id AND c.booking_id <> NEW.booking_id AND c.id <> NEW.id
			AND c.from_utc > NEW.from_utc - 172800000 AND c.from_utc < NEW.until_utc AND c.until_utc > NEW.from_utc
	);
END;
