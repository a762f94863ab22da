-- By which ordering and offset it goes, for the comparison with the settings: a restore may have brought only one of them.
comment on function current_transaction() is 'compound, 0';
