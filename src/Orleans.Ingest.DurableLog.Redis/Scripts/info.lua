#!lua flags=no-writes
-- What this Redis is and how it is set, for the start's warnings. KEYS[1] says which node is meant.
return redis.call('INFO')
