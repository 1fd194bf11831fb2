namespace Orleans.Ingest.Grains.Sites;

/// <summary>Tokens for one front end.</summary>
/// <param name="Window">Start of the window that they belong to.</param>
/// <param name="Tokens">How many.</param>
/// <param name="SetAside">What must be durable before they are handed out; null when enough is.</param>
internal readonly record struct RateGrant(DateTime Window, int Tokens, RateWindowState? SetAside);
