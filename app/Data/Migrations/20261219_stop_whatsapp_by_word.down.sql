drop index whatsapp_outbox_sent;
update whatsapp_outbox set message_cipher = null where status = 'sent';
delete from whatsapp_outbox where kind = 'stopped';
alter table whatsapp_outbox
    drop constraint whatsapp_outbox_message,
    add constraint whatsapp_outbox_message check ((status = 'queued') = (message_cipher is not null)),
    drop constraint whatsapp_outbox_kind_check,
    add constraint whatsapp_outbox_kind_check check (kind in ('code', 'reminder'));
drop index whatsapp_numbers_people;
alter table whatsapp_numbers drop column person_hashes;
