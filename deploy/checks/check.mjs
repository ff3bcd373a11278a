#!/usr/bin/env node
// Checks CloudFormation templates without AWS: node check.mjs TEMPLATE...
// Prints a line for each finding. Exits with 0 for none, 1 for some, 2 when it cannot check.
import { Checks } from './checks.mjs';

try {
    const files = process.argv.slice(2);
    if (files.length === 0) throw new Error('usage: node check.mjs TEMPLATE...');
    const checks = new Checks();
    const findings = checks.run(files);
    for (const line of findings) console.log(line);
    console.log(checks.summary);
    process.exitCode = findings.length === 0 ? 0 : 1;
} catch (error) {
    console.error(error);
    process.exitCode = 2;
}
