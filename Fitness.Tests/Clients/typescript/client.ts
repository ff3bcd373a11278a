// What an app does, with types from the contract alone: no cast, no `any`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./contract.js";

type Activity = components["schemas"]["Activity"];
type ActivityInput = components["schemas"]["ActivityInput"];
type ExportLine = components["schemas"]["ExportLine"];
type Problem = components["schemas"]["ProblemDetails"];
type Query = NonNullable<paths["/v1/activities"]["get"]["parameters"]["query"]>;
type Summed = paths["/v1/summaries"]["get"]["parameters"]["query"];

const api = createClient<paths>({
  baseUrl: variable("FITNESS_ADDRESS"),
  headers: { Authorization: `Bearer ${variable("FITNESS_TOKEN")}` },
});

// A service with a quota of a single call.
const limited = createClient<paths>({ baseUrl: variable("FITNESS_LIMITED_ADDRESS") });

const run: ActivityInput = { sport: "running", start: "2026-11-01T07:30:00+01:00", elapsedSeconds: 1860, notes: "Windy" };

beforeEach(async () => {
  const { response } = await api.DELETE("/v1/me");
  assert.equal(response.status, 204);
});

test("creates with an id of its own, or with an idempotency key", async () => {
  const id = crypto.randomUUID();
  const put = await api.PUT("/v1/activities/{id}", { params: { path: { id } }, body: run });
  const mine = answered(put);
  assert.equal(put.response.status, 201);
  assert.equal(mine.id, id);
  assert.equal(mine.etag, put.response.headers.get("ETag"));

  const header = { "Idempotency-Key": crypto.randomUUID() };
  const first = answered(await api.POST("/v1/activities", { params: { header }, body: run }));
  const again = await api.POST("/v1/activities", { params: { header }, body: run });
  assert.equal(answered(again).id, first.id);
  assert.equal(again.response.headers.get("Idempotency-Replayed"), "true");
});

test("lists what it asks for, page by page, to the end", async () => {
  for (let day = 1; day <= 5; day++) {
    await create({ ...run, start: `2026-11-0${day}T07:30:00+01:00` });
  }
  await create({ ...run, sport: "rowing" });
  const dates: string[] = [];
  for await (const activity of activities({ sport: "running", after: "2026-11-02T00:00:00+01:00", limit: 2 })) {
    dates.push(activity.start.slice(0, 10));
  }
  assert.deepEqual(dates, ["2026-11-05", "2026-11-04", "2026-11-03", "2026-11-02"]);
});

test("changes one member and removes another", async () => {
  const before = await create(run);
  const params = { path: { id: before.id }, header: { "If-Match": before.etag } };
  const after = answered(await api.PATCH("/v1/activities/{id}", { params, body: { name: "Along the river", notes: null } }));
  assert.equal(after.name, "Along the river");
  assert.equal(after.notes, undefined);
  assert.equal(after.elapsedSeconds, run.elapsedSeconds);
});

test("succeeds after a stale write with the ETag of the refusal", async () => {
  const first = await create(run);
  const path = { id: first.id };
  const write = (name: string, etag: string) =>
    api.PUT("/v1/activities/{id}", { params: { path, header: { "If-Match": etag } }, body: { ...run, name } });
  answered(await write("From the watch", first.etag));
  const stale = await write("From the phone", first.etag);
  assert.equal(stale.response.status, 412);
  const current = stale.error?.etag;
  assert.ok(current);
  assert.equal(answered(await write("From the phone", current)).name, "From the phone");
});

test("learns what has changed since, deletions too", async () => {
  const gone = await create(run);
  const token = await latest();
  const stays = await create({ ...run, sport: "rowing", start: "2026-11-02T07:30:00+01:00" });
  const { response } = await api.DELETE("/v1/activities/{id}", {
    params: { path: { id: gone.id }, header: { "If-Match": gone.etag } },
  });
  assert.equal(response.status, 204);
  const page = answered(await api.GET("/v1/activities/changes", { params: { query: { token } } }));
  assert.deepEqual(
    page.changes.map((change) => [change.id, change.kind, change.activity?.sport]),
    [
      [stays.id, "upsert", "rowing"],
      [gone.id, "delete", undefined],
    ],
  );
});

for (const [file, type] of [
  ["two-days.gpx", "application/gpx+xml"],
  ["ride-crank-turns.tcx", "application/vnd.garmin.tcx+xml"],
]) {
  assert.ok(file !== undefined && type !== undefined);
  test(`imports ${file} by itself and in a form`, async () => {
    const content = new Blob([await readFile(`${variable("FITNESS_RECORDINGS")}/${file}`)], { type });
    const alone = answered(
      await api.POST("/v1/activities/import", {
        body: content,
        bodySerializer: (body) => body,
        headers: { "Content-Type": type },
      }),
    );
    assert.ok(alone.results.length > 0);
    assert.ok(alone.results.every((result) => result.status === 201));

    const inForm = answered(
      await api.POST("/v1/activities/import", {
        body: { file: content },
        // fetch itself writes the form's content type, with its boundary.
        bodySerializer: (body) => {
          const form = new FormData();
          form.append("file", body instanceof Blob ? body : body.file, file);
          return form;
        },
      }),
    );
    assert.deepEqual(
      inForm.results.map((result) => [result.id, result.status]),
      alone.results.map((result) => [result.id, 200]),
    );
  });
}

test("reads an export line by line", async () => {
  const kept = await create(run);
  const gone = await create({ ...run, sport: "rowing" });
  await api.DELETE("/v1/activities/{id}", { params: { path: { id: gone.id } } });
  const lines: ExportLine[] = [];
  for await (const line of exported()) {
    lines.push(line);
  }
  assert.deepEqual(
    lines.filter((line) => line.kind === "activity").map((line) => line.activity?.id),
    [kept.id],
  );
  assert.deepEqual(
    lines.filter((line) => line.kind === "tombstone").map((line) => line.id),
    [gone.id],
  );
});

test("adds up", async () => {
  await create({ ...run, distanceMeters: 5000 });
  const query: Summed = { period: "week", from: "2026-10-26", to: "2026-11-08" };
  const { items } = answered(await api.GET("/v1/summaries", { params: { query } }));
  assert.deepEqual(
    items.map(({ totals, bySport }) => [totals.count, totals.distanceMeters, bySport["running"]?.count, totals.longest?.sport]),
    [
      [1, 5000, 1, "running"],
      [0, 0, undefined, undefined],
    ],
  );
});

test("is told what is wrong, by field", async () => {
  const id = crypto.randomUUID();
  const { error } = await api.PUT("/v1/activities/{id}", { params: { path: { id } }, body: { ...run, elapsedSeconds: -1 } });
  assert.ok(error?.title);
  assert.deepEqual(Object.keys(error.errors ?? {}), ["elapsedSeconds"]);
  assert.ok(error.errors?.["elapsedSeconds"]?.[0]);
});

test("waits as long as it is told after too many calls", async () => {
  let refusals = 0;
  for (let calls = 0; ; calls++) {
    assert.ok(calls < 1000, "No call succeeded after one that was refused.");
    const { error, response } = await limited.GET("/v1/activities");
    if (response.status !== 429) {
      answered({ data: true, error, response });
      // A window may end between two calls.
      if (refusals > 0) break;
      continue;
    }
    refusals++;
    assert.ok(error?.title);
    const seconds = Number(response.headers.get("Retry-After"));
    assert.ok(seconds >= 1);
    await setTimeout(1000 * seconds);
  }
});

async function create(body: ActivityInput): Promise<Activity> {
  return answered(await api.PUT("/v1/activities/{id}", { params: { path: { id: crypto.randomUUID() } }, body }));
}

async function* activities(query: Query): AsyncGenerator<Activity> {
  let cursor: string | null | undefined;
  do {
    const page = answered(await api.GET("/v1/activities", { params: { query: { ...query, cursor: cursor ?? undefined } } }));
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}

async function latest(): Promise<string> {
  let token: string | undefined;
  for (;;) {
    const page = answered(await api.GET("/v1/activities/changes", { params: { query: { token } } }));
    token = page.nextToken;
    if (!page.hasMore) return token;
  }
}

async function* exported(): AsyncGenerator<ExportLine> {
  const stream = answered(await api.GET("/v1/me/export", { parseAs: "stream" }));
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      // The only place where a type is believed: parsing gives `any`.
      const item: ExportLine = JSON.parse(line);
      yield item;
    }
  }
  assert.equal(rest, "");
}

// The body of an answer that is no error.
function answered<T>({ data, error, response }: { data?: T; error?: Problem; response: Response }): NonNullable<T> {
  assert.ok(data !== undefined && data !== null, `${response.url} ${response.status}: ${JSON.stringify(error)}`);
  return data;
}

function variable(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set.`);
  return value;
}
