#!lua flags=allow-oom
-- Forgets the pending group if it is this one. ARGV: its first and last n. Answers {used, oldest}.
local group = pendingIf(ARGV[1], ARGV[2])
if group then release(group) end
return { used(), oldest() }
