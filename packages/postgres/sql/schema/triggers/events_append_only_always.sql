-- Also where triggers are off: for replication's workers and under session_replication_role.
alter table events enable always trigger events_append_only;
