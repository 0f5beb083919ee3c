// The Kubernetes provider: its table of what it replaces, and what its code adds for secrets, config maps and releases.
const file = 'provider/pkg/provider/diff.go';
const version = 'pulumi-kubernetes v4.32.0';

export function kubernetes(read) {
    const lines = read(file).split('\n');
    const lists = new Map();
    const rules = [];
    const add = (type, path, line) => rules.push({
        type, property: path.replace(/^\./, ''), when: 'changed', source: `${version}: ${file}:${line + 1}`,
    });

    // var name = properties{…} or append(properties{…}, …)
    let name = null;
    lines.forEach((line, at) => {
        const variable = /^var (\w+) = (properties\{|append\()/.exec(line);
        if (variable)
            lists.set(name = variable[1], []);
        else if (/^[})]/.test(line))
            name = null;
        else if (name && /^\t+"(\.[^"]+)",/.test(line))
            lists.get(name).push([/"(\.[^"]+)"/.exec(line)[1], at]);
    });

    // The groups: "group": { "version": { "Kind": list or properties{…} } }, by depth of braces.
    const container = inFunction(lines, 'containerForceNewProperties');
    let group = null, kubernetesVersion = null, kind = null, groups = [], inGroups = false;
    lines.forEach((line, at) => {
        const start = /^var (forceNew|core) = /.exec(line);
        if (start) {
            inGroups = true;
            groups = start[1] === 'core' ? ['core'] : [];
            return;
        }
        if (/^}/.test(line))
            inGroups = false;
        if (!inGroups)
            return;
        const head = /^\t"([^"]*)": +(_versions\{|core)/.exec(line);
        if (head && groups[0] !== 'core')
            group = head[1];
        for (const [, text] of line.matchAll(/"(v\d\w*)":/g))
            kubernetesVersion = text;
        for (const [, text, list] of line.matchAll(/"([A-Z]\w+)": +(\w+)/g)) {
            kind = text;
            for (const [path, where] of lists.get(list) ?? [])
                add(typeOf(groups[0] ?? group, kubernetesVersion, kind), path, where);
        }
        const path = /^\t+"(\.[^"]+)",/.exec(line);
        if (path)
            add(typeOf(groups[0] ?? group, kubernetesVersion, kind), path[1], at);
        const prefixes = /containerForceNewProperties\((.*?)\)/.exec(line);
        for (const [, prefix] of prefixes?.[1].matchAll(/"([^"]+)"/g) ?? [])
            for (const [suffix, where] of container)
                add(typeOf(groups[0] ?? group, kubernetesVersion, kind), prefix + suffix, where);
    });

    for (const [suffix, at] of inFunction(lines, 'metadataForceNewProperties'))
        add('kubernetes:*', `metadata${suffix}`, at);
    const secret = lines.findIndex(line => line.includes('IsSecret(obj)'));
    const configMap = lines.findIndex(line => line.includes('IsConfigMap(obj)'));
    // Unless the provider is told that secrets, or config maps, are mutable; then only one that says `immutable` is replaced.
    for (const path of ['type', 'stringData', 'data'])
        rules.push({
            type: 'kubernetes:core/v1:Secret', property: path, when: 'changed', where: 'provider.enableSecretMutable!=true or immutable=true',
            source: `${version}: ${file}:${secret + 1}`,
        });
    for (const path of ['binaryData', 'data'])
        rules.push({
            type: 'kubernetes:core/v1:ConfigMap', property: path, when: 'changed', where: 'provider.enableConfigMapMutable!=true or immutable=true',
            source: `${version}: ${file}:${configMap + 1}`,
        });
    const release = 'provider/pkg/provider/helm_release.go';
    const at = read(release).split('\n').findIndex(line => line.includes('forceNewFields := '));
    for (const path of ['name', 'namespace'])
        rules.push({ type: 'kubernetes:helm.sh/v3:Release', property: path, when: 'changed', source: `${version}: ${release}:${at + 1}` });
    return unique(rules.filter(rule => !(rule.type === 'kubernetes:core/v1:Secret' && rule.property === 'type' && !rule.where)));
}

const typeOf = (group, version, kind) => `kubernetes:${group === '' ? 'core' : group}/${version}:${kind}`;

function inFunction(lines, name) {
    const start = lines.findIndex(line => line.startsWith(`func ${name}(`));
    const found = [];
    for (let at = start + 1; !lines[at].startsWith('}'); at++)
        for (const [, suffix] of lines[at].matchAll(/prefix \+ "([^"]+)"/g))
            found.push([suffix, at]);
    return found;
}

function unique(rules) {
    const seen = new Map(rules.map(rule => [`${rule.type} ${rule.property}`, rule]));
    return [...seen.values()];
}
