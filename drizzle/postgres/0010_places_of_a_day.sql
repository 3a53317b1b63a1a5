-- Refuses what claims more places of a salesperson's day than there are. Whoever claims on such a day counts in turn,
-- and sees all who have counted before: each query within a volatile function takes a look of its own.
CREATE OR REPLACE FUNCTION slot_claims_within(limits json, now_ms float8) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	-- In one order everywhere, so that two cannot deadlock. The first number sets these locks apart from all others.
	PERFORM pg_advisory_xact_lock(4715, day) FROM (
		SELECT DISTINCT hashtext(l.salesperson_id || ' ' || l.from_ms) AS day
		FROM json_to_recordset(limits) AS l(salesperson_id text, from_ms float8)
		ORDER BY day OFFSET 0
	) days;
	IF EXISTS (
		SELECT 1
		FROM json_to_recordset(limits) AS l(salesperson_id text, from_ms float8, until_ms float8, most int)
		WHERE l.most < (
			SELECT count(DISTINCT c.booking_id) FROM slot_claims c
			WHERE c.salesperson_id = l.salesperson_id
				-- A claim lasts 48 hours at most.
				AND c.from_utc > to_timestamp(l.from_ms / 1000) - interval '48 hours'
				AND c.from_utc < to_timestamp(l.until_ms / 1000)
				AND c.start_at_utc >= to_timestamp(l.from_ms / 1000)
				AND c.start_at_utc < to_timestamp(l.until_ms / 1000)
				AND (c.expires_at_utc IS NULL OR c.expires_at_utc > to_timestamp(now_ms / 1000))
		)
	) THEN
		RAISE EXCEPTION 'slot_claims_no_overlap: more begin there than may' USING ERRCODE = 'exclusion_violation';
	END IF;
	RETURN true;
END $$;
