-- Documents by a value; those that have none cost it nothing.
create index documents_index_4 on documents (model, index_4, key) where index_4 is not null;
