-- What a person needs to recognize a session, and how long ago who has it proved who they are.
alter table sessions
    add column authenticated_at timestamptz not null default now(),
    -- When it last got tokens; an access token is good for an hour, so an hour is how exact this is.
    add column last_used_at timestamptz not null default now(),
    add column user_agent text check (length(user_agent) <= 200);
update sessions set authenticated_at = created_at, last_used_at = created_at;

alter table sessions drop constraint sessions_revoked_reason_check;
alter table sessions add constraint sessions_revoked_reason_check check (revoked_reason in (
    'logout', 'logout-everywhere', 'reuse', 'erased',
    'ended', 'replaced', 'too-many', 'password-changed', 'second-factor-changed', 'address-changed', 'address-claimed'));
