-- One version of a projection is read.
create unique index projections_active on projections (name) where status = 'active';
