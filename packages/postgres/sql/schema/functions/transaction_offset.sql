-- What is added to a transaction's number. 0 in the cluster in which the log was born; raised once where a log is
-- restored into a cluster that counts transactions anew, so that positions go on rising. Replaced, never rewritten.
create function transaction_offset() returns bigint
language sql stable parallel safe
return 0::bigint;
