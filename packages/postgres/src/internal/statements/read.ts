// What reading one stream, several and all sends.
export const statements = (schema: string) => {
  const events = `${schema}.events`
  const snapshots = `${schema}.snapshots`

  return {
    /** The version of stream $1 before its first event that was recorded at $2 or later, or null. */
    versionBefore: `
select version - 1 from ${events} where stream_id = $1 and recorded_at >= $2 order by version limit 1`,

    /** A page of stream $1 from version $2 to version $3, at most $4 rows. */
    read: {
      forward: page(ofStream("asc")),
      backward: page(ofStream("desc"))
    },

    /** What a fold needs of the first $3 rows of stream $1 after version $2; a payload that is not light is null. */
    tail: tail("$1", "$2::integer"),

    /** As `tail` for each of the streams $1 and the versions $2. The number of the stream comes first. */
    tails: tails(),

    /**
     * As `tails`; and where stream $1 has an append with the command id in $4, a row of the number and the version of
     * its first event.
     */
    tailsAndHandled: `${tails()}
union all
select request.number::integer, handled.version, null, null, null, null, null, null, null
from unnest($1::text[], $4::text[]) with ordinality as request (stream_id, command_id, number)
cross join lateral (
  select version from ${events} where stream_id = request.stream_id and command_id = request.command_id limit 1
) as handled`,

    /**
     * As `tailsAndHandled`, each from the event on at which the last snapshot of the stream stands that has the fingerprint
     * in $5; and for each such snapshot a row of the number, its version, its state as data, its place, and when it was taken.
     */
    tailsFromSnapshots: `
with request as materialized (
  select request.*, snapshot.version, snapshot.state, snapshot.sequence, snapshot.transaction, snapshot.taken_at
  from unnest($1::text[], $2::integer[], $4::text[], $5::text[])
    with ordinality as request (stream_id, after, command_id, fingerprint, number)
  left join lateral (
    select version, state, sequence, transaction, taken_at from ${snapshots}
    where stream_id = request.stream_id and fingerprint = request.fingerprint order by version desc limit 1
  ) as snapshot on true
)
select request.number::integer, found.*
from request cross join lateral (${tail("request.stream_id", "coalesce(request.version - 1, request.after)")}) as found
union all
select request.number::integer, handled.version, null, null, null, null, null, null, null
from request cross join lateral (
  select version from ${events} where stream_id = request.stream_id and command_id = request.command_id limit 1
) as handled
union all
select number::integer, version, null, null, state, true, sequence, transaction, taken_at
from request where version is not null`,

    /** A page of all streams after ($1, $2) and before ($3, $4), of transactions that have settled, at most $5 rows. */
    readAll: {
      forward: page(ofAll("asc")),
      backward: page(ofAll("desc"))
    },

    /**
     * As `readAll`, of events whose category is in $5, whose type is in $6 and whose stream begins with $7, where these are
     * given: at most $8 rows. At most $9 rows are searched, or $8 where they are weighed; the last of them comes in any
     * case, its contents null where it does not fit.
     */
    readAllFiltered: {
      forward: filtered("asc"),
      backward: filtered("desc")
    },

    /** A page of all streams, one after the other, after version $2 of stream $1; of the categories $3, where they are given. */
    readByStream: page({
      from: `${events} where (stream_id, version) > ($1, $2::integer) and coalesce(category = any ($3::text[]), true)`,
      order: "stream_id, version",
      limit: 4
    }),

    /** How many events there are of each category, type and schema version, and when the first and the last were recorded. */
    census: `
select category, type, schema_version, count(*)::float8, min(recorded_at), max(recorded_at)
from ${events} where coalesce(category = any ($1::text[]), true) group by category, type, schema_version`,

    /** A row where there is an event at ($1, $2), whether or not readers may see it yet. */
    eventAt: `select 1 from ${events} where transaction = $1::bigint and sequence = $2::bigint`,

    /** Where the log's last event stands, whether or not readers may see it yet. */
    head: `select transaction, sequence from ${events} order by transaction desc, sequence desc limit 1`,

    /** Tells those who listen on channel $1 that $2 has appended something. */
    announce: `select pg_notify($1, $2)::text`,

    /** Where the last event stands that readers may see, if there is one; which transactions have ended, and the offset. */
    end: `
select last.transaction, last.sequence, pg_current_snapshot()::text, ${schema}.transaction_offset()
from (select) as now left join (
  select transaction, sequence from ${events} where transaction < ${schema}.horizon()
  order by transaction desc, sequence desc limit 1
) as last on true`
  }

  function ofStream(order: Order): Rows {
    return {
      from: `${events} where stream_id = $1 and version >= $2::integer and version <= $3::integer`,
      order: `version ${order}`,
      limit: 4
    }
  }

  function ofAll(order: Order): Rows {
    return { from: `${events} where ${settledBetween()}`, order: inLog(order), limit: 5 }
  }

  function filtered(order: Order): Page {
    const judged = (limit: string) => `
    select *, coalesce(category = any ($5::text[]), true) and coalesce(type = any ($6::text[]), true)
      and coalesce(starts_with(stream_id, $7::text), true) as fits
    from ${events} where ${settledBetween()}
    order by ${inLog(order)} limit ${limit}::integer`
    return {
      isFiltered: true,
      light: `
select ${columnsIf(`fits and ${areLight}`)}, fits from (
  select *, lead(true) over (order by ${inLog(order)}) is null as is_last from (${judged("$9")}
  ) as judged
) as searched
where fits or is_last order by ${inLog(order)} limit $8::integer`,
      weighed: `
select ${columnsIf("fits")}, weight >= $9::integer from (
  select *, sum(bytes) over log as weight, lead(true) over log is null as is_last from (
    select *, case when fits then ${bytes} else 0 end as bytes from (${judged("$8")}
    ) as judged
  ) as found
  window log as (order by ${inLog(order)} rows unbounded preceding)
) as weighed
where (fits or is_last) and weight - bytes < $9::integer order by ${inLog(order)}`
    }
  }

  function settledBetween() {
    return `(transaction, sequence) > ($1::bigint, $2::bigint) and (transaction, sequence) < ($3::bigint, $4::bigint)
      and transaction < ${schema}.horizon()`
  }

  function tail(streamId: string, after: string) {
    return `
select version, type, schema_version, case when ${isLight("data")} then data end, ${isLight("data")} as is_light,
  sequence, transaction, recorded_at
from ${events} where stream_id = ${streamId} and version > ${after} order by version limit $3::integer`
  }

  function tails() {
    return `
select request.number::integer, found.*
from unnest($1::text[], $2::integer[]) with ordinality as request (stream_id, after, number)
cross join lateral (${tail("request.stream_id", "request.after")}) as found`
  }
}

type Order = "asc" | "desc"

const inLog = (order: Order) => `transaction ${order}, sequence ${order}`

/** In the order of `Row`. */
const columns =
  "sequence, transaction, category, stream_id, version, id, type, schema_version, data, metadata, recorded_at"

/** The columns, and null for the contents of a row of which a condition does not hold. */
const columnsIf = (condition: string) =>
  `sequence, transaction, category, stream_id, version, id, type, schema_version,
  case when ${condition} then data end as data, case when ${condition} then metadata end as metadata, recorded_at`

/** What PostgreSQL leaves as it is: longer contents are compressed or kept outside of the row. */
const isLight = (json: string) => `pg_column_compression(${json}) is null and pg_column_size(${json}) <= 2048`

const areLight = `${isLight("data")} and ${isLight("metadata")}`

/** Rows in their order; the number of the parameter that says how many. */
interface Rows {
  readonly from: string
  readonly order: string
  readonly limit: number
}

/** A page in two ways. To weigh it costs PostgreSQL half as much again, so that is done where something heavy was met. */
const page = (rows: Rows): Page => ({ isFiltered: false, light: light(rows), weighed: weighed(rows) })

export interface Page {
  readonly isFiltered: boolean
  /** Contents that are not light are null. */
  readonly light: string
  /** Up to the row that completes so many bytes as one more parameter says; which rows do comes last. */
  readonly weighed: string
}

const light = ({ from, limit, order }: Rows) => `
select ${columnsIf(areLight)} from ${from}
order by ${order} limit $${limit}::integer`

/** The first row comes however heavy it is. */
const weighed = ({ from, limit, order }: Rows) => `
select ${columns}, weight >= $${limit + 1}::integer from (
  select *, sum(bytes) over (order by ${order} rows unbounded preceding) as weight from (
    select ${columns}, ${bytes} as bytes from ${from}
    order by ${order} limit $${limit}::integer
  ) as found
) as weighed
where weight - bytes < $${limit + 1}::integer order by ${order}`

/** As it travels. What is stored compressed has to be unpacked to be measured, anything else has its length beside it. */
const bytesOf = (json: string) =>
  `case when pg_column_compression(${json}) is null then pg_column_size(${json}) else octet_length(${json}::text) end`

const bytes = `${bytesOf("data")} + ${bytesOf("metadata")}`
