#!lua
-- Refused while Redis is at maxmemory, as an append is.
return 1
