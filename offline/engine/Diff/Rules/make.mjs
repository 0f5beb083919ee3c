// Writes the tables beside it: how each provider handles a change, from the providers' own sources.
//
//   node offline/engine/Diff/Rules/make.mjs FOLDER      (make provider-rules SOURCES=FOLDER)
//
// FOLDER holds clones, bare ones too, with the tags below: pulumi-kubernetes, terraform-provider-cloudflare, terraform-provider-vercel,
// terraform-provider-random; and gcp/, the lists that running the Google provider's own schema and plan code made:
// gcp-properties.tsv, conditional-force-new.tsv and change-effects.tsv.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloudflare, random, vercel } from './framework.mjs';
import { gcp } from './gcp.mjs';
import { kubernetes } from './kubernetes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sources = process.argv[2];
if (!sources) {
    console.error('usage: make.mjs FOLDER: the folder that holds the sources (see the head of this file)');
    process.exit(2);
}

// The providers that the pinned packages wrap: pulumi-cloudflare v6.17.0 has upstream v5.19.1, pulumi-vercel v3.15.1 has v3.15.1.
// pulumi-random v4.21.1 wraps a commit after v3.9.0.
const tags = {
    'pulumi-kubernetes': 'v4.32.0',
    'terraform-provider-cloudflare': 'v5.19.1',
    'terraform-provider-vercel': 'v3.15.1',
    'terraform-provider-random': 'v3.9.0',
};

const read = (repository, path) => {
    const folder = join(sources, repository);
    const git = existsSync(join(folder, '.git')) ? join(folder, '.git') : folder;
    return execFileSync('git', ['--git-dir', git, 'show', `${tags[repository]}:${path}`], { encoding: 'utf8', maxBuffer: 1 << 28 });
};
const tsv = name => readFileSync(join(sources, 'gcp', name), 'utf8').trimEnd().split('\n').slice(1).map(line => line.split('\t'));

const head = ['type', 'property', 'when', 'where', 'removed', 'source'];
const write = (name, rows) => {
    const lines = rows.map(row => head.map(column => row[column] ?? '').join('\t')).sort();
    writeFileSync(join(here, `${name}.tsv`), [head.join('\t'), ...lines].join('\n') + '\n');
    console.error(`${name}: ${rows.length} rules`);
};

write('gcp', gcp(tsv));
write('kubernetes', kubernetes(path => read('pulumi-kubernetes', path)));
write('cloudflare', cloudflare(path => read('terraform-provider-cloudflare', path)));
write('vercel', vercel(path => read('terraform-provider-vercel', path)));
write('random', random(path => read('terraform-provider-random', path)));
