import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guard, Lint, Nag } from './rules.mjs';
import { decided, load } from './template.mjs';

const SUPPRESSIONS = JSON.parse(readFileSync(new URL('suppressions.json', import.meta.url)));

/** Runs checks on templates and drops the reviewed findings. */
export class Checks {
    #kinds = { lint: new Lint(), nag: new Nag(), guard: new Guard() };
    #checked = [];

    /** What has been checked, and with what. */
    get summary() {
        return `Checked ${[...this.#checked, ...Object.values(this.#kinds).map(check => check.summary)].join('; ')}.`;
    }

    /** The findings, one line each: of every kind of check, or of the one that is named. */
    run(files, kind) {
        const folder = mkdtempSync(join(tmpdir(), 'templates-'));
        try {
            const templates = files.map(load);
            for (const template of templates) template.variants = writeVariants(folder, template);
            this.#checked = templates.map(({ name, body }) => `${name}: ${Object.keys(body.Resources).length} resources`);
            const checks = kind ? [this.#kinds[kind]] : Object.values(this.#kinds);
            const found = templates.flatMap(template =>
                checks.flatMap(check => check.check(template)).map(finding => ({ template: template.name, ...finding })));
            return [...new Set(withoutReviewed(found, templates.map(template => template.name)).map(describe).sort())];
        } finally {
            rmSync(folder, { recursive: true });
        }
    }
}

function writeVariants(folder, template) {
    return [true, false].map(condition => {
        const file = join(folder, `${template.name}.${condition}.json`);
        writeFileSync(file, JSON.stringify(decided(template, condition)));
        return file;
    });
}

/** Drops reviewed findings. Adds a finding for each review that matches nothing, unless rules could not run. */
function withoutReviewed(found, names) {
    const matches = (finding, { template, rule, resource }) =>
        finding.template === template && finding.rule === rule && finding.path[0] === resource;
    const suppressions = SUPPRESSIONS.filter(({ template }) => names.includes(template));
    const left = found.filter(finding => !suppressions.some(suppression => matches(finding, suppression)));
    const idle = suppressions.filter(suppression => !found.some(finding =>
        matches(finding, suppression) || (finding.template === suppression.template && finding.rule === 'load')));
    return [...left, ...idle.map(({ template, rule, resource }) =>
        ({ template, check: 'suppression', rule, path: [resource], text: 'there is no such finding' }))];
}

function describe({ template, check, rule, path, text }) {
    const place = path.filter((part, index) => index !== 1 || part !== 'Properties').join('.');
    return `${template}: ${[check, rule, place].filter(Boolean).join(' ')}: ${text}`.replace(/\s+/g, ' ');
}
