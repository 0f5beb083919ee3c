drop table reminder_deliveries;
drop table reminders;
