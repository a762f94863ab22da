-- Documents by a value; those that have none cost it nothing.
create index documents_index_3 on documents (model, index_3, key) where index_3 is not null;
