drop index contacts_with_dates;
