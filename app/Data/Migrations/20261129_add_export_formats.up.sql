-- Contacts as vCards 3.0 and as CSV.
alter table exports drop constraint exports_format_check;
alter table exports add constraint exports_format_check check (format in ('json', 'vcard', 'vcard3', 'csv'));
