using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Storage;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Grain states that outlive a silo, as bytes; writes can be made to fail.</summary>
internal sealed class StoredStates
{
    private readonly ConcurrentDictionary<(string State, string Grain), (long Version, BinaryData Bytes)> _stored = new();
    private int _untilFailure = int.MaxValue;
    private int _failures;

    public int Writes { get; private set; }

    /// <summary>The failing writes arrive all the same: only their answers are lost.</summary>
    public bool FailedWritesArrive { get; set; }

    /// <summary>After this many good writes, so many fail.</summary>
    public void FailAfter(int writes, int failures = 1) => (_untilFailure, _failures) = (writes, failures);

    /// <summary>What a process that starts now would find, if this one were killed.</summary>
    public StoredStates Copy()
    {
        var copy = new StoredStates();
        foreach (var (key, value) in _stored) copy._stored[key] = value;
        return copy;
    }

    public IGrainStorage Storage(OrleansGrainStorageSerializer serializer) => new Served(this, serializer);

    private bool IsFailing()
    {
        Writes++;
        if (_untilFailure-- > 0) return false;
        return _failures-- > 0;
    }

    private sealed class Served(StoredStates states, OrleansGrainStorageSerializer serializer) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            (grainState.ETag, grainState.RecordExists) = (null, false);
            if (!states._stored.TryGetValue((stateName, grainId.ToString()), out var stored)) return Task.CompletedTask;
            grainState.State = serializer.Deserialize<T>(stored.Bytes);
            (grainState.ETag, grainState.RecordExists) = (stored.Version.ToString(CultureInfo.InvariantCulture), true);
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            lock (states)
            {
                var isFailing = states.IsFailing();
                if (isFailing && !states.FailedWritesArrive) throw new IOException("The test fails this write.");
                var key = (stateName, grainId.ToString());
                var version = states._stored.TryGetValue(key, out var stored) ? stored.Version : 0;
                var known = grainState.ETag is { } etag ? long.Parse(etag, CultureInfo.InvariantCulture) : 0;
                if (known != version) throw new InconsistentStateException($"{stateName} of {grainId} is at version {version}, not {known}.");
                states._stored[key] = (version + 1, serializer.Serialize(grainState.State));
                if (isFailing) throw new IOException("The test loses the answer to this write.");
                (grainState.ETag, grainState.RecordExists) = ((version + 1).ToString(CultureInfo.InvariantCulture), true);
            }

            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            lock (states)
            {
                if (states.IsFailing()) throw new IOException("The test fails this write.");
                states._stored.TryRemove((stateName, grainId.ToString()), out _);
            }

            (grainState.ETag, grainState.RecordExists) = (null, false);
            return Task.CompletedTask;
        }
    }
}
