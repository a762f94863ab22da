// What reading one stream, several and all sends.
export const statements = (schema: string) => {
  const events = `${schema}.events`
  const columns =
    "sequence, transaction, category, stream_id, version, id, type, schema_version, data, metadata, recorded_at"

  return {
    /** The version of stream $1 before its first event that was recorded at $2 or later, or null. */
    versionBefore: `
select version - 1 from ${events} where stream_id = $1 and recorded_at >= $2 order by version limit 1`,

    /** A page of stream $1 from version $2 to version $3, at most $4 rows. */
    read: {
      forward: page("asc"),
      backward: page("desc")
    },

    /** A page of all streams after ($1, $2) and before ($3, $4), at most $5 rows, of transactions that have settled. */
    readAll: {
      forward: pageOfAll("asc"),
      backward: pageOfAll("desc")
    }
  }

  function page(order: "asc" | "desc") {
    return `
select ${columns} from ${events}
where stream_id = $1 and version >= $2::integer and version <= $3::integer
order by version ${order} limit $4::integer`
  }

  function pageOfAll(order: "asc" | "desc") {
    return `
select ${columns} from ${events}
where (transaction, sequence) > ($1::bigint, $2::bigint) and (transaction, sequence) < ($3::bigint, $4::bigint)
  and transaction < ${schema}.horizon()
order by transaction ${order}, sequence ${order} limit $5::integer`
  }
}
