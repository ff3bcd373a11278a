// The same by the maker's own kit, which is neither part of this repository nor of what it installs: the second argument is its folder.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, kit] = process.argv.slice(2);
const { main } = JSON.parse(readFileSync(join(kit, 'package.json'), 'utf8'));
const { Decoder, Stream } = await import(pathToFileURL(join(kit, main)));

function read(file) {
  const { messages } = new Decoder(Stream.fromByteArray(readFileSync(file))).read();
  return {
    records: messages.recordMesgs?.length ?? 0,
    lastRecord: messages.recordMesgs?.at(-1)?.timestamp.toISOString() ?? null,
    lastMeters: messages.recordMesgs?.at(-1)?.distance ?? null,
    sessions: (messages.sessionMesgs ?? [])
      .filter(({ sport }) => sport !== 'transition')
      .map((session) => ({
        start: session.startTime.toISOString(),
        elapsedSeconds: session.totalElapsedTime ?? null,
        timerSeconds: session.totalTimerTime ?? null,
        distanceMeters: session.totalDistance ?? null,
        kilocalories: session.totalCalories ?? null,
        averageHeartRate: session.avgHeartRate ?? null,
        maxHeartRate: session.maxHeartRate ?? null,
      })),
  };
}

console.log(JSON.stringify({ files: Object.fromEntries(readdirSync(folder).map((name) => [name, read(join(folder, name))])) }));
