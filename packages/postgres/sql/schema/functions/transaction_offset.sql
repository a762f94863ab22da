-- What is added to a transaction's number: 0 in the cluster in which the log was born, more after a restore into one that
-- counts transactions anew. Null in the strict order, where an event's number says nothing about its transaction.
create function transaction_offset() returns bigint
language sql stable parallel safe
return (select case ordering when 'compound' then transaction_offset end from settings);
