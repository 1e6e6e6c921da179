-- Tables that dialects declare: what they keep of them beside the fields, who else serves them, and
-- what administrators have set. New passwords that users ask for. Keys that sign sessions.

alter table counters add column action_id bigint not null default 0;
alter table counters add column password_reset_id bigint not null default 0;
alter table tenants add column session_key bigint not null default 1;
alter table tenants add column oldest_session_key bigint not null default 1;
alter table collections add column unique_sets text not null default '[]';
alter table collections add column declaration text not null default '';
alter table collections add column outlives_owners integer not null default 0;
alter table actions add column declaration text not null default '';

-- Collections that dialects beside their own serve. origin: such a dialect's; name: the collection's.
create table publications(tenant bigint not null, collection bigint not null, origin integer not null, name text not null, primary key(tenant,origin,name)); -- clustered
create unique index publications_collection on publications(tenant,collection,origin);

create table settings(tenant bigint not null, section text not null, name text not null, value text not null, primary key(tenant,section,name)); -- clustered

-- At most one of a user. Found by the number that the waiting mail has.
create table password_resets(id bigint not null, tenant bigint not null, user_id bigint not null, auth_version bigint not null, created_at bigint not null, attempts integer not null, used integer not null, primary key(id)); -- site
create unique index password_resets_user on password_resets(tenant,user_id);
create unique index password_resets_age on password_resets(created_at,id);
