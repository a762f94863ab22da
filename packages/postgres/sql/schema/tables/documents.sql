-- Read models without SQL: one document for each key, found also by up to four values. A document is null only in the
-- transaction that is about to write it.
create table documents (
  model text collate "C" not null,
  key text collate "C" not null,
  document json,
  index_1 text collate "C",
  index_2 text collate "C",
  index_3 text collate "C",
  index_4 text collate "C",
  primary key (model, key)
);
