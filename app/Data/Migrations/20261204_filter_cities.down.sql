drop index contacts_without_cities;
drop index contacts_by_city;
alter table contacts drop column cities_of;
alter table contacts drop column city_fingerprints;
