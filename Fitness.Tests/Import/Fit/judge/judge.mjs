// What fit-file-parser reads of each file in a folder, and the numbers of the sports that it knows.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import FitParser from 'fit-file-parser';
import { getFitSportName, getFitSubSportName } from 'fit-file-parser/profile';

const [folder] = process.argv.slice(2);
const numbers = [...Array(255).keys()];

async function read(file) {
  const { sessions, records } = await new FitParser({ force: true, mode: 'list' }).parseAsync(readFileSync(file));
  return {
    records: records.length,
    lastRecord: records.at(-1)?.timestamp.toISOString() ?? null,
    lastMeters: records.at(-1)?.distance ?? null,
    sessions: sessions
      .filter(({ sport }) => sport !== 'transition')
      .map((session) => ({
        start: session.start_time.toISOString(),
        elapsedSeconds: session.total_elapsed_time ?? null,
        timerSeconds: session.total_timer_time ?? null,
        distanceMeters: session.total_distance ?? null,
        kilocalories: session.total_calories ?? null,
        averageHeartRate: session.avg_heart_rate ?? null,
        maxHeartRate: session.max_heart_rate ?? null,
      })),
  };
}

const files = {};
for (const name of readdirSync(folder)) files[name] = await read(join(folder, name));
console.log(
  JSON.stringify({
    files,
    sports: numbers.filter((number) => getFitSportName(number) !== null),
    subSports: numbers.filter((number) => getFitSubSportName(number) !== null),
  }),
);
