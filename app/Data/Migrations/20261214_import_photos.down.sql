-- What the worker has not put into object storage yet is lost, as an upload that expires is.
alter table imports drop column lost_photo_count;
alter table imports drop column kept_photo_count;
alter table imports drop column photo_count;
drop table import_photos;
