-- What is finished loses its file; it can be asked for again.
drop index exports_queued;
alter table exports add column content_cipher bytea;
alter table exports drop column size_bytes;
drop table export_parts;
