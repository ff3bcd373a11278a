using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CsCheck;
using Fitness.Tests.Hosting;
using Fitness.Tests.Import;
using Fitness.Tests.Import.Fit;
using Fitness.Tests.Support;

namespace Fitness.Tests.Robustness;

/// <summary>
/// Damaged bytes of recordings, plain, packed and in forms: each is imported, or refused with what is wrong with it. The long form sends
/// more of them; a failure names the number from which the same request is made again.
/// </summary>
public sealed class MutatedFileTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly byte[][] Files =
    [
        .. Directory
            .GetFiles(Repository.PathOf("Fitness.Tests", "Import", "Files"))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
        .. FitSamples.All.Values,
    ];

    private static readonly HttpStatusCode[] Answers =
    [
        HttpStatusCode.OK,
        HttpStatusCode.Created,
        HttpStatusCode.BadRequest,
        HttpStatusCode.Conflict,
        HttpStatusCode.RequestEntityTooLarge,
        HttpStatusCode.UnsupportedMediaType,
        HttpStatusCode.UnprocessableEntity,
    ];

    [Fact]
    public Task Plain() => SendAllAsync(random => Content(Mutations.Damage(random, Pick(random)), Imports.Gpx));

    [Fact]
    public Task Packed() =>
        SendAllAsync(random =>
        {
            var content = Content(Pack(random), random.Next(2) == 0 ? "application/gzip" : Imports.Tcx);
            if (random.Next(2) == 0)
                content.Headers.ContentEncoding.Add("gzip");
            return content;
        });

    [Fact]
    public Task In_forms() =>
        SendAllAsync(random =>
        {
            var file = random.Next(3) switch
            {
                0 => Pick(random),
                1 => Mutations.Damage(random, Pick(random)),
                _ => Pack(random),
            };
            var head = Encoding.ASCII.GetBytes(
                $"--{Forms.Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
            );
            var end = Encoding.ASCII.GetBytes($"\r\n--{Forms.Boundary}--\r\n");
            if (random.Next(2) == 0)
                head = Mutations.Damage(random, head);
            if (random.Next(3) == 0)
                end = Mutations.Damage(random, end);
            return Content([.. head, .. file, .. end], $"multipart/form-data; boundary={Forms.Boundary}");
        });

    private static byte[] Pick(Random random) => Files[random.Next(Files.Length)];

    private static byte[] Pack(Random random)
    {
        var file = random.Next(2) == 0 ? Mutations.Damage(random, Pick(random)) : Pick(random);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(file);
        return random.Next(2) == 0 ? Mutations.Damage(random, packed.ToArray()) : packed.ToArray();
    }

    private static ByteArrayContent Content(byte[] body, string mediaType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    private async Task SendAllAsync(Func<Random, HttpContent> create)
    {
        var counts = new ConcurrentDictionary<HttpStatusCode, int>();
        var client = api.Client;
        await Gen.Int[0, int.MaxValue]
            .SampleAsync(
                async number =>
                {
                    using var content = create(new Random(number));
                    using var response = await client.PostAsync(Routes.ActivityImport, content, TestContext.Current.CancellationToken);
                    counts.AddOrUpdate(response.StatusCode, 1, (_, count) => count + 1);
                    Assert.Contains(response.StatusCode, Answers);
                },
                iter: LongForm.Times(60, inLongForm: 3000),
                threads: 2
            );
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join(", ", counts.OrderBy(pair => pair.Key).Select(pair => $"{(int)pair.Key}: {pair.Value}"))
        );
    }
}
