drop table whatsapp_codes;
drop table whatsapp_outbox;
drop table whatsapp_numbers;
