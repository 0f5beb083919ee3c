drop index reminders_completed_by_time;
drop index reminders_by_time;
drop index interactions_by_owner_time;
drop index contacts_by_creation;
drop index contacts_by_birthday_month;
drop function pmcrm_birthday_month(date, jsonb);
drop index contacts_by_company;
