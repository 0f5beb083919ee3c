drop table message_preferences;
