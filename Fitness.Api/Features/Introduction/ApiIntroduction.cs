using Fitness.Api.Features.Activities;
using Fitness.Api.Features.Batch;
using Fitness.Api.Features.Changes;
using Fitness.Api.Features.Import;
using Fitness.Api.Web.Authentication;
using Fitness.Api.Web.Problems;
using Fitness.Api.Web.RateLimiting;
using Fitness.Api.Web.Server;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;

namespace Fitness.Api.Features.Introduction;

/// <summary>
/// The introduction of the OpenAPI document, with which the reference page opens: what a developer of an app has to know before the single
/// operations. It is the same in every environment, so it names no setting's value.
/// </summary>
internal static class ApiIntroduction
{
    /// <summary>The introduction, as CommonMark; the page shows its headings in the side bar.</summary>
    public static string Text { get; } =
        $$"""
            Fitness stores the activities of a fitness tracker: the workouts that a user recorded with a phone or a watch. An app stores them here,
            keeps all of the user's devices in sync, and gets totals by day, week or month. It is JSON over HTTP.

            This page is made from [{{Routes.OpenApi}}]({{Routes.OpenApi}}), which is the same in Development (the service on your own machine), in
            Test (what QA uses) and in Production.

            ## A first call

            Start the service from its checkout with `dotnet run --project Fitness.Api`, and store an activity under an id of your own:

            ```sh
            curl -i -X PUT \
              http://localhost:{{Ports.Host}}{{Routes.Activities}}/first-run \
              -H 'Content-Type: application/json' \
              -d '{"sport": "running", "elapsedSeconds": 1860,
                   "start": "2026-11-01T07:30:00+01:00",
                   "distanceMeters": 5012.5}'
            ```

            The answer is 201, with the activity as it is stored:

            ```json
            {
              "id": "first-run",
              "sport": "running",
              "start": "2026-11-01T07:30:00+01:00",
              "elapsedSeconds": 1860,
              "distanceMeters": 5012.5,
              "createdAt": "2026-11-01T07:02:11.48+00:00",
              "updatedAt": "2026-11-01T07:02:11.48+00:00",
              "version": 1,
              "etag": "\"1-19a3e1f2c58\""
            }
            ```

            Send it again: 200, and nothing has changed. `GET {{Routes.Activities}}` lists it, together with the sample activities that Development
            begins with.

            ## Getting a token

            The user is the `{{CurrentUser.SubjectClaim}}` of the token, and nothing else: no call names a user, and nobody sees another user's data.

            ### In Development

            None is needed. Every caller is the user `{{DemoUser.Id}}`, and each response says `{{FitnessHeaders.Caller}}: {{DemoUser.Id}}`. To try
            tokens there, let the SDK create one, and start the service again. From then on it asks for tokens:

            ```sh
            echo '{}' > Fitness.Api/appsettings.Development.json
            dotnet user-jwts create --project Fitness.Api \
              --name ann --output token
            ```

            ### In Test

            Tokens come from an Amazon Cognito user pool, unless Test was set up with another issuer. Ask whoever deployed it for

            - the outputs `{{UserPoolOutput}}` and `{{SettingNames.AudienceOutput}}` of its stack: the ids of the user pool and of the app client, which has no secret;
            - a user with a password. Users cannot sign up themselves.

            An app signs in with a library for Cognito, such as AWS Amplify, and these two ids. The protocol is SRP. On a machine with AWS
            credentials for the pool, a shell can do it too:

            ```sh
            aws cognito-idp admin-initiate-auth \
              --user-pool-id "$pool" --client-id "$client" \
              --auth-flow ADMIN_USER_PASSWORD_AUTH --auth-parameters \
              "USERNAME=ann@example.com,PASSWORD=$password" \
              --query AuthenticationResult.AccessToken --output text
            ```

            Send the **access token** with every call, as `{{HeaderNames.Authorization}}: Bearer …`; the ID token is refused. It works for an hour. Then the
            refresh token gets you a new one.

            - {{ProblemTypes.Unauthorized.Status}}: the token is missing, expired or wrong; `{{HeaderNames.WWWAuthenticate}}` says what is wrong. Get a new one.
            - {{ProblemTypes.IssuerUnavailable.Status}} of the type `{{ProblemTypes.IssuerUnavailable.Type}}`: the token could not be checked. It may well be valid, so do not sign the user out.

            ## ETags

            Each version of an activity has an `etag`, which is also the header `{{HeaderNames.ETag}}`.

            - To change an activity, send the ETag that you know as `{{HeaderNames.IfMatch}}`. Without it the answer is {{ProblemTypes.IfMatchRequired.Status}}. If another device was faster, it is
              {{ProblemTypes.StaleVersion.Status}}, and nothing has changed: read the activity again, merge, and send what changed with `PATCH` and its new ETag; a `PUT` refuses the members that the server adds.
            - To read one that you have, send its ETag as `{{HeaderNames.IfNoneMatch}}`. The answer is 304, without a body, if it is still the same.
            - `HEAD` works wherever `GET` does, with the same status and headers, and without the body.

            ## Retries

            On a bad network you often cannot know whether a call arrived. Send it again; it does not happen twice:

            - `PUT` with an id that the app made, a UUID version 7 at best. This is how an app should create activities: it works offline too.
            - `POST {{Routes.Activities}}` with an `{{IdempotencyKey.Header}}`: for {{UserItems.IdempotencyLife.TotalHours}} hours, the same key gets the first answer again.
            - `DELETE`, a batch and an import are safe as they are.

            What another device has deleted in the meantime does not come back: for {{ActivityItem.TombstoneLife.TotalDays}} days, `PUT`, a batch item and an import under its id answer
            {{ProblemTypes.ActivityDeleted.Status}} of the type `{{ProblemTypes.ActivityDeleted.Type}}`. Remove it from this device too. `{{HeaderNames.IfNoneMatch}}: *` creates it anew; do not send that by habit,
            or a retry brings a deletion back.

            After {{ProblemTypes.TooManyRequests.Status}} and {{ProblemTypes.Unavailable.Status}}, wait for the seconds in `{{HeaderNames.RetryAfter}}`, and try again. If there is no answer at all, wait longer after each try. Another
            4xx says that something has to change first.

            ## Sync

            1. `GET {{Routes.ActivityChanges}}` without a token: everything, page by page.
            2. Apply each change: `upsert` has the activity as it is, `delete` only its id. Then keep `nextToken`.
            3. While `hasMore` is true, ask again at once, with `?token=` and the token that you kept.
            4. Later do the same: you get only what has changed since, on any device.

            A client that shows the list by pages, such as a web page, begins with `?token={{ChangesQuery.Latest}}` instead: it gets only a `nextToken`, for
            what changes from then on, and reads the list afterwards.

            If a token is too old, the answer is {{ProblemTypes.TokenExpired.Status}}: begin without a token, and replace what the device has by what comes. Keep what it has not sent yet.

            ## Duplicates

            Nobody does two workouts at once. An activity that took most of the same time as one that was stored before it has the other's id as
            `possibleDuplicateOf`: probably a watch and a phone have recorded the same. Let the user choose which one to delete; the mark goes with the other
            one. `GET {{Routes.Summaries}}` leaves marked ones out with `possibleDuplicates=exclude`.

            ## Errors

            Every error is problem details ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)), `{{ProblemMetadata.MediaType}}`:

            ```json
            {
              "type": "{{ProblemTypes.Invalid.Type}}",
              "title": "{{ProblemTypes.Invalid.Title}}",
              "status": {{ProblemTypes.Invalid.Status}},
              "errors": { "start": ["The field is required."] }
            }
            ```

            Decide by `type`: it does not change, and [{{Routes.Problems}}]({{Routes.Problems}}) says what to do about each. `errors` names what is wrong, by field, parameter or header,
            as far as it can be seen at once: rules between fields are checked when each of them is right. Texts are for developers, not for users.

            ## Limits

            - A body: {{RequestLimits.MaxBodyBytes
                / Kilobyte}} KB. A batch: {{BatchInput.MaxItems}} activities of {{RequestLimits.MaxBodyBytes
                / Kilobyte}} KB each. An imported file: {{ImportLimits.MaxBytes / Megabyte}} MB. More is {{ProblemTypes.TooLarge.Status}}.
            - Requests: each user has a quota, and so has each address without a valid token. `{{RateLimits.PolicyHeader}}` says how many requests (`q`) in
              how many seconds (`w`), and `{{RateLimits.Header}}` how many are left (`r`). Above it, {{ProblemTypes.TooManyRequests.Status}}.
            - Imports: a few at once. Above it, {{ProblemTypes.TooManyImports.Status}} if they are your own, {{ProblemTypes.ImportsBusy.Status}} if they are everybody's.

            ## Pages

            `GET {{Routes.Activities}}` returns a page, newest start first. Send its `nextCursor` as `cursor`, with the same filters, for the next one. Only
            `"nextCursor": null` is the end: a page may have fewer activities than `limit`, even none.

            ## Units and times

            - Metres, seconds, kilocalories, beats per minute; the name of each field tells its unit.
            - Times are RFC 3339 with an offset. `start` keeps the offset of the place where the activity began, and its civil date follows from it.
            - A member without a value is absent, and absent is not zero. In a request, null is the same as absent; in a `PATCH` it removes the member.
            - A field that does not exist is refused by name, so that a typing error loses nothing.
            """;

    private const string UserPoolOutput = "UserPoolId";
    private const int Kilobyte = 1024;
    private const int Megabyte = 1024 * Kilobyte;

    /// <summary>Adds the introduction to the OpenAPI document. Must come after the document itself is added.</summary>
    public static void AddApiIntroduction(this WebApplicationBuilder builder) =>
        builder.Services.ConfigureAll<OpenApiOptions>(options =>
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info.Description = Text;
                    return Task.CompletedTask;
                }
            )
        );
}
