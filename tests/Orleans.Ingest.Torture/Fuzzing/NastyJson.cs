using System.Text;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>JSON that parsers fall over: as values, and as changes to a text of JSON.</summary>
internal static class NastyJson
{
    private static readonly string[] _values =
    [
        "null", "true", "false", "0", "-0", "-1", "1e309", "-1e309", "1e-400", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
        "0.1", "1.", ".5", "+1", "01", "0x10", "NaN", "Infinity", "79228162514264337593543950336", "1E+2147483648", "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"",
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\udc00\\ud800\"", "\"\\uD83D\\uDE00\"", "\"\\ud83d\"", "\"\\u\"", "\"\\x\"", "\"\uFEFF\"", "\"\u202E\"", "\"\u0085\"", "\"\\n\\r\\t\\b\\f\"",
        "\"%00\"", "\"%ff%fe\"", "\"https://\"", "\"http://[::1\"", "\"http://a:99999/\"", "\"//\"", "\"data:text/html,x\"", "\"javascript:1\"", "\"file:///etc/passwd\"",
        "\"http://xn--a\"", "\"http://\\u0430.example/\"", "\"http://user:pass@nowhere.example/x?a=%zz&utm_source=%00#%\"", "\"engagement\"", "\"pageleave\"", "\"pageview\"", "\"404\"",
        "{}", "[]", "[null]", "{\"\":\"\"}", "{\"a\":{\"b\":[]}}", "\"{\\\"a\\\":1}\"", "\"{\"", "{\"amount\":1e30,\"currency\":\"EUR\"}", "{\"amount\":\"1831d\",\"currency\":\"USD\"}", "{\"amount\":-1,\"currency\":3}",
        "2147483648", "-2147483649", "65536", "255", "256", "100", "2592000000",
        "\"nowhere.example, www.nowhere.\"", "\"'; DROP TABLE events_v2; --\"", "\"../../etc/passwd\"", "\"\\\\\"",
    ];

    /// <summary>Some value, most often short, sometimes very long or very deep.</summary>
    public static string Value(Random random) => random.Next(40) switch
    {
        0 => $"\"{new string('a', random.Next(1, 5000))}\"",
        1 => Deep(random, random.Next(1, 3000)),
        2 => new string('9', random.Next(1, 2000)),
        3 => $"\"{string.Concat(Enumerable.Repeat("\\ud83d\\ude00", random.Next(1, 700)))}\"",
        4 => $"{{{string.Join(',', Enumerable.Range(0, random.Next(1, 200)).Select(i => $"\"k{i}\":{i}"))}}}",
        _ => _values[random.Next(_values.Length)],
    };

    /// <summary>Changes a text here and there, byte by byte or in stretches.</summary>
    public static byte[] Mutate(Random random, string json)
    {
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(json));
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var stretch = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, stretch); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, stretch)); break;
                case 4: bytes.InsertRange(at, Encoding.UTF8.GetBytes(_values[random.Next(_values.Length)])); break;
                case 5: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.Insert(at, "\0\"{}[],:\\\n\xFF"u8[random.Next(12)]); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Bytes that have nothing to do with JSON.</summary>
    public static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(0, 600)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Deep(Random random, int levels)
    {
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        // Half of them are never closed.
        return string.Concat(Enumerable.Repeat(open, levels)) + "1" + (random.Next(2) == 0 ? string.Concat(Enumerable.Repeat(close, levels)) : "");
    }
}
