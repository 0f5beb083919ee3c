// Which provider packages are read, in which versions, and how they get onto this machine.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

// The short name used in types.txt and for the slice, the npm package, and the property of Pulumi.Versions.props.
const providers = [
  { name: "cloudflare", npm: "@pulumi/cloudflare", property: "PulumiCloudflareVersion" },
  { name: "gcp", npm: "@pulumi/gcp", property: "PulumiGcpVersion" },
  { name: "kubernetes", npm: "@pulumi/kubernetes", property: "PulumiKubernetesVersion" },
  { name: "random", npm: "@pulumi/random", property: "PulumiRandomVersion" },
  { name: "vercel", npm: "@pulumiverse/vercel", property: "PulumiverseVercelVersion" },
];

/** The providers with the versions that the C# program is built against, so that both can only move together. */
export function readProviders(versionsFile) {
  const props = readFileSync(versionsFile, "utf8");
  return providers.map((provider) => {
    const match = props.match(new RegExp(`<${provider.property}>([^<]+)</${provider.property}>`));
    if (!match) throw new Error(`${versionsFile} has no ${provider.property}, the version of ${provider.npm} to read.`);
    return { ...provider, version: match[1].trim() };
  });
}

/** The version of the TypeScript compiler that package.json pins. */
export function readCompilerVersion(packageFile) {
  return JSON.parse(readFileSync(packageFile, "utf8")).devDependencies.typescript;
}

/**
 * Makes sure that one npm package is unpacked in the folder, and returns its path. `npm pack` downloads the package alone,
 * without its dependencies and without running any script of it.
 */
export function ensurePackage(npmName, version, folder) {
  const target = join(folder, `${npmName.replace("/", "+")}@${version}`);
  if (existsSync(target)) return target;
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(folder, "unpack-"));
  try {
    process.stderr.write(`fetching ${npmName} ${version}\n`);
    execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", scratch, `${npmName}@${version}`],
      { cwd: scratch, stdio: ["ignore", "ignore", "pipe"], shell: process.platform === "win32" });
    execFileSync("tar", ["-xzf", readdirSync(scratch).find((file) => file.endsWith(".tgz"))], { cwd: scratch });
    renameSync(join(scratch, "package"), target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return target;
}
