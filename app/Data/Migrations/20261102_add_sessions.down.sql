drop table revoked_sessions;
drop table refresh_tokens;
drop table sessions;
