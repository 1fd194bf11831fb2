namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>What a token is, as far as this project asks.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in backticks or double quotes.</summary>
    QuotedName,

    /// <summary>A text in single quotes or a heredoc.</summary>
    Text,

    /// <summary>A number, or one character of punctuation.</summary>
    Other,
}
