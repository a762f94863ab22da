-- Below this number nothing can still appear. Readers of all streams stop before it: in the strict order never, as events
-- are committed in their order there; else before the oldest transaction that is still open, and not before what was
-- settled when the order or the cluster last changed.
create function horizon() returns bigint
language sql stable parallel safe
return (
  select case ordering
    when 'strict' then 9223372036854775807
    else greatest(pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset, settled)
  end
  from settings
);
