-- The objects themselves stay in their buckets: nothing names them any more.
drop trigger exports_deleted on exports;
-- What is finished as an object loses its file; it can be asked for again.
update exports set size_bytes = null where object_id is not null;
drop index exports_object;
alter table exports drop column object_id;
drop table attachments;
drop table contact_photos;
drop function delete_stored_object();
drop table stored_objects;
drop table object_deletions;
drop function queue_object_deletion();
