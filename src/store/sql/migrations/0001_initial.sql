-- One text for both engines; store/sql/migrations.h says how each reads it. A table stands on one
-- line. Marks after a table: "site" for tables that are found before the tenant is known, "clustered"
-- for those that SQLite keeps in the order of their key. Columns: 64-bit, 32-bit, then bytes.
-- Times are microseconds since 1970, UTC. Every key of a tenant's table contains the tenant.

-- The directory of the site.
create table tenants(id bigint not null, owner bigint not null, created_at bigint not null, updated_at bigint not null, builtin integer not null, object_id bytea not null, name text not null, description text not null, metadata text not null, primary key(id)); -- site
create unique index tenants_name on tenants(name);
create unique index tenants_object on tenants(object_id);
create unique index tenants_owner on tenants(owner,id);
create table operators(id bigint not null, created_at bigint not null, updated_at bigint not null, active integer not null, email text not null, first_name text not null, last_name text not null, password_hash text not null, metadata text not null, primary key(id)); -- site
create unique index operators_email on operators(email);
create table operator_keys(operator_id bigint not null, digest bytea not null, sealed bytea not null, primary key(digest)); -- site clustered
create unique index operator_keys_operator on operator_keys(operator_id);
create table operator_roles(operator_id bigint not null, tenant bigint not null, role integer not null, primary key(operator_id,tenant)); -- site clustered
create unique index operator_roles_tenant on operator_roles(tenant,operator_id);
create table api_keys(id bigint not null, tenant bigint not null, created_at bigint not null, bypass_lists integer not null, create_users integer not null, create_groups integer not null, anonymous_read integer not null, digest bytea not null, sealed bytea not null, description text not null, primary key(id)); -- site
create unique index api_keys_digest on api_keys(digest);
create unique index api_keys_tenant on api_keys(tenant,id);

-- Locked first by every change; changed_in moves only with the epoch, so that other updates touch no index.
create table counters(tenant bigint not null, epoch bigint not null, changed_in bigint not null, last_at bigint not null, event_id bigint not null, message_id bigint not null, record_id bigint not null, user_id bigint not null, group_id bigint not null, membership_id bigint not null, grant_id bigint not null, collection_id bigint not null, channel_id bigint not null, topic_id bigint not null, tenant_id bigint not null, operator_id bigint not null, api_key_id bigint not null, primary key(tenant));
create unique index counters_changed on counters(changed_in,tenant);
-- postgres: alter table counters set (fillfactor = 50);
insert into counters(tenant,epoch,changed_in,last_at,event_id,message_id,record_id,user_id,group_id,membership_id,grant_id,collection_id,channel_id,topic_id,tenant_id,operator_id,api_key_id) values (0,1,0,0,0,0,0,0,0,0,0,15,0,0,0,0,0);

-- People. A name key is null when the row has no such name, or is gone.
create table users(tenant bigint not null, id bigint not null, owner bigint, primary_group bigint, profile bigint not null, auth_version bigint not null, revision bigint not null, created_at bigint not null, updated_at bigint not null, everyone integer not null, signed_in integer not null, owner_rights integer not null, group_bits integer not null, active integer not null, gone integer not null, uid bytea not null, object_id bytea not null, key_digest bytea, key_sealed bytea not null, username text not null, username_key text, email text not null, email_key text, display_name text not null, first_name text not null, last_name text not null, password_hash text not null, primary key(tenant,id));
create unique index users_username on users(tenant,username_key);
create unique index users_email on users(tenant,email_key);
create unique index users_key on users(tenant,key_digest);
create unique index users_uid on users(tenant,uid);
create unique index users_object on users(tenant,object_id);
create table groups(tenant bigint not null, id bigint not null, owner bigint, primary_group bigint, created_at bigint not null, updated_at bigint not null, everyone integer not null, signed_in integer not null, owner_rights integer not null, group_bits integer not null, grants integer not null, active integer not null, personal integer not null, gone integer not null, uid bytea not null, object_id bytea not null, name text not null, description text not null, primary key(tenant,id));
create unique index groups_uid on groups(tenant,uid);
create unique index groups_object on groups(tenant,object_id);
create unique index groups_shared on groups(tenant,personal,id);
create table memberships(tenant bigint not null, user_id bigint not null, group_id bigint not null, id bigint not null, created_at bigint not null, updated_at bigint not null, rights integer not null, rest integer not null, origin integer not null, uid bytea not null, primary key(tenant,user_id,group_id), foreign key(tenant,user_id) references users(tenant,id), foreign key(tenant,group_id) references groups(tenant,id)); -- clustered
create unique index memberships_group on memberships(tenant,group_id,id);

-- Rights of groups. kind: 2 groups, 3 collections, 4 channels, from 16 the records of that collection.
create table grants(tenant bigint not null, object bigint not null, group_id bigint not null, id bigint not null, created_at bigint not null, updated_at bigint not null, kind integer not null, rights integer not null, rest integer not null, uid bytea not null, primary key(tenant,kind,object,group_id)); -- clustered
create unique index grants_group on grants(tenant,group_id,kind,object);

-- Collections and their records. A column "grants" counts the object's rows in the table of that name.
create table collections(tenant bigint not null, id bigint not null, owner bigint, primary_group bigint, revision bigint not null, created_at bigint not null, updated_at bigint not null, origin integer not null, next_field integer not null, everyone integer not null, signed_in integer not null, owner_rights integer not null, group_bits integer not null, grants integer not null, name text not null, description text not null, fields text not null, metadata text not null, primary key(tenant,id));
create unique index collections_name on collections(tenant,origin,name);
create table records(tenant bigint not null, collection bigint not null, id bigint not null, owner bigint, primary_group bigint, channel bigint, revision bigint not null, created_at bigint not null, updated_at bigint not null, everyone integer not null, signed_in integer not null, owner_rights integer not null, group_bits integer not null, grants integer not null, uid bytea not null, room text not null, fields text not null, primary key(tenant,collection,id));
create unique index records_uid on records(tenant,uid);
create unique index records_owner on records(tenant,owner,collection,id);
create unique index records_channel on records(tenant,channel,id) where channel is not null;
create table record_seek(tenant bigint not null, collection bigint not null, audience bigint not null, id bigint not null, field integer not null, key bytea not null, primary key(tenant,collection,field,audience,key,id)); -- clustered

-- Channels, and the log. number: the message's number, 0 for every other event (which has topic 0).
create table channels(tenant bigint not null, id bigint not null, owner bigint, primary_group bigint, created_at bigint not null, updated_at bigint not null, origin integer not null, everyone integer not null, signed_in integer not null, owner_rights integer not null, group_bits integer not null, grants integer not null, rooms integer not null, publishable integer not null, builtin integer not null, name text not null, description text not null, primary key(tenant,id));
create unique index channels_name on channels(tenant,name);
create unique index channels_group on channels(tenant,primary_group,id);
create table topics(tenant bigint not null, channel bigint not null, id bigint not null, room text not null, primary key(tenant,channel,room)); -- clustered
create table events(tenant bigint not null, topic bigint not null, number bigint not null, id bigint not null, at bigint not null, by_operator bigint, by_api_key bigint, by_user bigint, kind integer not null, about text not null, body text not null, primary key(tenant,topic,number,id)); -- clustered
create unique index events_id on events(tenant,id);
