-- The extension stays: it may have been there before this migration.
select;
