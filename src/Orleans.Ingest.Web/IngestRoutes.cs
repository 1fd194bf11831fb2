using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Web.Books;
using Orleans.Ingest.Web.Bulk;
using Orleans.Ingest.Web.Check;
using Orleans.Ingest.Web.Console;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Health;
using Orleans.Ingest.Web.Keys;
using Orleans.Ingest.Web.Live;
using Orleans.Ingest.Web.Receipts;
using Orleans.Ingest.Web.Script;
using Orleans.Ingest.Web.SelfCheck;
using Orleans.Ingest.Web.Sites;
using Orleans.Ingest.Web.Visitors;

namespace Orleans.Ingest.Web;

/// <summary>The routes of the front end.</summary>
public static class IngestRoutes
{
    /// <summary>Adds them all: events, bulk, check, tracker script, sites, keys, books, console, health.</summary>
    public static void MapIngest(this IEndpointRouteBuilder routes)
    {
        EventEndpoint.Map(routes);
        BulkEndpoint.Map(routes);
        CheckEndpoint.Map(routes);
        routes.MapScript();
        routes.MapSites();
        routes.MapKeys();
        routes.MapLive();
        routes.MapSelfCheck();
        routes.MapWhoAmI();
        routes.MapReceipts();
        routes.MapBooks();
        routes.MapConsole();
        routes.MapHealth();
        routes.MapFlow();
    }
}
