-- When an identity provider vouched that the address is the person's. Null where it was only typed in: such an account is never joined with
-- an identity by its address.
alter table users add column email_verified_at timestamptz;
