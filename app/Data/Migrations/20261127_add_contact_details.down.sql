drop index contacts_external_id;
alter table contacts drop column external_id;
alter table contacts drop column custom_fields_cipher;
alter table contacts drop column details;
alter table contacts drop column department;
alter table contacts drop column nickname;
