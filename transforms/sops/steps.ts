/** What has to be done for a Secret to be encrypted, in order: `sops` itself is one step of it. */
import type { Resource, Root } from '../../src/transform.ts';
import { fileOf, folderOf } from '../shared/places.ts';
import { enumerated } from '../shared/prose.ts';
import { entriesOf } from '../shared/secrets/entries.ts';
import { hasHash } from '../shared/secrets/makers.ts';
import { encryptedBeside, type SopsUse } from '../shared/secrets/sops.ts';

export interface Steps {
  /** `ready`: sops can encrypt the file as it is, and whoever applies it decrypts. */
  readonly of: 'ready' | 'prepared' | 'generated';
  readonly all: readonly string[];
}

/** The part of the values alone: kustomize has to read the rest. */
const VALUES_ONLY = '`encrypted_regex: ^(data|stringData)$`';

export function stepsFor(secret: Resource, use: SopsUse, root: Root): Steps {
  return hasHash(secret) ? forGenerated(use, root) : forManifest(secret, use, root);
}

function forManifest(secret: Resource, use: SopsUse, root: Root): Steps {
  const first = [
    ...ofFile(secret, use, root),
    ...ofValuesAbove(secret, use),
    ...ofRule(use, root),
    ...ofFlux(secret, root),
  ];
  const last = isLeftToKsops(secret, root) ? [throughKsops(use, root)] : [];
  const command = commandFor(use, root);
  return first.length + last.length === 0
    ? { of: 'ready', all: [`\`kustomend encrypt --write\` has sops do it (${command})`] }
    : { of: 'prepared', all: [...first, command, ...last] };
}

function forGenerated(use: SopsUse, root: Root): Steps {
  if (/(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(use.file))
    return { of: 'generated', all: ['move its literals into a file, which sops can encrypt'] };
  const { appliedBy } = root.platform;
  const isOfFlux = appliedBy.length > 0 && appliedBy.every(({ tool }) => tool === 'flux');
  const last = 'let `secretFrom` of a KSOPS generator read it in place of `secretGenerator`';
  return {
    of: 'generated',
    all: [
      ...(use.rule === undefined ? [ruleWanted(use, root)] : []),
      ...withoutDecryption(root),
      commandFor(use, root),
      ...(isOfFlux ? [] : [`${last}: ${FLAGS}`]),
    ],
  };
}

/** sops looks for its configuration from the current folder upwards. */
function commandFor({ file }: SopsUse, { repository }: Root): string {
  const config = repository.sops.configFor(file);
  const flag = config === undefined || folderOf(config) === '' ? '' : ` --config ${shellWord(config)}`;
  return `\`sops${flag} encrypt --in-place ${shellWord(file)}\``;
}

function shellWord(path: string): string {
  return /^[\w./@%+,:-]+$/.test(path) && !path.startsWith('-') ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** What else stands in the file would be encrypted with it, or at least get the metadata of sops. */
function ofFile(secret: Resource, { file }: SopsUse, root: Root): string[] {
  const others = root.resources.filter(each => each !== secret && fileOf(each.where([])) === file);
  return others.length === 0
    ? []
    : [`give it a file of its own: ${file} has ${enumerated(others.slice(0, MOST_NAMED).map(nameIn))} too`];
}

const MOST_NAMED = 3;

function nameIn({ kind, name }: Resource): string {
  return `${kind} ${name}`;
}

/** Values of a layer above stay in clear, and nothing decrypts a Secret that is half of each. */
function ofValuesAbove(secret: Resource, { file }: SopsUse): string[] {
  const files = entriesOf(secret).map(({ field, key }) => fileOf(secret.where([field, key])));
  const above = [...new Set(files)].filter(each => each !== file);
  return above.length === 0
    ? []
    : [`have ${enumerated(above)} write no values over it: that root needs a Secret of its own`];
}

function ofRule(use: SopsUse, root: Root): string[] {
  const { rule } = use;
  if (rule === undefined) return [ruleWanted(use, root, `, with ${VALUES_ONLY}`)];
  if (rule.encrypts === 'values') return [];
  return rule.encrypts === 'everything'
    ? [`write ${VALUES_ONLY} in the rule at ${rule.at}: kustomize has to read the kind and the name`]
    : [`write ${VALUES_ONLY} in the rule at ${rule.at}, which leaves values in clear`];
}

function ruleWanted({ file }: SopsUse, { repository }: Root, what = ''): string {
  const config = repository.sops.configFor(file);
  const rename = config === undefined ? '' : ', or give it a name that one takes';
  return `write a rule for ${file} in ${config ?? '.sops.yaml'}${what}${rename}`;
}

/** Where a Secret beside it is encrypted, whoever applies the root decrypts. */
function ofFlux(secret: Resource, root: Root): string[] {
  return encryptedBeside(secret, root) === undefined ? withoutDecryption(root) : [];
}

function withoutDecryption({ platform }: Root): string[] {
  return platform.appliedBy
    .filter(({ tool, decrypts }) => tool === 'flux' && !decrypts)
    .map(({ name, at }) => `write \`decryption: {provider: sops}\` in Kustomization ${name} (${at})`);
}

function isLeftToKsops(secret: Resource, root: Root): boolean {
  const { appliedBy } = root.platform;
  if (encryptedBeside(secret, root) !== undefined) return false;
  return appliedBy.length === 0 || appliedBy.some(({ tool }) => tool !== 'flux');
}

const FLAGS = 'a build then needs `--enable-alpha-plugins --enable-exec`';

function throughKsops({ file }: SopsUse, { repository }: Root): string {
  const { generator } = repository.sops;
  const form = generator === undefined ? '`kind: ksops` of `viaduct.ai/v1`' : `like the one at ${generator}`;
  return `list it in \`files\` of a KSOPS generator (${form}), and that in \`generators\`, in place of ${file} in \`resources\`: ${FLAGS}`;
}
