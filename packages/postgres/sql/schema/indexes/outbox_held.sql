-- What is behind those that are held is found by them.
create index outbox_held on outbox (name, key, sequence) where held_until is not null;
