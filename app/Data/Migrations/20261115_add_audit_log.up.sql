-- Writes what `pgaudit.log` names to the server's log. Only where the server offers it and has loaded it at start
-- (https://cloud.google.com/sql/docs/postgres/pg-audit): elsewhere, everything works without.
do $$
begin
    if exists (select from pg_available_extensions where name = 'pgaudit') then
        create extension if not exists pgaudit;
    end if;
exception
    when insufficient_privilege then
        raise notice 'pgaudit is not installed: this role may not create extensions';
    when object_not_in_prerequisite_state then
        raise notice 'pgaudit is not installed: the server has not loaded it';
end $$;
