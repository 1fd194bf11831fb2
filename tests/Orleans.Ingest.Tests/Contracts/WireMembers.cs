using System.Reflection;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Grains.Sites;

namespace Orleans.Ingest.Tests.Contracts;

/// <summary>What messages, calls and stored states are on the wire and in storage, one line for each name and number.</summary>
internal static class WireMembers
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>All lines, sorted.</summary>
    public static IReadOnlyList<string> Lines() =>
        [.. (from assembly in (Assembly[])[typeof(ISiteGrain).Assembly, typeof(SiteState).Assembly]
             from type in assembly.GetTypes()
             where type.IsDefined(typeof(AliasAttribute))
             from line in LinesOf(type)
             select line).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The numbered members of a type.</summary>
    public static IEnumerable<(uint Id, string Name, Type Type)> MembersOf(Type type) =>
        from member in type.GetMembers(Declared)
        where member.IsDefined(typeof(IdAttribute))
        let id = member.GetCustomAttribute<IdAttribute>()!.Id
        orderby id
        select (id, member.Name, member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType);

    private static IEnumerable<string> LinesOf(Type type)
    {
        var alias = type.GetCustomAttribute<AliasAttribute>()!.Alias;
        if (type.IsEnum) return EnumLines(alias, type);
        return type.IsInterface
            ? type.GetMethods().Select(method =>
                $"{alias}: {method.GetCustomAttribute<AliasAttribute>()?.Alias}({string.Join(", ", method.GetParameters().Select(parameter => NameOf(parameter.ParameterType)))}) {NameOf(method.ReturnType)}").Prepend($"{alias}: interface")
            : MembersOf(type).SelectMany(member => ForeignEnumLines(member.Type).Prepend($"{alias}: {member.Id:00} {NameOf(member.Type)} {member.Name}"));
    }

    /// <summary>An enumeration's values are on the wire wherever it is declared, with an alias or without.</summary>
    private static IEnumerable<string> ForeignEnumLines(Type member) =>
        (Nullable.GetUnderlyingType(member) ?? member) is var type && type.IsDefined(typeof(AliasAttribute)) ? [] : EnumLines(type.Name, type);

    private static IEnumerable<string> EnumLines(string alias, Type type) =>
        type.IsEnum ? Enum.GetValues(type).Cast<object>().Select(value => $"{alias}: {Convert.ToInt64(value, null):00} {value}") : [];

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return NameOf(value) + "?";
        if (type.IsArray) return NameOf(type.GetElementType()!) + "[]";
        return type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name;
    }
}
