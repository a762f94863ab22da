-- Documents by a value; those that have none cost it nothing.
create index documents_index_1 on documents (model, index_1, key) where index_1 is not null;
