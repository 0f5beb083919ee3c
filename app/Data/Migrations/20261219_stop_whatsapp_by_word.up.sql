-- Who a number's owner is at WhatsApp, keyed: the reports of messages to the number name them, by phone number and by Meta's own id. What
-- they write to us is found by it.
alter table whatsapp_numbers add column person_hashes bytea[] not null default '{}';
create index whatsapp_numbers_people on whatsapp_numbers using gin (person_hashes);

-- 'stopped' confirms to who wrote "stop" that nothing more comes.
alter table whatsapp_outbox
    drop constraint whatsapp_outbox_kind_check,
    add constraint whatsapp_outbox_kind_check check (kind in ('code', 'reminder', 'stopped'));

-- A message that was sent keeps its text until it is delivered or expires: a report may say that it must be sent again.
alter table whatsapp_outbox
    drop constraint whatsapp_outbox_message,
    add constraint whatsapp_outbox_message check (
        (status <> 'queued' or message_cipher is not null) and (status in ('queued', 'sent') or message_cipher is null)
    );
create index whatsapp_outbox_sent on whatsapp_outbox (expires_at) where status = 'sent' and message_cipher is not null;
