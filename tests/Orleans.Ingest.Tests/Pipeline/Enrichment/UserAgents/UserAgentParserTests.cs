using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.UserAgents;

public sealed class UserAgentParserTests
{
    private static readonly UserAgentParser Parser = UserAgentParser.CreateDefault();

    [Fact]
    public void Example_of_the_contract()
    {
        var info = Parser.Parse("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_4) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.110 Safari/537.36");
        Assert.Equal(new UserAgentInfo("Chrome", "70.0", "Mac", "10.13", "Desktop", IsBot: false), info);
    }

    [Theory]
    [InlineData("Chrome", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/149.0.0.0 Mobile/15E148 Safari/604.1")]
    [InlineData("Chrome", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Mobile Safari/537.36")]
    [InlineData("Safari", "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1")]
    [InlineData("Firefox", "Mozilla/5.0 (Android 16; Mobile; rv:156.0) Gecko/156.0 Firefox/156.0")]
    [InlineData("Firefox", "Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/101.1 Mobile/15E148 Safari/605.1.15")]
    [InlineData("Opera", "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80 (S60; SymbOS; Opera Mobi/23.348; U; en) Presto/2.5.25 Version/10.54")]
    [InlineData("Microsoft Edge", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36 Edg/151.0.0.0")]
    [InlineData("Samsung Browser", "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A515F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36")]
    [InlineData("Yandex Browser", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 YaBrowser/24.6.0.0 Safari/537.36")]
    public void Browsers_have_one_name_on_all_devices(string browser, string userAgent) => Assert.Equal(browser, Parser.Parse(userAgent).Browser);

    [Fact]
    public void App_on_ios_has_no_version()
    {
        var info = Parser.Parse("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 330.0.3.29.109 (iPhone14,5; iOS 17_5; de_DE; de; scale=3.00; 1170x2532; 600000000)");
        Assert.Equal(("Mobile App", "", "iOS", "Mobile"), (info.Browser, info.BrowserVersion, info.OperatingSystem, info.ScreenSize));
    }

    [Fact]
    public void Android_webview_is_an_app_with_the_version_of_chrome()
    {
        var info = Parser.Parse("Mozilla/5.0 (Linux; Android 13; SM-S911B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/114.0.5735.60 Mobile Safari/537.36");
        Assert.Equal(("Mobile App", "114.0", "Android"), (info.Browser, info.BrowserVersion, info.OperatingSystem));
    }

    [Theory]
    [InlineData("Windows", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36")]
    [InlineData("iPadOS", "Mozilla/5.0 (iPad; CPU OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/148.0.7778.166 Mobile/15E148 Safari/604.1")]
    [InlineData("GNU/Linux", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/154.0.0.0 Safari/537.36")]
    [InlineData("Ubuntu", "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0")]
    [InlineData("Chrome OS", "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36")]
    public void Operating_systems(string system, string userAgent) => Assert.Equal(system, Parser.Parse(userAgent).OperatingSystem);

    [Theory]
    [InlineData("Tablet", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/154.0.0.0 Safari/537.36")]
    [InlineData("Tablet", "Mozilla/5.0 (iPad; CPU OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1")]
    [InlineData("Desktop", "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36")]
    [InlineData("Desktop", "Mozilla/5.0 (Linux; Android 9; AFTKA Build/PS7633) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.4.1 like Chrome/120.0.6099.230 Safari/537.36")]
    [InlineData("Desktop", "Mozilla/5.0 (PlayStation; PlayStation 5/6.50) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.4 Safari/605.1.15")]
    [InlineData("Mobile", "Mozilla/5.0 (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5")]
    [InlineData("Mobile", "Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1")]
    [InlineData("", "curl/8.5.0")]
    public void Screen_size_follows_the_kind_of_device(string screenSize, string userAgent) => Assert.Equal(screenSize, Parser.Parse(userAgent).ScreenSize);

    [Theory]
    [InlineData("curl/8.5.0")]
    [InlineData("okhttp/4.12.0")]
    [InlineData("python-requests/2.31.0")]
    [InlineData("Go-http-client/2.0")]
    [InlineData("some text nobody knows")]
    public void Libraries_and_unknown_texts_are_no_bots(string userAgent) => Assert.False(Parser.Parse(userAgent).IsBot);

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)")]
    [InlineData("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)")]
    [InlineData("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)")]
    [InlineData("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")]
    public void Bots_are_bots(string userAgent) => Assert.True(Parser.Parse(userAgent).IsBot);

    [Fact]
    public void Headless_chrome_is_a_bot()
    {
        var info = Parser.Parse("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.6099.28 Safari/537.36");
        Assert.Equal(("Headless Chrome", "120.0", true), (info.Browser, info.BrowserVersion, info.IsBot));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("some text nobody knows")]
    public void Missing_and_unknown_agents_are_empty(string? userAgent) => Assert.Equal(UserAgentInfo.Unknown, Parser.Parse(userAgent));

    [Fact]
    public void What_stands_behind_the_limit_is_not_read()
    {
        var filler = new string('a', UserAgentParser.MaxLength);
        Assert.Equal(UserAgentInfo.Unknown, Parser.Parse(filler + " Googlebot/2.1"));
        Assert.Equal("curl", Parser.Parse("curl/8.5.0 " + filler).Browser);
    }

    [Fact]
    public void Second_answer_is_the_kept_one()
    {
        const string agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0";
        Assert.Same(Parser.Parse(agent), Parser.Parse(new string(agent)));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData(" ")]
    [InlineData("(")]
    [InlineData("a.")]
    [InlineData("; ")]
    [InlineData("Mozilla/")]
    [InlineData("Chrome/1.")]
    [InlineData("Android 4; ")]
    [InlineData("iPhone; iOS ")]
    [InlineData("bot ")]
    [InlineData("\u0130\ud800\0")]
    public void Repetitions_are_read_to_an_end(string piece) => Assert.NotNull(Parser.Parse(string.Concat(Enumerable.Repeat(piece, 8192 / piece.Length))));

    [Property(MaxTest = 500)]
    public bool Never_throws(string? userAgent) => Parser.Parse(userAgent) is not null;

    [Property(MaxTest = 500)]
    public bool Never_throws_on_what_is_nearly_an_agent(int place, string? insertion, ushort at)
    {
        var agent = UserAgentSample.All[(int)((uint)place % UserAgentSample.All.Count)].UserAgent;
        return Parser.Parse(agent.Insert(at % agent.Length, insertion ?? "")) is not null;
    }
}
