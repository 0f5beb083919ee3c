drop table mail_suppressions;
drop table mail_outbox;
