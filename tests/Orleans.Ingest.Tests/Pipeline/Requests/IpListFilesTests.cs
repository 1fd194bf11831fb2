using System.Net;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class IpListFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ip-lists-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly List<IpListReloadEventArgs> _reloads = [];
    private int _writes;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void An_address_has_the_class_of_its_list_and_the_first_of_several()
    {
        using var lists = new IpListFiles(
            Write("dc", "# datacentres", "", "192.0.2.0/24 # a range", "2001:db8::/32 ; another"),
            Write("threat", "192.0.2.7", "198.51.100.7"),
            Write("vpn", "198.51.100.0/24", "192.0.2.9"),
            _time);
        Assert.Equal(IpClass.Datacentre, Class(lists, "192.0.2.7"));
        Assert.Equal(IpClass.Datacentre, Class(lists, "2001:db8::1"));
        Assert.Equal(IpClass.Datacentre, Class(lists, "192.0.2.9"));
        Assert.Equal(IpClass.Threat, Class(lists, "198.51.100.7"));
        Assert.Equal(IpClass.AnonymousVpn, Class(lists, "198.51.100.8"));
        Assert.Equal(IpClass.None, Class(lists, "203.0.113.1"));
        Assert.Equal(IpClass.None, lists.ClassOf(null));
    }

    [Fact]
    public void Without_files_nothing_is_known()
    {
        using var lists = new IpListFiles(null, "", null, _time);
        Assert.Equal(IpClass.None, Class(lists, "192.0.2.7"));
        _time.Advance(IpListFiles.Interval);
        Assert.Equal(IpClass.None, IpLists.None.ClassOf(IPAddress.Loopback));
    }

    [Fact]
    public void A_line_that_is_no_address_is_refused_by_file_and_line()
    {
        var path = Write("threat", "192.0.2.1", "# fine", "192.0.2.1/33");
        var message = Assert.Throws<InvalidDataException>(() => new IpListFiles(null, path, null, _time)).Message;
        Assert.StartsWith($"{path}, line 3: \"192.0.2.1/33\" is neither", message);
    }

    [Fact]
    public void A_changed_file_is_taken_at_the_next_interval()
    {
        var path = Write("vpn", "192.0.2.1");
        using var lists = Watch(path);
        Write("vpn", "192.0.2.1", "192.0.2.2");
        Assert.Equal(IpClass.None, Class(lists, "192.0.2.2"));
        _time.Advance(IpListFiles.Interval);
        Assert.Equal(IpClass.AnonymousVpn, Class(lists, "192.0.2.2"));
        Assert.Equal((path, null), (Assert.Single(_reloads).Path, _reloads[0].Error));
    }

    [Fact]
    public void A_broken_or_missing_file_leaves_the_list_before_in_use_and_is_told_once()
    {
        var path = Write("vpn", "192.0.2.1");
        using var lists = Watch(path);
        Write("vpn", "<html>");
        _time.Advance(IpListFiles.Interval * 3);
        Assert.Contains("line 1", Assert.Single(_reloads).Error!.Message);
        File.Delete(path);
        _time.Advance(IpListFiles.Interval);
        Assert.Single(_reloads);
        Assert.Equal(IpClass.AnonymousVpn, Class(lists, "192.0.2.1"));
    }

    private static IpClass Class(IpListFiles lists, string address) => lists.ClassOf(IPAddress.Parse(address));

    private IpListFiles Watch(string vpn)
    {
        var lists = new IpListFiles(null, null, vpn, _time);
        lists.Reloaded += (_, reload) => _reloads.Add(reload);
        return lists;
    }

    private string Write(string name, params string[] lines)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllLines(path, lines);
        File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 1, 0, 0, _writes++, DateTimeKind.Utc));
        return path;
    }
}
