using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>All that is wrong with a request, by field, in the order of the checks.</summary>
public sealed class ValidationErrors
{
    // The messages are our own: only what JSON itself needs is escaped, so that "can't" stays readable.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Nearly always there is none.
    private List<KeyValuePair<string, List<string>>>? _fields;

    /// <summary>Field and messages, in the order of the checks.</summary>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Fields =>
        Held.Select(static pair => KeyValuePair.Create(pair.Key, (IReadOnlyList<string>)pair.Value));

    /// <summary>True when nothing is wrong.</summary>
    public bool IsEmpty => _fields is not { Count: > 0 };

    private List<KeyValuePair<string, List<string>>> Held => _fields ??= [];

    /// <summary>Errors of a single message.</summary>
    public static ValidationErrors Of(string field, string message)
    {
        var errors = new ValidationErrors();
        errors.Add(field, message);
        return errors;
    }

    /// <summary>Adds a message to those of a field.</summary>
    public void Add(string field, string message)
    {
        foreach (var (name, messages) in Held)
        {
            if (name == field)
            {
                messages.Add(message);
                return;
            }
        }

        Held.Add(new(field, [message]));
    }

    /// <summary>Writes the answer's body: <c>{"errors":{"field":["message"]}}</c>.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        writer.WriteStartObject();
        writer.WritePropertyName("errors");
        WriteTo(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the object of fields alone: <c>{"field":["message"]}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, messages) in Held)
        {
            writer.WriteStartArray(name);
            foreach (var message in messages)
                writer.WriteStringValue(message);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
