// What looking after the log sends: whether the cluster's transactions are those that the log knows.
export const statements = (schema: string) => {
  const events = `${schema}.events`
  return {
    /** The log's last event, if its transaction is one that this cluster has not come to yet. */
    eventFromTheFuture: `
select stream_id, version
from (select * from ${events} order by transaction desc, sequence desc limit 1) as last
where transaction >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ${schema}.transaction_offset()`
  }
}
