#!/usr/bin/env node
// Checks CloudFormation templates without AWS: node check.mjs TEMPLATE...
// Prints one line per finding. Exit codes: 0 no findings, 1 findings, 2 the check could not run.
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
