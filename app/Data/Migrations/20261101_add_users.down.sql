drop table user_identities;
drop table users;
