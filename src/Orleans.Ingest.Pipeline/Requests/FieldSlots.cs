using System.Runtime.CompilerServices;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>One value for each <see cref="FieldName"/>.</summary>
[InlineArray((int)FieldName.Id + 1)]
internal struct FieldSlots
{
    private JsonField _first;
}
