namespace Orleans.Ingest.EndToEnd.Tests.Contract;

/// <summary>The contract by example: the rules that a client or an operator would miss first.</summary>
internal static class ContractCases
{
    private const string Agent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_4) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.110 Safari/537.36";
    private const string Device = "browser, browser_version, operating_system, operating_system_version, screen_size";
    private const string Frozen = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
    private const string Bot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private const string Props = "arraySort(arrayZip(meta.key, meta.value))";
    private const string Revenue = "revenue_source_amount, revenue_source_currency, revenue_reporting_amount, revenue_reporting_currency";
    private const string NoCurrency = "\\0\\0\\0";
    private static readonly string LongText = new('x', 2001);

    public static IReadOnlyList<ContractCase> All { get; } = [.. Requests(), .. Properties(), .. Drops(), .. Engagements(), .. Revenues(), .. Sources(), .. Sessions()];

    private static IEnumerable<ContractCase> Requests() =>
    [
        new("A request's errors are answered together", Post("""
            "n":"","u":null,"d":" ","h":7,"p":{"k":"LONG"}
            """.Replace("LONG", LongText, StringComparison.Ordinal),
            """400 {"hash_mode":["is invalid"],"url":["is required"],"event_name":["can't be blank"],"props":["keys should have at most 300 bytes and values 2000 bytes"],"domain":["can't be blank"]}""")),
        new("A short name wins over a long one unless it is null",
            Post(""" "n":"short","name":"long" """), Post(""" "n":null,"name":"long","u":null,"url":"http://example.com/long" """))
            { Columns = "name, pathname", Events = ["long\t/long", "short\t/"] },
        new("An event's name may be a number but no list, object, boolean or fraction",
            Post(""" "n":404 """), Post(""" "n":["a"] """, Invalid("event_name")), Post(""" "n":{} """, Invalid("event_name")), Post(""" "n":true """, Invalid("event_name")), Post(""" "n":1.5 """, Invalid("event_name")))
            { Columns = $"name, {Props}", Events = ["404\t[('path','/')]"] },
        new("Hash mode is 1 or 0 and nothing else",
            Post(""" "u":"http://example.com/a#/b%20c","h":"1" """), Post(""" "u":"http://example.com/a#b","h":0 """), Post(""" "h":true """, Invalid("hash_mode")), Post(""" "h":2 """, Invalid("hash_mode")), Post(""" "h":"" """, Invalid("hash_mode")))
            { Columns = "pathname", Events = ["/a", "/a#/b c"] },
        new("Without a domain the host of the URL is meant",
            Post(""" "d":null,"u":"https://www.$SITE:8080/x" """), Post(""" "d":5,"u":"https://$SITE/y" """), Post(""" "d":null,"u":"about:config" """, """400 {"domain":["can't be blank"]}"""))
            { Columns = "pathname", Events = ["/x", "/y"] },
        new("A URL's length counts in bytes", Post($""" "u":"http://example.com/{new string('a', 1981)}" """), Post($""" "u":"http://example.com/{new string('ä', 991)}" """, """400 {"url":["must be a valid url"]}"""))
            { Columns = "length(pathname)", Events = ["1982"] },
        new("Hosts and paths are cleaned, and nonsense is kept as it was written",
            Post(""" "u":"HTTP://user:pw@WWW.Example.COM:81/A%20b%20" """), Post(""" "u":"http://[::1]:8000/100%/x%zz" """), Post(""" "u":"chrome-extension://abc/popup.html" """), Post(""" "u":"/no/host" """), Post(""" "u":"file:///x" """))
            { Columns = "hostname, pathname", Events = ["(none)\t/no/host", "(none)\t/x", "::1\t/100%/x%zz", "abc\t/popup.html", "example.com\t/A b"] },
        new("What is no object of JSON is refused", Raw("[1]"), Raw("5"), Raw("{\"n\":\"pageview\"} x"), Raw("""{"n":"\ud800"}""")),
    ];

    private static IEnumerable<ContractCase> Properties() =>
    [
        new("Props are m, meta, p, props, and may be a text that holds JSON",
            Post(""" "m":{"a":"m"},"p":{"a":"p"} """), Post(""" "meta":{"a":"meta"},"p":{"a":"p"} """), Post(""" "p":"{\"a\":1,\"b\":true,\"c\":null}","props":{"a":"x"} """), Post(""" "p":[1] """), Post(""" "p":"{\"a\":" """))
            { Columns = Props, Events = ["[]", "[]", "[('a','1'),('b','true')]", "[('a','m')]", "[('a','meta')]"] },
        new("Props become text as written; nothing, lists, objects and blanks are left out",
            Post(""" "p":{"b":false,"i":12,"d":12.50,"e":1e3,"s":" x ","n":null,"l":[1],"o":{"a":1},"blank":" ","":"x"} """))
            { Columns = Props, Events = ["[('b','false'),('d','12.50'),('e','1e3'),('i','12'),('s',' x ')]"] },
        new("At most 30 props are kept, the page's path among them",
            Post($$""" "n":"404","u":"http://example.com/gone","p":{{{string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"k{i}\":1"))}}} """))
            { Columns = "length(meta.key), meta.value[indexOf(meta.key, 'path')]", Events = ["30\t/gone"] },
        new("A path that was sent stays, and other events get none",
            Post(""" "n":"Form: Submission","p":{"path":"/mine"} """), Post(""" "n":"WP Form Completions","p":{"path":""} """), Post(""" "n":"Signup" """))
            { Columns = $"name, {Props}", Events = ["Form: Submission\t[('path','/mine')]", "Signup\t[]", "WP Form Completions\t[('path','/')]"] },
    ];

    private static IEnumerable<ContractCase> Drops() =>
    [
        new("Each dropped domain has its reason, in the order of the domains",
            Post(""" "d":"nowhere.test, www.$SITE ,,$SITE" """, "202 not_found,site_page_blocklist,not_found,site_page_blocklist")) { Shields = [("page", "/")] },
        new("A spam referrer drops every domain", Post(""" "d":"$SITE,nowhere.test","r":"https://www.1-best-seo.com/x" """, "202 spam_referrer,spam_referrer")),
        new("The rules of a site are asked in their order",
            Post(""" "u":"http://other.test/no" """, "202 dc_ip", ("x-plausible-ip-type", "dc_ip"), ("x-plausible-ip", "192.0.2.1"), ("User-Agent", Bot)),
            Post(""" "u":"http://other.test/no" """, "202 site_hostname_allowlist", ("x-plausible-ip", "192.0.2.1"), ("User-Agent", Bot)),
            Post(""" "u":"http://example.com/no" """, "202 site_page_blocklist", ("x-plausible-ip", "192.0.2.1"), ("User-Agent", Bot)),
            Post("", "202 site_ip_blocklist", ("x-plausible-ip", "192.0.2.1"), ("User-Agent", Bot)),
            Post("", "202 site_country_blocklist", ("x-plausible-ip", "198.51.100.1"), ("User-Agent", Bot)),
            Post("", "202 bot", ("x-plausible-ip", "198.51.100.1"), ("x-plausible-ip-type", "anonymous_vpn_ip"), ("User-Agent", Bot)),
            Post("", "202", ("x-plausible-ip", "198.51.100.1"), ("x-plausible-ip-type", "anonymous_vpn_ip")))
            { Shields = [("hostname", "*example.com"), ("page", "/no"), ("ip", "192.0.2.0/24"), ("country", "ZZ")], Columns = "country_code", Events = ["A1"] },
        new("A site that is past its last day takes nothing", Post("", "202 payment_required")) { Settings = new { accept_traffic_until = "2020-01-01", ingest_rate_limit_threshold = 0 } },
        // The limit comes before the bots: the one that waited for the site has used up one of the three.
        new("Beyond a site's limit events are throttled until the window ends", Post(""), Post(""), Post("", "202 throttle"), Post(""" "n":"pageleave" """, "202 throttle"))
            { Settings = new { ingest_rate_limit_threshold = 3, ingest_rate_limit_scale_seconds = 86_400 }, Events = ["pageview", "pageview"] },
        new("A threatening address is dropped", Post("", "202 threat_ip", ("x-plausible-ip-type", "threat_ip"))),
        new("A site with a limit of nothing is blocked", Post("", "202 block")) { Settings = new { ingest_rate_limit_threshold = 0 } },
        new("The visitor's address is read in every form",
            Blocked("x-plausible-ip", "2001:0db8:0::1"), Blocked("cf-connecting-ip", "2001:db8::1"), Blocked("b-forwarded-for", "[2001:db8::1]:99, 192.0.2.1"),
            Blocked("x-forwarded-for", "unknown, 2001:db8::1, 192.0.2.1"), Blocked("forwarded", "by=x;For=\"[2001:db8::1]:443\";proto=https"),
            Post("", "202 site_ip_blocklist", ("x-plausible-ip", "nonsense"), ("forwarded", "for=2001:db8::1")),
            Post("", "202", ("cf-connecting-ip", "192.0.2.1:99"), ("x-forwarded-for", "2001:db8::1")))
            { Shields = [("ip", "2001:db8::1")], Events = ["pageview"] },
    ];

    private static IEnumerable<ContractCase> Engagements() =>
    [
        new("An engagement needs a session and a depth or a time, and changes no session",
            Post(""" "n":"engagement","sd":5 """, "202 no_session_for_engagement"), Post(""" "n":"pageleave" """, "202 no_session_for_pageleave"),
            Post(""" "n":"engagement","sd":"x","e":0 """, """400 {"event_name":["engagement event requires a valid integer value for at least one of 'sd' or 'e' fields"]}"""),
            Post(""" "u":"http://example.com/?utm_source=mail" """), Post(""" "n":"engagement","sd":101,"e":"2000","p":{"a":1} """), Post(""" "n":"engagement","sd":-1,"e":5 """), Post(""" "n":"engagement","sd":0,"e":2592000000 """), Post(""" "n":"pageleave","sd":44,"e":7 """))
            {
                Columns = $"name, scroll_depth, engagement_time, {Props}, utm_source",
                Events = ["engagement\t0\t0\t[]\tmail", "engagement\t100\t2000\t[('a','1')]\tmail", "engagement\t255\t5\t[]\tmail", "pageleave\t44\t0\t[]\tmail", "pageview\t0\t0\t[]\tmail"],
                SessionColumns = "events, pageviews, is_bounce, duration", Sessions = ["1\t1\t1\t0"],
            },
        new("Depth and time of other events are ignored", Post(""" "n":"Signup","sd":50,"e":1000,"v":"35","i":"false" """), Post(""" "n":"Video","v":35,"i":false """))
            { Columns = "name, scroll_depth, engagement_time, tracker_script_version, interactive", Events = ["Signup\t0\t0\t0\t1", "Video\t0\t0\t35\t0"] },
    ];

    private static IEnumerable<ContractCase> Revenues() =>
    [
        new("Revenue is a number or a text that begins with one, in the goal's currency if a rate is known",
            Pay(""" "$":{"amount":10.2,"currency":"EUR"} """), Pay(""" "$":"{\"amount\":\"1831d\",\"currency\":\"USD\"}" """), Pay(""" "$":{"amount":1,"currency":"EUR"},"revenue":{"amount":2,"currency":"EUR"} """),
            Pay(""" "$":{} """), Pay(""" "$":{"amount":3,"currency":"eur"} """), Pay(""" "$":{"amount":true,"currency":"EUR"} """), Post(""" "n":"Other","$":{"amount":4,"currency":"EUR"} """))
            {
                Goals = [("Pay", "EUR")],
                Columns = $"name, {Revenue}",
                Events =
                [
                    $"Other\t\\N\t{NoCurrency}\t\\N\t{NoCurrency}", "Pay\t2\tEUR\t2\tEUR", "Pay\t10.2\tEUR\t10.2\tEUR", $"Pay\t1831\tUSD\t\\N\t{NoCurrency}",
                    $"Pay\t\\N\t{NoCurrency}\t\\N\t{NoCurrency}", $"Pay\t\\N\t{NoCurrency}\t\\N\t{NoCurrency}", $"Pay\t\\N\t{NoCurrency}\t\\N\t{NoCurrency}",
                ],
            },
    ];

    private static IEnumerable<ContractCase> Sources() =>
    [
        Visit("An empty tag is a tag", "?utm_source=&ref=x", "https://google.com/", "\t\tgoogle.com\t\tDirect"),
        Visit("The source's tag goes before the shorter ones", "?ref=x&source=y&utm_source=FB", "", "Facebook\tFB\t\t\tOrganic Social"),
        Visit("A paid click of Google without a tag", "?fbclid=1&gclid=2", "https://www.google.com/search?q=x", "Google\t\tgoogle.com/search\t(gclid)\tPaid Search"),
        Visit("An empty medium is a medium", "?gclid=2&utm_medium=", "https://www.google.com/", "Google\t\tgoogle.com\t\tPaid Search"),
        Visit("A campaign over networks goes before its medium", "?utm_campaign=Cross-Network&utm_medium=cpc", "", "\t\t\tcpc\tCross-network"),
        Visit("A paid medium goes before an assistant", "?utm_medium=cpc", "https://chatgpt.com/c/1", "ChatGPT\t\tchatgpt.com/c/1\tcpc\tPaid Other"),
        Visit("A workshop is no shop", "?utm_campaign=workshop", "https://x.com/", "X (Twitter)\t\tx.com\t\tOrganic Social"),
        new("Client hints refine what a frozen user agent says, where the site reads them",
            Hinted("\"Chromium\";v=\"130\", \"Brave\";v=\"130\", \"Not?A_Brand\";v=\"99\"", "\"Windows\"", "\"15.0.0\""), Hinted("\"Brave", "Windows", "\"99"))
            { Settings = new { client_hints = true }, Events = ["pageview", "pageview"], SessionColumns = Device, Sessions = ["Brave\t130.0\tWindows\t11\tDesktop"] },
        new("Client hints are not looked at where the site does not read them",
            Hinted("\"Chromium\";v=\"130\", \"Brave\";v=\"130\"", "\"Windows\"", "\"15.0.0\""))
            { Columns = Device, Events = ["Chrome\t130.0\tWindows\t10\tDesktop"] },
        Visit("A page of the site itself is no source", "?q=1", "https://www.example.com/before", "\t\t\t\tDirect"),
    ];

    private static IEnumerable<ContractCase> Sessions() =>
    [
        new("A session keeps the attributes of its first event, and its events carry them",
            Post(""" "u":"http://example.com/a?utm_source=first","p":{"k":"1"} """), Post(""" "u":"http://blog.example.com/b?utm_source=second","r":"https://google.com","p":{"k":"2"} """))
            {
                Columns = "pathname, utm_source, referrer", Events = ["/a\tfirst\t", "/b\tfirst\t"],
                SessionColumns = "entry_page, hostname, exit_page, exit_page_hostname, utm_source, entry_meta.value, events, pageviews, is_bounce",
                Sessions = ["/a\texample.com\t/b\tblog.example.com\tfirst\t['1']\t2\t2\t0"],
            },
        new("A session that an interactive event began is no bounce, whatever comes after", Post(""" "n":"Signup" """), Post(""" "n":"auto","i":false """), Post(""" "u":"http://example.com/a" """))
            { Events = ["Signup", "auto", "pageview"], SessionColumns = "entry_page, events, pageviews, is_bounce", Sessions = ["/a\t3\t1\t0"] },
        new("Root domains part visitors, subdomains don't", Post(""" "u":"http://a.co.uk/" """), Post(""" "u":"http://x.a.co.uk/" """), Post(""" "u":"http://b.co.uk/" """))
            { Events = ["pageview", "pageview", "pageview"], SessionColumns = "pageviews", Sessions = ["1", "2"] },
    ];

    // Of a member that is there twice the last one counts: what a case says goes before these.
    private static Sent Post(string members, string answer = "202", params (string Name, string Value)[] headers) =>
        new($$"""{"n":"pageview","u":"http://example.com/","d":"$SITE"{{(members.Length > 0 ? "," : "")}}{{members}}}""", answer, [("User-Agent", Agent), .. headers]);

    private static Sent Hinted(string brands, string platform, string version) => new(
        """{"n":"pageview","u":"http://example.com/","d":"$SITE"}""",
        "202",
        [("User-Agent", Frozen), ("Sec-CH-UA", brands), ("Sec-CH-UA-Mobile", "?0"), ("Sec-CH-UA-Platform", platform), ("Sec-CH-UA-Platform-Version", version)]);

    private static Sent Raw(string json) => new(json, """400 {"request":["Unable to parse request body as json"]}""", []);

    private static Sent Blocked(string header, string value) => Post("", "202 site_ip_blocklist", (header, value));

    private static Sent Pay(string revenue) => Post($""" "n":"Pay",{revenue}""");

    private static string Invalid(string field) => $$"""400 {"{{field}}":["is invalid"]}""";

    private static ContractCase Visit(string rule, string query, string referrer, string expected) =>
        new(rule, Post($""" "u":"http://example.com/{query}","r":"{referrer}" """))
        {
            Events = ["pageview"], SessionColumns = "referrer_source, utm_source, referrer, utm_medium, acquisition_channel", Sessions = [expected],
        };
}
