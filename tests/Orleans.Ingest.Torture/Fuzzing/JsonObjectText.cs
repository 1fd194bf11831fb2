namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>A JSON object as the text of its members, so that it can hold what no serializer writes: a name twice, numbers that are none.</summary>
internal sealed class JsonObjectText
{
    private readonly List<(string Name, string Value)> _members = [];

    /// <summary>Adds a member.</summary>
    /// <param name="name">Its name, without quotes.</param>
    /// <param name="value">JSON, or what looks like it.</param>
    public JsonObjectText With(string name, string value)
    {
        _members.Add((name, value));
        return this;
    }

    /// <summary>Changes one to three members: another value, twice, gone, in another place, or one that nobody knows.</summary>
    public JsonObjectText Mutate(Random random)
    {
        for (var change = random.Next(1, 4); change > 0 && _members.Count > 0; change--)
        {
            var at = random.Next(_members.Count);
            switch (random.Next(6))
            {
                case 0 or 1: _members[at] = (_members[at].Name, NastyJson.Value(random)); break;
                case 2: _members.Add((_members[at].Name, NastyJson.Value(random))); break;
                case 3: _members.RemoveAt(at); break;
                case 4: _members.Insert(random.Next(_members.Count), _members[at]); break;
                default: _members.Add((random.Next(2) == 0 ? "unknown" : "\\u0000", NastyJson.Value(random))); break;
            }
        }

        return this;
    }

    /// <inheritdoc />
    public override string ToString() => $"{{{string.Join(',', _members.Select(member => $"\"{member.Name}\":{member.Value}"))}}}";
}
