-- The number under which this transaction's events stand in the log. It gives the transaction its number if it has none.
create function current_transaction() returns bigint
language sql stable
return pg_current_xact_id()::text::bigint + transaction_offset();
