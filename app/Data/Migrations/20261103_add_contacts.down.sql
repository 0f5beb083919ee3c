drop table contact_tags;
drop table tags;
drop table contacts;
