using System.Net;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Knows the class of an address where no proxy has named one.</summary>
public interface IIpClassifier
{
    /// <summary>The class; <see cref="IpClass.None"/> when nothing is known.</summary>
    IpClass ClassOf(IPAddress? address);
}
