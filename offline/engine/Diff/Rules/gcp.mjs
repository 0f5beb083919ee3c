// The Google provider. What its schema says (ForceNew, optional and computed), what its plan customisation adds, and above both what its
// plan code answered when it was run over a property.
const provider = 'terraform-provider-google-beta v7.45.0';

// The conditions of conditional-force-new.tsv as rules (README.md has the words). A row that is not here stops this program.
const conditions = {
    'gcp:sql/databaseInstance:DatabaseInstance settings.diskSize': { when: 'smaller', where: 'settings.diskAutoresize=false' },
    'gcp:sql/databaseInstance:DatabaseInstance masterInstanceName': { when: 'not promoted', removed: 'stays' },
    'gcp:sql/databaseInstance:DatabaseInstance replicaConfiguration.cascadableReplica': { when: 'not promoted' },
    'gcp:sql/databaseInstance:DatabaseInstance settings.ipConfiguration.privateNetwork': { when: 'removed', removed: 'replace' },
    'gcp:sql/databaseInstance:DatabaseInstance settings.autoUpgradeEnabled': { when: 'turned off', removed: 'replace' },
    'gcp:redis/instance:Instance redisVersion': { when: 'lower' },
    'gcp:compute/subnetwork:Subnetwork ipCidrRange': { when: 'not contained' },
    'gcp:container/cluster:Cluster enableL4IlbSubsetting': { when: 'turned off' },
    'gcp:container/cluster:Cluster enableFqdnNetworkPolicy': { when: 'turned off' },
    'gcp:container/cluster:Cluster enableK8sBetaApis.enabledApis': { when: 'element removed' },
    'gcp:container/cluster:Cluster dnsConfig.additiveVpcScopeDnsDomain': { when: 'changed', where: 'enableAutopilot=true' },
    'gcp:secretmanager/secret:Secret replication.auto': { when: 'added or removed', removed: 'replace' },
    'gcp:compute/disk:Disk size': { when: 'smaller' },
    'gcp:compute/disk:Disk provisionedIops': { when: 'changed', where: 'type!~hyperdisk' },
    'gcp:compute/regionDisk:RegionDisk size': { when: 'smaller' },
    'gcp:compute/instance:Instance networkInterfaces[*].networkIp': { when: 'address alone' },
    'gcp:compute/instance:Instance metadataStartupScript': { when: 'not moved', removed: '' },
    'gcp:compute/instanceGroupManager:InstanceGroupManager resourcePolicies.workloadPolicy': { when: 'removed', removed: 'replace' },
    'gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager resourcePolicies.workloadPolicy': { when: 'removed', removed: 'replace' },
    'gcp:compute/forwardingRule:ForwardingRule target': { when: 'changed', where: 'target~/serviceAttachments/ and old.target~/serviceAttachments/' },
    'gcp:compute/forwardingRule:ForwardingRule allowGlobalAccess': { when: 'changed', where: 'loadBalancingScheme=INTERNAL_MANAGED' },
    'gcp:storage/bucket:Bucket retentionPolicy.isLocked': { when: 'turned off', removed: 'replace' },
};

// No input of a program, or no rule at all.
const noInputs = [/pscConnectionStatus/, /\(no Pulumi property/, /^\(none\)/];

const effectOfChange = { REPLACE: 'changed', 'no-diff': 'never', update: '' };
const effectOfRemoval = { REPLACE: 'replace', 'REPLACE/no-diff': 'replace', 'no-diff': 'stays', update: 'update', 'no-diff/update': 'update' };

export function gcp(tsv) {
    const rules = new Map();
    for (const [key, , tfPath, type, mode, forceNew] of tsv('gcp-properties.tsv')) {
        if (mode === 'computed')
            continue;
        // ForceNew of a block applies when the block is added or removed; the properties inside have rules of their own.
        const when = forceNew !== 'yes' ? '' : type.includes('<object>') ? 'added or removed' : 'changed';
        const removed = mode === 'optional+computed' ? 'stays' : '';
        if (when || removed)
            set(rules, key, { when, removed, source: `${provider}: schema ${tfPath}` });
    }
    for (const [, property, , line] of tsv('conditional-force-new.tsv')) {
        if (noInputs.some(pattern => pattern.test(property)))
            continue;
        const condition = conditions[property];
        if (!condition)
            throw new Error(`conditional-force-new.tsv: no rule for '${property}'; add it to gcp.mjs`);
        set(rules, property, { removed: rules.get(property)?.removed, ...condition, source: `${provider}: ${line}` });
    }
    for (const [type, property, changed, removed] of tsv('change-effects.tsv')) {
        const key = `${type} ${property}`;
        const rule = rules.get(key) ?? { type, property, when: '', removed: '', source: '' };
        const conditional = key in conditions;
        const measured = {
            when: conditional ? rule.when : effectOfChange[changed] ?? rule.when,
            removed: conditional && rule.removed ? rule.removed : effectOfRemoval[removed] ?? rule.removed,
        };
        if (measured.when !== rule.when || (measured.removed || 'update') !== (rule.removed || 'update'))
            Object.assign(rule, measured, { source: `${provider}: plan run` });
        set(rules, key, rule);
    }
    return [...rules.values()].filter(rule => rule.when || rule.removed === 'stays' || rule.removed === 'replace')
        .map(rule => ({ ...rule, removed: rule.removed === 'update' && !rule.when ? '' : rule.removed }));
}

function set(rules, key, rule) {
    const space = key.indexOf(' ');
    rules.set(key, { ...rule, type: key.slice(0, space), property: key.slice(space + 1) });
}
