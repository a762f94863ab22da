-- The append-only rule, for the triggers that keep it.
create function refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception 'events are only ever added: % of % is refused', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end
$$;
