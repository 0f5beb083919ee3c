drop table model_usage;
drop table recommendation_texts;
alter table tags drop column cadence_days;
alter table contacts drop column cadence_days;
