-- How often the person wants to be in touch, in days: with one contact, or with each that has a tag.
alter table contacts add column cadence_days int check (cadence_days between 1 and 3650);
alter table tags add column cadence_days int check (cadence_days between 1 and 3650);

-- The last texts that a model wrote for recommendations, with what they were written from: the same is not asked for twice.
create table recommendation_texts (
    owner_id uuid primary key references users (id) on delete cascade,
    inputs_hash bytea not null,
    -- A JSON array with a text or null for each recommendation, in their order.
    texts text not null,
    created_at timestamptz not null default now()
);

-- What the model's texts cost, so that one account cannot cost more in a day than it may.
create table model_usage (
    owner_id uuid not null references users (id) on delete cascade,
    day date not null,
    requests int not null default 0,
    tokens bigint not null default 0,
    primary key (owner_id, day)
);
