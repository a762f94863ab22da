-- The number under which this transaction's events stand in the log. It gives the transaction its number if it has none.
-- Replaced, never rewritten: by one that adds an offset, so that positions go on rising in a cluster that counts anew;
-- and for the strict order by one that waits for its turn and gives every transaction the same number.
create function current_transaction() returns bigint
language sql stable
return pg_current_xact_id()::text::bigint;
