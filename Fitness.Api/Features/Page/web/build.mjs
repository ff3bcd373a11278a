// Builds the page: node build.mjs CONTRACT OUTPUT
// Types from the contract, a check of the sources against them, and one script and one style sheet, named by a hash of their content. Each file is
// compressed; beside them are the licences of what is in them, and built.json, which lists the packages and is written last.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import openapiTypes, { astToString } from 'openapi-typescript';

const here = dirname(fileURLToPath(import.meta.url));
const [contract, output] = process.argv.slice(2).map((path) => resolve(path));
if (!output) {
  console.error('usage: node build.mjs CONTRACT OUTPUT');
  process.exit(2);
}
process.chdir(here);

const types = await openapiTypes(pathToFileURL(contract), { rootTypes: true, rootTypesNoSchemaPrefix: true });
writeFileSync('contract.d.ts', astToString(types));
const check = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.json'], { stdio: 'inherit' });
if (check.status !== 0) process.exit(1);

// Readable as it is served: what is left out of the names is not worth a source map, once it is compressed.
const built = await esbuild.build({
  entryPoints: ['src/main.ts', 'src/style.css'],
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  format: 'esm',
  target: ['chrome119', 'firefox124', 'safari17.4'],
  charset: 'utf8',
  legalComments: 'none',
  loader: { '.svg': 'copy' },
  metafile: true,
  write: false,
  outdir: output,
  logLevel: 'warning',
});

mkdirSync(output, { recursive: true });
const files = new Map(built.outputFiles.map((file) => [basename(file.path), file.contents]));
const named = (start, end) => [...files.keys()].find((name) => name.startsWith(start) && name.endsWith(end));
addHashed('icon.svg', readFileSync('src/icon.svg'));
addHashed('licenses.txt', Buffer.from(licenses()));
const index = readFileSync('src/index.html', 'utf8')
  .replace('main.js', `page/${named('main-', '.js')}`)
  .replace('style.css', `page/${named('style-', '.css')}`)
  .replace('icon.svg', `page/${named('icon-', '.svg')}`)
  .replace('licenses.txt', `page/${named('licenses-', '.txt')}`);
files.set('index.html', Buffer.from(index));
let bytes = 0;
for (const [name, content] of files) {
  const compressed = gzipSync(content, { level: 9 });
  bytes += compressed.length;
  writeFileSync(join(output, `${name}.gz`), compressed);
}
console.log(`The page has ${files.size} files, ${bytes} bytes compressed.`);
writeFileSync(join(output, 'built.json'), JSON.stringify({ bytes, packages: packages() }, null, 2));

function addHashed(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  files.set(`${basename(name, extname(name))}-${hash}${extname(name)}`, content);
}

// The packages of which anything is in the page, as the lock file has them.
function packages() {
  const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const names = Object.keys(built.metafile.inputs)
    .map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((name) => name);
  return [...new Set(names)].sort().map((name) => {
    const { version, license, integrity } = locked[`node_modules/${name}`];
    return { name, version, license, integrity };
  });
}

function licenses() {
  return packages()
    .map(({ name, version, license }) => {
      const folder = join('node_modules', name);
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      if (!file) throw new Error(`${name} has no licence file.`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .join('\n----\n\n');
}
