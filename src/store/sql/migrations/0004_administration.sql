-- Who is asked to run a tenant with others, and the mails that wait to be sent.

alter table counters add column invitation_id bigint not null default 0;

-- state: 0 new, 1 declined, 2 accepted. invitee is null when nobody had the e-mail.
create table invitations(id bigint not null, tenant bigint not null, inviter bigint not null, invitee bigint, created_at bigint not null, updated_at bigint not null, role integer not null, state integer not null, digest bytea not null, sealed bytea not null, email text not null, primary key(id)); -- site
create unique index invitations_digest on invitations(digest);
create unique index invitations_tenant on invitations(tenant,id);
create unique index invitations_email on invitations(tenant,email);
create unique index invitations_invitee on invitations(invitee,state,id);

-- kind: 1 activation, 2 password reset (subject: an operator), 3 invitation. What a mail says is
-- made when it is sent.
create table mails(subject bigint not null, due_at bigint not null, kind integer not null, attempts integer not null, primary key(kind,subject)); -- site clustered
create unique index mails_due on mails(due_at,kind,subject);
