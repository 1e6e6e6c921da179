-- Files of records. A row that is due is nobody's: its bytes are removed, and then the row.

-- due_at: of a file that belongs to a record, the end of time; of one that waits for its record, when
-- it is given up; 0 when it was let go. collection and record are 0 while it waits.
create table files(tenant bigint not null, collection bigint not null, record bigint not null, size bigint not null, created_at bigint not null, due_at bigint not null, name text not null, media_type text not null, primary key(tenant,name)); -- clustered
create unique index files_name on files(name,tenant);
create unique index files_due on files(due_at,tenant,name);
create unique index files_record on files(tenant,collection,record,name);

-- The bytes, where they do not lie in a folder: 256 KiB each but the last.
create table file_chunks(tenant bigint not null, number bigint not null, name text not null, bytes bytea not null, primary key(tenant,name,number));
