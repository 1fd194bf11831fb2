-- Takes back what events.sql copied of a month; what was received here has a position and stays. With it a copy may be run again, or finished after it broke off.
DELETE FROM {own:Identifier}.events_v2 WHERE site_id = {as:UInt64} AND toYYYYMM(timestamp) = {month:UInt32} AND ingest_position = 0
