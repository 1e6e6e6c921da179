-- The values that records have taken in unique fields. "field" is the field's number; a record's own
-- rows are known from the record, so no index by "id" is kept.
create table record_unique(tenant bigint not null, collection bigint not null, id bigint not null, field integer not null, key bytea not null, primary key(tenant,collection,field,key)); -- clustered

-- Collections that are here already name no list for their ordered and filterable fields, and
-- record_seek has none: a field without "index" in the text of collections.fields is read as one
-- that is not indexed (0). The next change of the collection's fields gives it a list.
