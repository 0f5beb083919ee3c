-- Contacts that have a date of any kind: what the list of upcoming dates reads, of ten thousand contacts the few that it is about.
create index contacts_with_dates on contacts (owner_id, id) where deleted_at is null and (birthday is not null or details ? 'dates');
