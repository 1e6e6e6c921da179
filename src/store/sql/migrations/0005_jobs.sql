-- Work that is too much for one change and is done step by step.

alter table counters add column job_id bigint not null default 0;

-- kind: see core/job.h. The site is tenant 0. What is due is looked for in all tenants at once.
create table jobs(tenant bigint not null, id bigint not null, due_at bigint not null, kind integer not null, state text not null, primary key(tenant,id)); -- clustered
create unique index jobs_due on jobs(due_at,tenant,id);

-- The keys of the users of one tenant, which go with it.
create unique index access_keys_user on access_keys(tenant,user_id,digest);
