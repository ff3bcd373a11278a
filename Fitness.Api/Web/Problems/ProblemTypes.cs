namespace Fitness.Api.Web.Problems;

/// <summary>A kind of error. Its <c>type</c> address is stable, and the service answers it.</summary>
/// <param name="Name">The last part of the <c>type</c> address.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What happened.</param>
/// <param name="Remedy">What the client does about it.</param>
public sealed record ProblemType(string Name, int Status, string Title, string Remedy)
{
    /// <summary>The value of <c>type</c> in problem details.</summary>
    public string Type => $"{Routes.Problems}/{Name}";
}

/// <summary>Every kind of error that the service returns.</summary>
internal static class ProblemTypes
{
    public static readonly ProblemType Invalid = new(
        "invalid-request",
        400,
        "The request is not valid.",
        "Correct the fields that 'errors' names."
    );
    public static readonly ProblemType MalformedJson = new("malformed-json", 400, "The body is not JSON.", "Send one JSON document.");
    public static readonly ProblemType BadRequest = new(
        "bad-request",
        400,
        "The request cannot be read.",
        "Correct the request as 'detail' says."
    );
    public static readonly ProblemType Unauthorized = new(
        "unauthorized",
        401,
        "The call needs a valid token.",
        "Send 'Authorization: Bearer' with a token of the configured issuer; 'detail' says what is wrong with the one that was sent."
    );
    public static readonly ProblemType Forbidden = new(
        "forbidden",
        403,
        "The token does not allow this call.",
        "Use a token that has a subject and the needed role."
    );
    public static readonly ProblemType CrossSite = new(
        "cross-site-request",
        403,
        "A page of another site sent the request.",
        "Call the service from a program or from a page of its own; or set an issuer, and send a token."
    );
    public static readonly ProblemType NotFound = new("not-found", 404, "There is nothing at this address.", "Check the address.");
    public static readonly ProblemType ActivityNotFound = new(
        "activity-not-found",
        404,
        "There is no such activity.",
        "Check the id; the activity may have been deleted on another device."
    );
    public static readonly ProblemType MethodNotAllowed = new(
        "method-not-allowed",
        405,
        "The address does not know this method.",
        "Use a method that the 'Allow' header names."
    );
    public static readonly ProblemType SlowBody = new(
        "slow-body",
        408,
        "The body came too slowly.",
        "Send it again over a better network, or in smaller parts."
    );
    public static readonly ProblemType EraseInProgress = new(
        "erase-in-progress",
        409,
        "Everything of the caller is being erased.",
        $"Repeat 'DELETE {Routes.Me}' until it answers 204, and then this call."
    );
    public static readonly ProblemType ActivityDeleted = new(
        "activity-deleted",
        409,
        "The activity was deleted.",
        "Remove it from this device too. Only if the user wants it back, send it with 'If-None-Match: *'."
    );
    public static readonly ProblemType TokenExpired = new(
        "sync-token-expired",
        410,
        "The token leads nowhere any more.",
        "Begin anew: ask without a token, and replace what the device has by what comes."
    );
    public static readonly ProblemType StaleVersion = new(
        "stale-version",
        412,
        "The precondition does not hold.",
        "Read the activity again, merge, and send its current ETag."
    );
    public static readonly ProblemType TooLarge = new("body-too-large", 413, "The body is too large.", "Send less at once.");
    public static readonly ProblemType UnsupportedMediaType = new(
        "unsupported-media-type",
        415,
        "The body's media type or content coding is not one that this call takes.",
        "Send the media type, or in the coding, that 'detail' names."
    );
    public static readonly ProblemType Misdirected = new(
        "misdirected-request",
        421,
        "The service does not answer under this host name.",
        "Use a name that 'detail' allows."
    );
    public static readonly ProblemType KeyReused = new(
        "idempotency-key-reused",
        422,
        "The idempotency key belongs to another body.",
        "Use a new key for a new request."
    );
    public static readonly ProblemType UnreadableFile = new(
        "unreadable-file",
        422,
        "The file cannot be read as an activity.",
        "Export it anew, or correct it where 'line' and 'column' point, in a FIT file 'offset'. What is no activity, such as a course, stays one."
    );
    public static readonly ProblemType NoDescription = new(
        "no-environment-description",
        422,
        "The body is no environment description.",
        $"Send one as 'GET {Routes.EnvironmentDescription}' answered it; 'errors' names what is wrong by its JSON Pointer."
    );
    public static readonly ProblemType UnknownUpload = new(
        "unknown-upload",
        422,
        "A file is none that was uploaded.",
        "Leave out the files that 'errors' names by its JSON Pointer, or send their bytes as they were uploaded."
    );
    public static readonly ProblemType RangeTooLarge = new(
        "range-too-large",
        422,
        "The range has too many activities for one answer.",
        "Ask for a shorter range."
    );
    public static readonly ProblemType IfMatchRequired = new(
        "if-match-required",
        428,
        "Changing an activity needs a precondition.",
        "Send the activity's current ETag as If-Match."
    );
    public static readonly ProblemType TooManyRequests = new(
        "too-many-requests",
        429,
        "There were too many requests.",
        "Wait for the seconds in 'Retry-After'. The 'RateLimit' header says how many requests are left."
    );
    public static readonly ProblemType TooManyImports = new(
        "too-many-imports",
        429,
        "The caller imports too many files at once.",
        "Wait until one of them is imported, and send the file again."
    );
    public static readonly ProblemType Internal = new(
        "internal-error",
        500,
        "The service failed.",
        "Try again; if it happens again, report the 'traceId'."
    );
    public static readonly ProblemType Unavailable = new(
        "storage-unavailable",
        503,
        "The storage does not answer.",
        "Try again after the seconds in 'Retry-After'."
    );
    public static readonly ProblemType Busy = new(
        "storage-busy",
        503,
        "The storage has more to do than it can.",
        "Try again after the seconds in 'Retry-After'."
    );
    public static readonly ProblemType IssuerUnavailable = new(
        "issuer-unavailable",
        503,
        "The tokens' issuer does not answer, so that none can be checked.",
        "Try again after the seconds in 'Retry-After'; the token need not be a new one."
    );
    public static readonly ProblemType ImportsBusy = new(
        "imports-busy",
        503,
        "The service imports as many files as it can.",
        "Send the file again after the seconds in 'Retry-After'."
    );
    public static readonly ProblemType StorageFull = new("storage-full", 507, "The user's storage is full.", "Delete activities first.");

    /// <summary>All of them.</summary>
    public static readonly ProblemType[] All =
    [
        Invalid,
        MalformedJson,
        BadRequest,
        Unauthorized,
        Forbidden,
        CrossSite,
        NotFound,
        ActivityNotFound,
        MethodNotAllowed,
        SlowBody,
        EraseInProgress,
        ActivityDeleted,
        TokenExpired,
        StaleVersion,
        TooLarge,
        UnsupportedMediaType,
        Misdirected,
        KeyReused,
        UnreadableFile,
        NoDescription,
        UnknownUpload,
        RangeTooLarge,
        IfMatchRequired,
        TooManyRequests,
        TooManyImports,
        Internal,
        Unavailable,
        Busy,
        IssuerUnavailable,
        ImportsBusy,
        StorageFull,
    ];

    /// <summary>The kind for a status that the framework itself returned, or null.</summary>
    public static ProblemType? OfStatus(int status) =>
        status == BadRequest.Status ? BadRequest : All.FirstOrDefault(type => type.Status == status);
}
