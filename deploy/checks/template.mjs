import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Pair, Scalar, YAMLMap, parse } from 'yaml';

const FUNCTIONS = [
    'And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'GetAZs', 'GetAtt', 'If', 'ImportValue', 'Join', 'Not', 'Or', 'Select', 'Split',
    'Sub', 'Transform',
];
const LONG_NAMES = [['Ref', 'Ref'], ['Condition', 'Condition'], ...FUNCTIONS.map(name => [name, `Fn::${name}`])];

/** CloudFormation's short function syntax in YAML: !Name before a scalar, a list or a map means { Fn::Name: ... }. */
const TAGS = LONG_NAMES.flatMap(([short, long]) => [
    { tag: `!${short}`, resolve: text => ({ [long]: short === 'GetAtt' ? text.split(/\.(.*)/, 2) : text }) },
    ...['seq', 'map'].map(collection => ({ tag: `!${short}`, collection, resolve: node => mapOf(long, node) })),
]);

function mapOf(key, node) {
    const map = new YAMLMap();
    map.items.push(new Pair(new Scalar(key), node));
    return map;
}

/** CfnInclude also loads files, but it corrects values ("12" to 12) and stops at the first mistake. */
export function load(path) {
    // YAML 1.1 without dates, as CloudFormation reads it.
    const customTags = tags => [...tags.filter(({ tag }) => tag !== 'tag:yaml.org,2002:timestamp'), ...TAGS];
    const body = parse(readFileSync(path, 'utf8'), { version: '1.1', customTags });
    if (!body?.Resources) throw new Error(`${path} has no Resources`);
    return { path, name: basename(path), body };
}

export const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

const REMOVED = Symbol('AWS::NoValue');

/**
 * The template in a form for the rules, which understand few functions: parameters become their defaults (or a text), Fn::Sub becomes
 * its text, and every Fn::If takes the same branch. The two variants together show each branch to the rules.
 */
export function decided({ body }, condition) {
    const visit = value => {
        if (Array.isArray(value)) return value.map(visit).filter(item => item !== REMOVED);
        if (!isObject(value)) return value;
        if (value.Ref === 'AWS::NoValue') return REMOVED;
        if (value.Ref in (body.Parameters ?? {})) return body.Parameters[value.Ref].Default ?? `sample of ${value.Ref}`;
        if ('Fn::Sub' in value) return [value['Fn::Sub']].flat()[0];
        if ('Fn::If' in value) return visit(value['Fn::If'][condition ? 1 : 2]);
        const entries = Object.entries(value).map(([key, item]) => [key, visit(item)]);
        return Object.fromEntries(entries.filter(([, item]) => item !== REMOVED));
    };
    return { ...body, Resources: visit(body.Resources) };
}
