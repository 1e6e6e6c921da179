-- What accounts, groups and tenants show in three vocabularies, a second credential of users, the
-- core's own tables as collections, and what can be executed on them.

-- What else is known of people. An access key's digest is null when there is no key, a unique name
-- when there is none or the group is gone.
alter table tenants add column organisation text not null default '{}';
alter table users add column confirmed integer not null default 0;
alter table users add column access_key_digest bytea;
alter table users add column access_key_sealed bytea;
alter table users add column capabilities text not null default '{}';
alter table users add column capability_group text not null default '';
alter table users add column password_max_days integer not null default 0;
alter table users add column password_set_at bigint not null default 0;
alter table users add column last_sign_in_at bigint not null default 0;
alter table groups add column unique_name text;
alter table groups add column capabilities text not null default '{}';
alter table groups add column password_max_days integer not null default 0;
create unique index groups_unique_name on groups(tenant,unique_name);
alter table memberships add column capable integer not null default 0;
create unique index memberships_uid on memberships(tenant,uid);
create unique index memberships_id on memberships(tenant,id);

-- The keys of users, which are found before the tenant is known.
create table access_keys(tenant bigint not null, user_id bigint not null, digest bytea not null, primary key(digest)); -- site clustered

-- Collections get an identifier; every row has one, though no engine can say so of a new column.
alter table collections add column uid bytea;
-- sqlite: update collections set uid = randomblob(16);
-- postgres: update collections set uid = uuid_send(gen_random_uuid());
create unique index collections_uid on collections(tenant,uid);
create unique index grants_uid on grants(tenant,uid);

-- What can be executed. Their grants are of kind 5.
create table actions(tenant bigint not null, id bigint not null, collection bigint not null, owner bigint, primary_group bigint, created_at bigint not null, updated_at bigint not null, everyone integer not null, signed_in integer not null, owner_rights integer not null, group_bits integer not null, grants integer not null, uid bytea not null, name text not null, primary key(tenant,id));
create unique index actions_uid on actions(tenant,uid);
create unique index actions_name on actions(tenant,collection,name);

-- The lists of accounts (collection -1) and groups (-2): an entry for every audience that may read
-- the row, as core/rows.h says. Audiences: 1 everyone, else 5 signed-in users, owner * 4 + 2 and
-- group * 4 + 3. Read is the bit of value 2.
insert into record_seek(tenant,collection,audience,id,field,key) select tenant, -1, 1, id, 0, cast('' as bytea) from users where gone=0 and (everyone & 2) <> 0;
insert into record_seek(tenant,collection,audience,id,field,key) select tenant, -1, 5, id, 0, cast('' as bytea) from users where gone=0 and (everyone & 2) = 0 and (signed_in & 2) <> 0;
insert into record_seek(tenant,collection,audience,id,field,key) select tenant, -1, owner * 4 + 2, id, 0, cast('' as bytea) from users where gone=0 and (everyone & 2) = 0 and owner is not null and (owner_rights & 2) <> 0;
insert into record_seek(tenant,collection,audience,id,field,key) select m.tenant, -1, m.group_id * 4 + 3, m.user_id, 0, cast('' as bytea) from memberships m join users u on u.tenant=m.tenant and u.id=m.user_id where u.gone=0 and (m.rights & 2) <> 0;
insert into record_seek(tenant,collection,audience,id,field,key) select tenant, -2, 1, id, 0, cast('' as bytea) from groups where gone=0 and (everyone & 2) <> 0;
insert into record_seek(tenant,collection,audience,id,field,key) select tenant, -2, 5, id, 0, cast('' as bytea) from groups where gone=0 and (everyone & 2) = 0 and (signed_in & 2) <> 0;
insert into record_seek(tenant,collection,audience,id,field,key) select tenant, -2, owner * 4 + 2, id, 0, cast('' as bytea) from groups where gone=0 and (everyone & 2) = 0 and owner is not null and (owner_rights & 2) <> 0;
insert into record_seek(tenant,collection,audience,id,field,key) select tenant, -2, id * 4 + 3, id, 0, cast('' as bytea) from groups where gone=0 and (everyone & 2) = 0 and (group_bits & 2) <> 0;
