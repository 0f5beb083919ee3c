-- The cities of a contact's addresses, which are encrypted: keyed hashes of their folded names, as phone_fingerprints has them of numbers.
-- Null where there is none.
alter table contacts add column city_fingerprints bytea[];
-- The beginning of the addresses_cipher that they were made of: format, key and nonce, which no other ciphertext has. A version that does
-- not know these columns changes addresses_cipher alone; the two then differ, no filter trusts the hashes, and the worker makes them anew.
-- So it does with the rows that are there now.
alter table contacts add column cities_of bytea;
create index contacts_by_city on contacts using gin (city_fingerprints) where city_fingerprints is not null;
create index contacts_without_cities on contacts (id)
    where addresses_cipher is not null and cities_of is distinct from substring(addresses_cipher from 1 for 17);
