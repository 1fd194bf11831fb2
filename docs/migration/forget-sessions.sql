-- Takes back what sessions.sql copied of a month.
DELETE FROM {own:Identifier}.sessions_v2 WHERE site_id = {as:UInt64} AND toYYYYMM(start) = {month:UInt32} AND ingest_position = 0
