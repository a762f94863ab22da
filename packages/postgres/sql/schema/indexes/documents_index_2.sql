-- Documents by a value; those that have none cost it nothing.
create index documents_index_2 on documents (model, index_2, key) where index_2 is not null;
