// What read models without SQL ask and write: documents by model and key, and by the values of their indexed fields.
export const statements = (schema: string) => {
  const documents = `${schema}.documents`
  /** The model of a projection's active version, or null; in one statement with what is read of it. */
  const active = `(select name || '@' || version from ${schema}.projections where name = $1 and status = 'active')`
  const insert = `
insert into ${documents} (model, key, document, index_1, index_2, index_3, index_4)
select $1, key, document, nullif(index_1, ''), nullif(index_2, ''), nullif(index_3, ''), nullif(index_4, '')
from unnest((select $2::text[]), $3::json[], $4::text[], $5::text[], $6::text[], $7::text[])
  as written (key, document, index_1, index_2, index_3, index_4)
order by key collate "C"`
  return {
    /** The documents of model $1 with the keys $2, in their order; null where there is none. */
    documents: `
select document::text from unnest((select $2::text[])) with ordinality as asked (key, number)
left join ${documents} as documents on documents.model = $1 and documents.key = asked.key
order by number`,

    /** Those of the keys $2 of model $1 that have documents, which nobody else changes until the transaction ends. */
    lockDocuments: `
select key, document::text from ${documents} where model = $1 and key = any ((select $2::text[])::text[])
order by key for update`,

    /** Documents of model $1: $2 keys, $3 JSON texts, $4 to $7 values, '' for none, as the driver takes no array of nulls. */
    writeDocuments: `
${insert}
on conflict (model, key) do update set document = excluded.document, index_1 = excluded.index_1,
  index_2 = excluded.index_2, index_3 = excluded.index_3, index_4 = excluded.index_4`,

    /** The same where there are none yet. */
    insertDocuments: insert,

    /** Takes the keys $2 of model $1, which have no documents, for as long as it takes to delete them. */
    reserveDocuments: `
insert into ${documents} (model, key) select $1, key from unnest($2::text[]) as key order by key collate "C"`,

    deleteDocuments: `delete from ${documents} where model = $1 and key = any ($2::text[])`,

    /** As `documents`, of the active version of projection $1; the model comes first, null where there is none, also for no keys. */
    activeDocuments: `
select model.name, document::text from (select ${active} as name) as model
left join unnest($2::text[]) with ordinality as asked (key, number) on true
left join ${documents} as documents on documents.model = model.name and documents.key = asked.key
order by number`,

    /** Documents of the active version of projection $1 by key, after $2, at most $3; a row of nulls ends them. */
    documentsByKey: found(`
  select key, document::text, null as value from ${documents}
  where model = ${active} and document is not null and ($2::text is null or key > $2::text)
  order by key limit $3::integer`),

    /** By an indexed value from $2 to $3, after the value $4 and the key $5, at most $6. */
    documentsByIndex: [1, 2, 3, 4].map((number) =>
      found(`
  select key, document::text, index_${number} as value from ${documents}
  where model = ${active} and index_${number} is not null
    and ($2::text is null or index_${number} >= $2::text) and ($3::text is null or index_${number} <= $3::text)
    and ($5::text is null or (index_${number}, key) > ($4::text, $5::text))
  order by index_${number}, key limit $6::integer`)
    ),

    /** Deletes up to $2 documents of model $1, and gives how many. */
    dropDocuments: `
with gone as (
  delete from ${documents} where model = $1
    and key in (select key from ${documents} where model = $1 order by key limit $2::integer)
  returning 1
)
select count(*)::integer from gone`
  }
  /** The last row tells whether there is a version to be read, as no row would be no answer. */
  function found(rows: string) {
    return `select * from (${rows}
) as found
union all select null, ${active}, null`
  }
}
