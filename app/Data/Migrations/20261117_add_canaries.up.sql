-- One row for each encryption key that the worker has had: a text that it knows, encrypted, and when it last wrote it. `verify` decrypts it
-- and reads from written_at how recent a copy of this database is, also where nobody used the application.
create table canaries (
    -- What every ciphertext of the key begins with: its format and the key's id.
    key_prefix bytea primary key check (octet_length(key_prefix) = 5),
    text_cipher bytea not null,
    written_at timestamptz not null
);
