-- Who asked what, from where and when, and how it was answered.

alter table counters add column audit_id bigint not null default 0;

-- at: when it was answered. actor: see core/audit_entry.h; actor_id and actor_name: his number, and
-- what he was called then. request: the number under which the log has the request.
create table audit(tenant bigint not null, at bigint not null, id bigint not null, actor_id bigint not null, request bigint not null, actor integer not null, status integer not null, actor_name text not null, action text not null, method text not null, path text not null, address text not null, primary key(tenant,at,id)); -- clustered
create unique index audit_id on audit(tenant,id);
