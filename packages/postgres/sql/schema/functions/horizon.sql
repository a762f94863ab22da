-- Below this number every transaction has ended, so nothing can still appear there. Readers of all streams stop before it.
create function horizon() returns bigint
language sql stable parallel safe
return pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset();
