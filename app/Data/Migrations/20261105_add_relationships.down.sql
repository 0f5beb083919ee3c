drop table relationships;
