// node generate.mjs CONTRACT: writes its types to contract.ts.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const contract = JSON.parse(await readFile(process.argv[2], "utf8"));
const blob = ts.factory.createTypeReferenceNode("Blob");
// Without this, which is the generator's documented way, it takes bytes for a string.
const types = await openapiTS(contract, { transform: (schema) => (schema.format === "binary" ? blob : undefined) });
await writeFile("contract.ts", astToString(types));
