using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Contracts.Quarantine;

namespace Orleans.Ingest.Web.Sites;

/// <summary>Answers of the API that are no success, all in one shape: <c>{"errors": {field: [message]}}</c>.</summary>
internal static class ApiErrors
{
    public static IResult Invalid(string field, string message) => Answer(StatusCodes.Status400BadRequest, field, message);

    public static IResult Unauthorized() => Answer(StatusCodes.Status401Unauthorized, "authorization", "send the key as 'Authorization: Bearer <key>'");

    public static IResult Forbidden(string message) => Answer(StatusCodes.Status403Forbidden, "authorization", message);

    public static IResult TooManyWrongKeys() => Answer(StatusCodes.Status429TooManyRequests, "authorization", "too many different wrong keys came from this address: wait a minute");

    public static IResult OtherSite() => Forbidden("this key is for one site, and opens that site's own routes only");

    public static IResult TooManyConsoles(int open) => Answer(StatusCodes.Status503ServiceUnavailable, "request", $"{open} consoles are open on this front end: close one");

    public static IResult NoSuchSite() => NotFound("domain", "no site of this domain");

    public static IResult NotFound(string field, string message) => Answer(StatusCodes.Status404NotFound, field, message);

    public static IResult TooManyRedecisions() => Answer(StatusCodes.Status409Conflict, "domain", $"has {Redecision.MostUnfinished} redecisions under way: wait until one is done, see …/redecisions");

    public static IResult DomainTaken() => Answer(StatusCodes.Status409Conflict, "domain", "has already been taken");

    public static IResult Unavailable() => Answer(StatusCodes.Status503ServiceUnavailable, "request", "the service cannot reach its sites now, try again");

    /// <summary>Any of them.</summary>
    public static IResult Answer(int status, string field, string message) =>
        Results.Json(new ApiErrorAnswer(new() { [field] = [message] }), ApiJson.Readable.ApiErrorAnswer, statusCode: status);
}
