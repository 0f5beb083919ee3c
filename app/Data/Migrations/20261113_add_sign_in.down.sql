alter table users drop column email_verified_at;
