// What looking after the log sends: how it is ordered, whether the cluster's transactions are those that the log knows.
export const statements = (schema: string) => {
  const events = `${schema}.events`
  const settings = `${schema}.settings`
  const lastTransaction = `coalesce((select max(transaction) from ${events}), 0)`
  return {
    /**
     * The log's last event, if its transaction is one that this cluster has not come to yet. In the strict order there is
     * none, as no event's number says anything about its transaction.
     */
    eventFromTheFuture: `
select stream_id, version
from (select * from ${events} order by transaction desc, sequence desc limit 1) as last
where transaction >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ${schema}.transaction_offset()`,

    /** How the log is ordered. */
    ordering: `select ordering from ${settings}`,

    /** Until the transaction ends nobody writes events. Who reads goes on. */
    lockOutWriters: `lock table ${events} in exclusive mode`,

    /** How the log is ordered, the number of its last transaction and of this one, and the offset between such numbers. */
    place: `
select ordering, ${lastTransaction}, pg_current_xact_id()::text::bigint, transaction_offset from ${settings}`,

    /** $1 the order, $2 the offset, $3 the number below which everything is settled. */
    changeSettings: `
update ${settings} set ordering = $1, transaction_offset = $2::bigint, settled = $3::bigint`,

    /**
     * A transaction's own number and an offset. It is stable, and stands in the statements so that planning does not
     * call it.
     */
    countTransactions: (offset: bigint) => `
create or replace function ${schema}.current_transaction() returns bigint
language sql stable
return pg_current_xact_id()::text::bigint + ${offset}::bigint`,

    /**
     * One number for all, given to one transaction at a time: the next waits until this one has been committed, so that
     * the sequence, drawn afterwards, is the order of commits. An expression, so that it costs a row no call.
     */
    takeTurns: (turns: bigint, number: bigint) => `
create or replace function ${schema}.current_transaction() returns bigint
language sql volatile
return case
  when pg_advisory_xact_lock(${turns}) is null then null
  else ${number}::bigint
end`,

    /** The number of the lock by which they take turns, from a text that names it. */
    turnsOf: "select hashtextextended($1, 0)"
  }
}
