// Providers written with Terraform's plugin framework: an attribute is replaced when its plan modifiers say so. The sources are in the
// form of gofmt, so an attribute's lines are those that are indented further than its first.
const packages = {
    cloudflare: {
        version: 'terraform-provider-cloudflare v5.19.1',
        types: {
            ApiToken: 'api_token', DnsRecord: 'dns_record', R2Bucket: 'r2_bucket', R2BucketCors: 'r2_bucket_cors',
            R2BucketLifecycle: 'r2_bucket_lifecycle', R2CustomDomain: 'r2_custom_domain', R2ManagedDomain: 'r2_managed_domain',
            Ruleset: 'ruleset', Zone: 'zone', ZoneSetting: 'zone_setting', Queue: 'queue', WorkersKvNamespace: 'workers_kv_namespace',
            LoadBalancer: 'load_balancer', PageRule: 'page_rule', ZoneDnssec: 'zone_dnssec', R2BucketLock: 'r2_bucket_lock',
        },
        file: name => `internal/services/${name}/schema.go`,
    },
    vercel: {
        version: 'terraform-provider-vercel v3.15.1',
        types: {
            Project: 'project', ProjectDomain: 'project_domain', ProjectEnvironmentVariable: 'project_environment_variable',
            ProjectEnvironmentVariables: 'project_environment_variables', SharedEnvironmentVariable: 'shared_environment_variable',
            DnsRecord: 'dns_record', Alias: 'alias', Webhook: 'webhook', FirewallConfig: 'firewall_config',
        },
        file: name => `vercel/resource_${name}.go`,
    },
    random: {
        version: 'terraform-provider-random v3.9.0',
        types: {
            RandomBytes: 'bytes', RandomId: 'id', RandomInteger: 'integer', RandomPassword: 'password', RandomPet: 'pet',
            RandomShuffle: 'shuffle', RandomString: 'string', RandomUuid: 'uuid',
        },
        file: name => `internal/provider/resource_${name}.go`,
    },
};

export const cloudflare = read => rulesOf('cloudflare', read);
export const vercel = read => rulesOf('vercel', read);
export const random = read => rulesOf('random', read);

function rulesOf(name, read) {
    const { version, types, file } = packages[name];
    return Object.entries(types).flatMap(([type, resource]) => {
        const token = `${name}:index/${type[0].toLowerCase()}${type.slice(1)}:${type}`;
        const path = file(resource);
        return attributes(read(path)).filter(attribute => attribute.when || attribute.removed).map(attribute => ({
            type: token, property: attribute.path, when: attribute.when, removed: attribute.removed, source: `${version}: ${path}:${attribute.line}`,
        }));
    });
}

/** Every attribute of the schema that the source ends with: older versions of it come first. */
export function attributes(source) {
    const open = [];
    const found = new Map();
    source.split('\n').forEach((line, at) => {
        const depth = /^\t*/.exec(line)[0].length;
        while (open.length > 0 && line.trim() !== '' && depth <= open.at(-1).depth)
            open.pop();
        const start = /^\t+"(\w+)": +(?:schema\.)?(\w+?)Attribute\{/.exec(line);
        if (start) {
            const list = /^(List|Set)Nested$/.test(start[2]) ? '[*]' : start[2] === 'MapNested' ? '.*' : '';
            const parent = open.at(-1);
            const attribute = { depth, name: start[1], children: list, line: at + 1, path: camel(start[1]), text: '', when: '', removed: '' };
            if (parent)
                attribute.path = `${parent.path}${parent.children}.${attribute.path}`;
            open.push(attribute);
            if (!found.has(attribute.path))
                found.set(attribute.path, attribute);
        }
        if (open.length > 0)
            open.at(-1).text += `${line}\n`;
    });
    return [...found.values()].map(attribute => ({ ...attribute, ...judge(attribute.text) }));
}

// RequiresReplaceIfConfigured: no replacement if the program leaves it out. A modifier that restores the state's value cancels any change.
function judge(text) {
    if (!/(Optional|Required): +true/.test(text))
        return { when: '', removed: '' };
    const ignores = /\w+Ignore\w*PlanModifier\(\)/.test(text);
    const keeps = /Computed: +true/.test(text) && /Use(NonNull)?StateForUnknown\(\)/.test(text) && !/Default: /.test(text);
    const replaces = /RequiresReplace\w*\(/.test(text);
    return {
        when: ignores ? 'never' : replaces ? 'changed' : '',
        removed: keeps || ignores ? 'stays' : /RequiresReplaceIfConfigured\(/.test(text) ? 'update' : '',
    };
}

const camel = name => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
