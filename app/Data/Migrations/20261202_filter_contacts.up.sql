-- What lists of contacts are filtered by, each in the order of the list, and the timeline over all contacts.
create index contacts_by_company on contacts (owner_id, pmcrm_fold(company), sort_name, id) where deleted_at is null and company is not null;

-- A whole birthday, or the month of one whose year or day is unknown.
create function pmcrm_birthday_month(birthday date, details jsonb) returns int
    language sql immutable parallel safe
    return coalesce(extract(month from birthday)::int,
        substring(jsonb_path_query_first(details, '$.dates[*] ? (@.kind == "birthday").date') #>> '{}', '^(?:-|\d{4})-(\d\d)')::int);
create index contacts_by_birthday_month on contacts (owner_id, pmcrm_birthday_month(birthday, details), sort_name, id)
    where deleted_at is null;
create index contacts_by_creation on contacts (owner_id, created_at, id);
create index interactions_by_owner_time on interactions (owner_id, occurred_at desc, id desc);
-- The time that a reminder is listed at, whatever its state.
create index reminders_by_time on reminders (owner_id, coalesce(next_at, completed_at, starts_at), id);
create index reminders_completed_by_time on reminders (owner_id, coalesce(next_at, completed_at, starts_at), id) where status = 'completed';
