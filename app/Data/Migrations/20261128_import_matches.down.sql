alter table imports drop column skipped_count;
alter table imports drop column updated_count;
alter table imports drop column on_match;
alter table imports drop column match_count;
alter table imports drop column change_count;
alter table imports drop column encoding;

alter table import_rows drop column action;
alter table import_rows drop column match_by;
alter table import_rows drop column match_id;
alter table import_rows drop column changes_cipher;
