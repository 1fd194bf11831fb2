using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.UserAgents;

/// <summary>Header sets as browsers send them, and what is made of them.</summary>
public sealed class HintedAgentsTests
{
    private const string Windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
    private const string Mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
    private const string Phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";
    private const string NoPhone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
    private const string Chrome = "\"Chromium\";v=\"130\", \"Google Chrome\";v=\"130\", \"Not?A_Brand\";v=\"99\"";
    private const string FullChrome = "\"Chromium\";v=\"130.0.6723.92\", \"Google Chrome\";v=\"130.0.6723.92\", \"Not?A_Brand\";v=\"99.0.0.0\"";
    private const string Brave = "\"Chromium\";v=\"130\", \"Brave\";v=\"130\", \"Not?A_Brand\";v=\"99\"";

    private static readonly UserAgentParser _parser = UserAgentParser.CreateDefault();
    private static readonly BrandNames _brands = new(PlausibleNames.Read());

    [Theory]
    [InlineData("Windows", "15.0.0", "11")]
    [InlineData("Windows", "13.0.0", "11")]
    [InlineData("Windows", "10.0.0", "10")]
    [InlineData("Windows", "1.0.0", "10")]
    [InlineData("Windows", "0.3.0", "8.1")]
    [InlineData("Windows", "0.1.0", "7")]
    [InlineData("Windows", "0.0.0", "10")]
    [InlineData("Windows", "11.0.0", "10")]
    [InlineData("Windows", "99999999999", "10")]
    [InlineData("Windows", "fifteen", "10")]
    [InlineData("Windows", "", "10")]
    [InlineData("macOS", "15.0.0", "10")]
    public void Windows_11_is_known_by_its_platform_version(string platform, string version, string stored) =>
        Assert.Equal(("Windows", stored), System(Read(Windows, Chrome, FullChrome, $"\"{platform}\"", $"\"{version}\"")));

    [Theory]
    [InlineData("14.5.0", "14.5")]
    [InlineData("15.0.1", "15.0")]
    [InlineData("10.15.7", "10.15")]
    [InlineData("1.0", "10.15")]
    public void MacOS_is_known_beyond_the_frozen_version(string version, string stored) =>
        Assert.Equal(("Mac", stored), System(Read(Mac, Chrome, FullChrome, "\"macOS\"", $"\"{version}\"")));

    [Theory]
    [InlineData("15.0.0", "15")]
    [InlineData("9.0.0", "9")]
    [InlineData("12.1.0", "12.1")]
    [InlineData("", "10")]
    public void Android_is_known_beyond_the_frozen_version_as_agents_wrote_it(string version, string stored) =>
        Assert.Equal(("Android", stored), System(Read(Phone, Chrome, FullChrome, "\"Android\"", $"\"{version}\"", "\"Pixel 8\"")));

    [Theory]
    [InlineData(Brave, "Brave", "130.0")]
    [InlineData("\"Not/A)Brand\";v=\"8\", \"Chromium\";v=\"126\", \"Brave\";v=\"126\"", "Brave", "126")]
    [InlineData("\"Chromium\";v=\"130\", \"Vivaldi\";v=\"7.0\", \"Not?A_Brand\";v=\"99\"", "Vivaldi", "7.0")]
    [InlineData("\"Samsung Internet\";v=\"27.0\", \"Chromium\";v=\"130\"", "Samsung Browser", "27.0")]
    [InlineData("\"Chromium\";v=\"130\", \"Opera\";v=\"114\", \"Not;A=Brand\";v=\"24\"", "Opera", "114")]
    [InlineData("\"Chromium\";v=\"130\", \"Microsoft Edge\";v=\"130\"", "Microsoft Edge", "130.0")]
    public void A_browser_that_calls_itself_Chrome_is_named_by_its_brand(string brands, string browser, string version) =>
        Assert.Equal((browser, version), Browser(Read(Windows, brands, null, "\"Windows\"")));

    [Theory]
    [InlineData(Chrome)]
    [InlineData("\"Chromium\";v=\"130\"")]
    [InlineData("\"(Not(A:Brand\";v=\"99\", \"Not/A)Brand\";v=\"8\", \"Not;A=Brand\";v=\"24\"")]
    [InlineData("\"Brave\";v=\"DROP TABLE\", \"My own browser\";v=\"1\"")]
    [InlineData("\"HeadlessChrome\";v=\"130\", \"Android WebView\";v=\"130\"")]
    public void Made_up_and_unknown_brands_engines_and_Chrome_itself_change_nothing(string brands) => Assert.Same(_parser.Parse(Windows), Read(Windows, brands, null, "\"Windows\""));

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "\"Chromium\";v=\"130\", \"Microsoft Edge\";v=\"130\", \"Not?A_Brand\";v=\"99\"", "Microsoft Edge", "130.0")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 OPR/114.0.0.0", "\"Chromium\";v=\"128\", \"Not;A=Brand\";v=\"24\", \"Opera\";v=\"114\"", "Opera", "114.0")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Brave, "Firefox", "140.0")]
    public void A_browser_that_names_itself_in_the_agent_keeps_its_name(string userAgent, string brands, string browser, string version) =>
        Assert.Equal((browser, version), Browser(Read(userAgent, brands, null, "\"Windows\"", "\"15.0.0\"")));

    [Fact]
    public void Edge_and_Opera_on_Windows_11_are_themselves_there()
    {
        var edge = Read("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", Chrome, null, "\"Windows\"", "\"15.0.0\"");
        Assert.Equal(new("Microsoft Edge", "130.0", "Windows", "11", "Desktop", IsBot: false), edge);
    }

    [Theory]
    [InlineData(Phone, "Pixel 8", "Mobile")]
    [InlineData(NoPhone, "SM-X200", "Tablet")]
    [InlineData(NoPhone, "BRAVIA 4K UR2", "Desktop")]
    [InlineData(NoPhone, "nobody knows this", "Tablet")]
    [InlineData(Phone, "x; Googlebot/2.1", "Mobile")]
    [InlineData(Windows, "BRAVIA 4K UR2", "Desktop")]
    public void The_model_tells_the_kind_of_an_Android_device_and_nothing_else(string userAgent, string model, string screenSize)
    {
        var refined = Read(userAgent, Chrome, null, "\"Android\"", null, $"\"{model}\"");
        Assert.Equal(_parser.Parse(userAgent) with { ScreenSize = screenSize }, refined);
    }

    [Fact]
    public void A_bot_stays_a_bot_and_a_person_one()
    {
        Assert.True(Read("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", Chrome, FullChrome, "\"Windows\"", "\"15.0.0\"").IsBot);
        Assert.False(Read(Phone, "\"HeadlessChrome\";v=\"130\"", null, "\"Android\"", null, "\"Googlebot/2.1\"").IsBot);
        Assert.Equal(UserAgentInfo.Unknown, _parser.ParseWith(SentHeaders.Hints(Brave)!, null));
    }

    [Property(MaxTest = 500)]
    public bool It_never_throws_and_takes_no_name_from_the_sender(string? brand, string? version, string? model, string? platformVersion)
    {
        var hints = SentHeaders.Hints($"\"{brand}\";v=\"{version}\", \"Chromium\";v=\"130\"", null, "\"Android\"", $"\"{platformVersion}\"", $"\"{model}\"");
        if (hints is null) return true;
        var refined = _parser.ParseWith(hints, Phone);
        return refined is { OperatingSystem: "Android", IsBot: false, ScreenSize: "Mobile" or "Tablet" or "Desktop" } && (refined.Browser == "Chrome" || refined.Browser == _brands.Find(brand!));
    }

    private static UserAgentInfo Read(string userAgent, string? brands, string? fullVersions, string? platform, string? platformVersion = null, string? model = null) =>
        _parser.ParseWith(SentHeaders.Hints(brands, fullVersions, platform, platformVersion, model)!, userAgent);

    private static (string, string) System(UserAgentInfo info) => (info.OperatingSystem, info.OperatingSystemVersion);

    private static (string, string) Browser(UserAgentInfo info) => (info.Browser, info.BrowserVersion);
}
