-- What of a row is not imported as it stands: encrypted JSON, as it shows the beginning of values.
alter table import_rows add column changes_cipher bytea;
-- The contact that the row is about, where there is one already, and by what it was found.
alter table import_rows add column match_id uuid;
alter table import_rows add column match_by text check (match_by in ('id', 'externalId', 'email', 'phone', 'name'));
-- What the owner wants of this row; null for what the import does with rows like it.
alter table import_rows add column action text check (action in ('create', 'update', 'skip'));

alter table imports add column encoding text check (length(encoding) <= 40);
alter table imports add column change_count int not null default 0;
alter table imports add column match_count int not null default 0;
-- What is done with rows whose contact is there already: known with the confirmation.
alter table imports add column on_match text check (on_match in ('create', 'update', 'skip'));
alter table imports add column updated_count int not null default 0;
alter table imports add column skipped_count int not null default 0;
