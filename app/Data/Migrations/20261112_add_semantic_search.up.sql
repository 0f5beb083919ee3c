-- Only where the server offers `vector`: search works without, and the application asks whether the table is there.
do $$
begin
    if exists (select from pg_available_extensions where name = 'vector') then
        create extension if not exists vector;
        create table embeddings (
            owner_id uuid not null references users (id) on delete cascade,
            subject_kind text not null check (subject_kind in ('contact', 'interaction')),
            subject_id uuid not null,
            -- Vectors of different models cannot be compared.
            model text not null check (length(model) between 1 and 100),
            content_hash bytea not null,
            embedding vector not null,
            updated_at timestamptz not null default now(),
            primary key (owner_id, subject_kind, subject_id)
        );
    end if;
exception when insufficient_privilege then
    raise notice 'vector is not installed: this role may not create extensions';
end $$;
