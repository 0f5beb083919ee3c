update sessions set revoked_reason = 'logout' where revoked_reason not in ('logout', 'logout-everywhere', 'reuse', 'erased');
alter table sessions drop constraint sessions_revoked_reason_check;
alter table sessions add constraint sessions_revoked_reason_check
    check (revoked_reason in ('logout', 'logout-everywhere', 'reuse', 'erased'));
alter table sessions drop column authenticated_at, drop column last_used_at, drop column user_agent;
