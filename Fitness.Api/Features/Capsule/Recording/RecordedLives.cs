using System.Text;
using Fitness.Api.Features.Activities;
using Fitness.Api.Storage;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>What the records of a user say of the lives of the user's data: a life ends when all is erased.</summary>
/// <param name="Names">The names of the lives of which they have the counter.</param>
/// <param name="HaveData">Whether they have something that was stored.</param>
internal sealed record RecordedLives(IReadOnlySet<string> Names, bool HaveData)
{
    private static readonly byte[] Name = Text(ChangeCounter.StreamName);
    private static readonly byte[] Item = Text(ItemAttributes.ItemId);

    /// <summary>What records say.</summary>
    public static RecordedLives Of(IEnumerable<byte[]> records)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var haveData = false;
        var done = records
            .Select(record => RecordReader.Read(record))
            .OfType<RecordedRequest>()
            .SelectMany(request => request.Storage)
            .Where(storage => storage.Status == StatusCodes.Status200OK);
        foreach (var storage in done)
        {
            // A name is in what was stored and in what was read; the id of an item is also in what was only asked for.
            AddNames(names, storage.Request.Bytes);
            AddNames(names, storage.Response.Bytes);
            haveData |= storage.Response.Bytes.AsSpan().IndexOf(Item) >= 0;
        }
        return new RecordedLives(names, haveData || names.Count > 0);
    }

    /// <summary>Whether they are of a life that has ended.</summary>
    /// <param name="now">The life that is stored; null if nothing is.</param>
    public bool HasEnded(string? now) => now is null ? HaveData : Names.Any(name => name != now);

    private static void AddNames(HashSet<string> names, ReadOnlySpan<byte> json)
    {
        while (json.IndexOf(Name) is >= 0 and var at)
        {
            json = json[(at + Name.Length)..];
            var end = json.IndexOf((byte)'"');
            if (end < 0)
                return;
            names.Add(Encoding.ASCII.GetString(json[..end]));
        }
    }

    // As DynamoDB and its clients write an attribute that is a text.
    private static byte[] Text(string attribute) => Encoding.ASCII.GetBytes($"\"{attribute}\":{{\"S\":\"");
}
