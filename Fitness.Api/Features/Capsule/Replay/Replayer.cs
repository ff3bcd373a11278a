using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Fitness.Api.Features.Capsule.Recording;

namespace Fitness.Api.Features.Capsule.Replay;

/// <summary>A request of a capsule, sent again.</summary>
/// <param name="Request">The request.</param>
/// <param name="NotSent">Why it was not sent; null if it was.</param>
/// <param name="Answer">What it was answered; null if it was not sent, or got no answer.</param>
/// <param name="Differences">How that differs from what was recorded.</param>
/// <param name="StorageDiffers">Whether it asked the storage for something else, or was answered something else.</param>
internal sealed record ReplayedRequest(
    CapsuleRequest Request,
    string? NotSent,
    ReplayedAnswer? Answer,
    IReadOnlyList<Difference> Differences,
    bool StorageDiffers
)
{
    /// <summary>Whether what it wrote was written instead of sending it.</summary>
    public bool IsWrittenInstead => NotSent is not null && StorageEffect.Of([Request]).Exists(effect => effect.Writes.Count > 0);

    /// <summary>Whether only the hash of a body was kept, or it is hidden as a whole, so that it was not compared.</summary>
    public bool IsBodyUnknown =>
        NotSent is null && (Request.IsTextHidden || !(Request.ResponseBody.IsWhole && Answer?.Body.IsWhole != false));
}

/// <summary>Sends a capsule's requests again to the service in this process, and compares the answers.</summary>
internal sealed class Replayer(CapsuleStart capsule, CapsuleState state, CapsuleCallers callers, ReplayClock clock, RequestRings rings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What the server itself answers, such as to a header that is too long, is not recorded.
    private static readonly TimeSpan RecordPatience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan MostTaken = TimeSpan.FromHours(1);

    // Those of a request that belong to its content; the others, such as If-Match, are the request's.
    private static readonly HashSet<string> ContentHeaders = new(StringComparer.OrdinalIgnoreCase) { "Content-Type", "Content-Encoding" };

    private static readonly HashSet<string> Conditions = new(StringComparer.OrdinalIgnoreCase) { "If-Match", "If-None-Match" };

    private readonly ConcurrentDictionary<string, TaskCompletionSource<RecordedRequest>> recorded = new(StringComparer.Ordinal);
    private readonly OldCursors oldCursors = new(capsule.Content.Requests, capsule.Before.First);

    private List<CapsuleRequest> Sent =>
        field ??= [.. capsule.Content.Requests.Where(request => request.Number >= capsule.Before.First && ReasonAgainst(request) is null)];

    /// <summary>The order in which the requests go through the service.</summary>
    public ReplayOrder Order => field ??= new ReplayOrder(Sent, capsule.Before.Moved);

    /// <summary>The request that is known by its trace; null if it is none of the capsule's.</summary>
    public int? NumberOf(string traceId) =>
        recorded.ContainsKey(traceId)
            ? int.Parse(traceId.AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Sends all of them.</summary>
    /// <param name="address">Where the service listens.</param>
    /// <param name="begin">Is told of each before it is sent.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Each request, in the capsule's order.</returns>
    public async Task<IReadOnlyList<ReplayedRequest>> RunAsync(Uri address, Action<CapsuleRequest> begin, CancellationToken cancellation)
    {
        rings.Appended += Keep;
        // Requests are known by their traces, which there are only where somebody listens.
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(listener);
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ActivityHeadersPropagator = null,
            }
        )
        {
            BaseAddress = address,
            Timeout = Patience,
        };
        var carried = new Carried(capsule.Items.Select(item => item.ToJsonString()));
        var answers = new ConcurrentDictionary<int, ReplayedAnswer?>();
        var learned = new HashSet<int>();
        var running = new List<Task>();
        foreach (var request in capsule.Content.Requests)
        {
            if (request.Number < capsule.Before.First)
                continue;
            if (ReasonAgainst(request) is not null)
            {
                await state.WriteAsync(StorageEffect.Of([request]).SelectMany(effect => effect.Writes), cancellation);
                continue;
            }
            await Order.BeginAsync(request.Number, cancellation);
            // What has ended tells what its ids stand for.
            running.RemoveAll(task => task.IsCompleted);
            Learn();
            clock.SetOn(request.At, request.At + Took(request));
            begin(request);
            running.Add(SendAsync(request, Message(request, carried)));
        }
        await Task.WhenAll(running);
        rings.Appended -= Keep;
        clock.RunOn(clock.GetUtcNow());
        // Twice: what stands for what in one answer, another one that came with it may tell.
        Learn();
        return
        [
            .. capsule.Content.Requests.Select(request =>
                answers.TryGetValue(request.Number, out var answer)
                    ? Compared(request, answer, carried)
                    : new ReplayedRequest(
                        request,
                        ReasonAgainst(request) ?? "the table before it is not known",
                        null,
                        [],
                        StorageDiffers: false
                    )
            ),
        ];

        async Task SendAsync(CapsuleRequest request, HttpRequestMessage message)
        {
            using (message)
                answers[request.Number] = await AnswerAsync(client, request, message, cancellation);
            Order.Ended(request.Number);
        }

        void Learn()
        {
            foreach (var request in Sent)
            {
                if (answers.TryGetValue(request.Number, out var answer) && learned.Add(request.Number))
                    Compared(request, answer, carried);
            }
        }
    }

    // A capsule may say anything.
    private static TimeSpan Took(CapsuleRequest request) =>
        TimeSpan.FromMilliseconds(Math.Clamp(request.Milliseconds, 0, MostTaken.TotalMilliseconds));

    private string? ReasonAgainst(CapsuleRequest request) =>
        !request.Body.IsWhole ? $"of its body only the hash was kept{Instead(request)}"
        : request.Body.Text is not null ? $"its body was no JSON, and was hidden as a whole{Instead(request)}"
        : request.Status == StatusCodes.Status429TooManyRequests ? "a replay has no limit of requests"
        : request.Status == StatusCodes.Status421MisdirectedRequest ? "it was for another host, whose name was not kept"
        : oldCursors.Has(request) ? "its cursor is of before the first request that is sent"
        : request.Status == StatusCodes.Status499ClientClosedRequest ? $"its client did not wait for the answer{Instead(request)}"
        : null;

    private static string Instead(CapsuleRequest request) =>
        StorageEffect.Of([request]).Exists(effect => effect.Writes.Count > 0) ? "; what it wrote was written instead" : "";

    private async Task<ReplayedAnswer?> AnswerAsync(
        HttpClient client,
        CapsuleRequest request,
        HttpRequestMessage message,
        CancellationToken cancellation
    )
    {
        // Its first digits are the request's number.
        var trace = request.Number.ToString("x8", CultureInfo.InvariantCulture) + ActivityTraceId.CreateRandom().ToHexString()[8..];
        var record = recorded.GetOrAdd(trace, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        message.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        try
        {
            using var response = await client.SendAsync(message, cancellation);
            return ReplayedAnswer.Of(await record.Task.WaitAsync(RecordPatience, cancellation));
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TimeoutException
                || (exception is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            return null;
        }
    }

    private HttpRequestMessage Message(CapsuleRequest request, Carried carried)
    {
        carried.Give(request.Target);
        var message = new HttpRequestMessage(new HttpMethod(request.Method), carried.Carry(request.Target));
        message.Headers.TryAddWithoutValidation("Authorization", callers.TokenOf(request.User, request.IsOperator));
        if ((request.Body.Json?.ToJsonString() ?? request.Body.Text) is { } body)
        {
            carried.Give(body);
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(carried.Carry(body)));
            message.Content.Headers.ContentType = null;
        }
        // Its type was sent, but the body was never read.
        else if (request.Headers.ContainsKey("Content-Type"))
            message.Content = new ByteArrayContent([]);
        foreach (var (name, value) in request.Headers)
        {
            HttpHeaders? headers = ContentHeaders.Contains(name) ? message.Content?.Headers : message.Headers;
            headers?.TryAddWithoutValidation(
                name,
                Conditions.Contains(name) ? carried.CarryTags(request.LastOfPath, value) : carried.Carry(value)
            );
        }
        return message;
    }

    private static ReplayedRequest Compared(CapsuleRequest request, ReplayedAnswer? answer, Carried carried)
    {
        if (answer is null)
            return new ReplayedRequest(
                request,
                null,
                null,
                request.DidNotEnd ? [] : [new("status", request.Status.ToString(CultureInfo.InvariantCulture), null)],
                StorageDiffers: false
            );
        return new ReplayedRequest(
            request,
            null,
            answer,
            new Comparison(carried).Compare(request, answer),
            !request.Asked.SequenceEqual(answer.Storage, StringComparer.Ordinal)
        );
    }

    private void Keep(byte[] record)
    {
        if (RecordReader.Read(record) is { } request && recorded.TryGetValue(request.TraceId, out var waiting))
            waiting.TrySetResult(request);
    }
}
