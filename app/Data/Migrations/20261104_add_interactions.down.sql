drop table interactions;
