// The checks must find mistakes: each test plants one in a copy of a template.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { Checks } from './checks.mjs';

const DATA = 'resources.template.json';
const HOST = 'docker-host.template.yaml';
const LOG_POLICY = "Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: !GetAtt Log.Arn";

// The mistake, the template, the text to replace, its replacement, and the check and rule that find it.
const MISTAKES = [
    ['a misspelled property', DATA, '"BillingMode": "PAY', '"BilingMode": "PAY', 'lint F3002'],
    ['a misspelled nested property', HOST, 'HttpPutResponseHopLimit: 2', 'HttpPutResponsHopLimit: 2', 'lint F3002'],
    ['a text for a number', DATA, '"MinimumLength": 12', '"MinimumLength": "twelve"', 'lint F3012'],
    ['a map for a list', HOST, 'Roles: [!Ref Role]', 'Roles: { Name: !Ref Role }', 'lint F3012'],
    ['a missing property', HOST, /      GroupDescription: .*\n/, '', 'lint F3003'],
    ['a value that is not allowed', DATA, '"PAY_PER_REQUEST"', '"PAY_PER_REQEST"', 'lint W3030'],
    ['an unknown type of resource', HOST, 'Type: AWS::EC2::EIP', 'Type: AWS::EC2::ElasticIP', 'lint F3006'],
    ['an unknown attribute', HOST, '!GetAtt Log.Arn', '!GetAtt Log.Aarn', 'lint E9004'],
    ['a reference to nothing', HOST, 'InstanceId: !Ref Host', 'InstanceId: !Ref Hots', 'lint F1020'],
    ['a reference to nothing in a text', HOST, 'awslogs-group: ${Log}', 'awslogs-group: ${Lgo}', 'lint F1018'],
    ['an unused parameter', HOST, '  Manifest:\n    Type: String', '  Unused:\n    Type: String\n  Manifest:\n    Type: String', 'lint W2001'],
    ['a key that is no attribute', DATA, '"AttributeName": "dayKey", "KeyType"', '"AttributeName": "daysKey", "KeyType"', 'lint E3039'],
    ['a port that is open to the world', HOST, 'CidrIp: !Ref Clients', 'CidrIp: 0.0.0.0/0', 'nag AwsSolutions-EC23'],
    ['a port that is open to the world', HOST, 'CidrIp: !Ref Clients', 'CidrIp: 0.0.0.0/0', 'guard CT.EC2.PR.3'],
    ['a volume that is not encrypted', HOST, 'Encrypted: true', 'Encrypted: false', 'nag AwsSolutions-EC26'],
    ['metadata of version 1', HOST, 'HttpTokens: required', 'HttpTokens: optional', 'guard CT.EC2.PR.1'],
    ['a role that may do anything to any table', HOST, LOG_POLICY, "Action: 'dynamodb:*', Resource: '*'", 'guard CT.IAM.PR.5'],
    ['a role that may do anything in one branch', HOST, "Action: 'ecr:GetAuthorizationToken'", "Action: 'ecr:*'", 'nag AwsSolutions-IAM5'],
    ['a table without recovery', DATA, '"PointInTimeRecoveryEnabled": true', '"PointInTimeRecoveryEnabled": false', 'nag AwsSolutions-DDB3'],
    ['a table without its encryption', DATA, '"SSESpecification": { "SSEEnabled": true },', '', 'guard CT.DYNAMODB.PR.2'],
    ['short passwords', DATA, '"MinimumLength": 12', '"MinimumLength": 6', 'nag AwsSolutions-COG1'],
    ['a review of nothing', HOST, 'HttpPutResponseHopLimit: 2', 'HttpPutResponseHopLimit: 1', 'suppression CT.EC2.PR.2'],
];

const checks = new Checks();
const folder = mkdtempSync(join(tmpdir(), 'planted-'));
after(() => rmSync(folder, { recursive: true }));

const original = template => fileURLToPath(new URL(`../${template}`, import.meta.url));

test('the templates have no finding', () => {
    assert.deepEqual(checks.run([DATA, HOST].map(original)), []);
});

for (const [name, template, from, to, expected] of MISTAKES) {
    test(`${name} is found by ${expected}`, () => {
        const text = readFileSync(original(template), 'utf8');
        assert.equal(text.split(from).length, 2, `the template has to contain ${from} once`);
        const planted = join(folder, template);
        writeFileSync(planted, text.replace(from, () => to));
        // The kind that finds it is enough, but an idle review shows only after all of them.
        const [kind] = expected.split(' ');
        const found = checks.run([planted], kind === 'suppression' ? undefined : kind);
        assert.ok(found.some(line => line.startsWith(`${template}: ${expected}`)), `found: ${found.join('\n')}`);
    });
}
