import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App, CloudFormationValidatePlugin, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, NagRuleCompliance } from 'cdk-nag';

/** AWS's own linter, which comes with aws-cdk-lib. It reads the template unchanged, including functions and conditions. */
export class Lint {
    #plugin = new CloudFormationValidatePlugin();

    get summary() {
        return `lint: cloudformation-validate ${this.#plugin.version}`;
    }

    check({ path }) {
        return findings('lint', this.#plugin.validate({ stackTemplates: [{ templatePath: path, stackConstructPath: '' }] }));
    }
}

/** cdk-nag's rules for AWS solutions. */
export class Nag {
    #applied = new Set();

    get summary() {
        return `nag: ${this.#applied.size} rules`;
    }

    check({ variants }) {
        return variants.flatMap(file => {
            const stack = new Stack(new App());
            try {
                new CfnInclude(stack, 'Template', { templateFile: file });
            } catch (error) {
                return [{ check: 'nag', rule: 'load', path: [], text: error.message }];
            }
            return findings('nag', new CountedChecks(this.#applied).validateScope(stack));
        });
    }
}

class CountedChecks extends AwsSolutionsChecks {
    #applied;

    constructor(applied) {
        super();
        this.#applied = applied;
    }

    applyRule(params) {
        const rule = node => {
            const result = params.rule(node);
            if (result !== NagRuleCompliance.NOT_APPLICABLE) this.#applied.add(params.ruleSuffixOverride);
            return result;
        };
        super.applyRule({ ...params, rule });
    }
}

/** AWS Control Tower's rules, written for CloudFormation Guard, for the types of the template's resources. */
export class Guard {
    #rules = controlTowerRules();
    #applied = new Set();

    get summary() {
        return `guard: ${this.#applied.size} rules`;
    }

    check({ body, variants }) {
        const types = Object.values(body.Resources).map(resource => resource.Type);
        const rules = this.#rules.filter(rule => rule.types.some(type => types.includes(type))).map(({ file }) => file);
        rules.forEach(rule => this.#applied.add(rule));
        const validator = new CfnGuardValidator({ controlTowerRulesEnabled: false, rules });
        return findings('guard', validator.validate({ templatePaths: variants }));
    }
}

function controlTowerRules() {
    const root = fileURLToPath(new URL('../rules/control-tower/', import.meta.resolve('@cdklabs/cdk-validator-cfnguard')));
    const files = readdirSync(join(root, 'metadata'), { recursive: true }).filter(file => file.endsWith('.metadata.json'));
    return files.map(file => ({
        file: join(root, 'cfn-guard', file.replace('.metadata.json', '.guard')),
        types: JSON.parse(readFileSync(join(root, 'metadata', file))).EvaluatedResourceTypes,
    }));
}

/** The reports of CDK's plugins, in one format. */
function findings(check, { violations }) {
    return violations.flatMap(({ ruleName, description, violatingResources }) => violatingResources.map(resource => {
        const [, rule, text] = description.match(/^\[(CT\..*?)\]: (.*)/) ?? [undefined, ruleName, description];
        return { check, rule, path: pathOf(resource), text: withoutPlace(text, resource) };
    }));
}

function pathOf({ resourceLogicalId, constructPath, locations }) {
    const id = resourceLogicalId ?? constructPath?.split('/').at(-1);
    const location = (locations[0] ?? '').replace(/^\/Resources\/[^/]*/, '').split(/[./]/);
    return [id, ...location].filter(Boolean);
}

/** The linter's messages begin with the location. */
function withoutPlace(text, { locations }) {
    const place = `${locations[0]?.replace(/^Properties\./, '')}: `;
    return text.startsWith(place) ? text.slice(place.length) : text;
}
