-- The extension stays: it may have been there before us.
drop table if exists embeddings;
