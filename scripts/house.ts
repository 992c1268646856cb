/**
 * The rooms of the house: what each folder is for, and what it may import. test/project/imports.test.ts holds the
 * rules, and `npm run docs` prints the rooms into CONTRIBUTING.md.
 */

/** A folder of a layer. It imports its layer's rooms above it in the list, and what its layer may import. */
export interface Room {
  readonly folder: string;
  readonly says: string;
}

/** A part of the program. */
export interface Layer extends Room {
  /** Other layers; `type ` where only types may come from there. */
  readonly imports: readonly string[];
  /** Packages, and modules of node that reach outside of the process. */
  readonly packages: readonly string[];
  /** From the innermost to the outermost; files that lie in the layer's own folder may import all of them. */
  readonly rooms: readonly Room[];
}

const rooms = (...list: readonly (readonly [folder: string, says: string])[]): readonly Room[] =>
  list.map(([folder, says]) => ({ folder, says }));

/** From the innermost to the outermost. */
export const HOUSE: readonly Layer[] = [
  {
    folder: 'src/contract',
    says: 'the contract of a transform: what a remediation sees, and what it may say',
    imports: [],
    packages: [],
    rooms: [],
  },
  {
    folder: 'src/transform.ts',
    says: 'the contract in one import',
    imports: ['src/contract'],
    packages: [],
    rooms: [],
  },
  {
    folder: 'src/text',
    says: 'lines, span edits, journalled writes',
    imports: [],
    packages: ['node:fs'],
    rooms: [],
  },
  {
    folder: 'src/credentials',
    says: 'what a credential looks like: names, values, forms; what is found and what is hidden are told by the same',
    imports: ['src/text/memo.ts'],
    packages: [],
    rooms: [],
  },
  {
    folder: 'src/yaml',
    says: 'finds the span of a path; inserts, replaces and removes by span',
    imports: ['src/text'],
    packages: ['yaml', 'diff'],
    rooms: rooms(
      ['fast', 'the plain subset of YAML, read without the library'],
      ['read', 'texts into trees and syntax, with the place of each value'],
      ['edit', 'trees into spans of new text'],
      ['print', 'data as `kustomize build` prints it'],
    ),
  },
  {
    folder: 'src/kubernetes',
    says: 'kinds, merge keys, image references, quantities',
    imports: ['src/text'],
    packages: [],
    rooms: [],
  },
  {
    folder: 'src/kustomize',
    says: 'the graph, and a root evaluated in memory with an owner for every field',
    imports: ['src/yaml', 'src/text', 'src/kubernetes'],
    packages: ['node:fs', 're2js'],
    rooms: rooms(
      ['data', "kustomize's tables: field specs, merge keys"],
      ['files', 'the files of a workspace, and what can be wrong with them'],
      ['tree', 'nodes that know who wrote them'],
      ['object', 'a resource and its identity'],
      ['file', 'the kustomization file, and who refers to whom'],
      ['restate', 'outdated fields of a kustomization in their successors'],
      ['specs', 'which fields a transformation reaches'],
      ['layer', 'one kustomization at work'],
      ['patch', 'strategic merge and JSON patches'],
      ['fields', 'one file for each field of a kustomization'],
      ['plugins', '`generators:` and `transformers:`'],
      ['build', 'a root from its files'],
    ),
  },
  {
    folder: 'src/network',
    says: 'who talks to whom, and what network policies let through',
    imports: ['src/yaml/read/data.ts', 'src/text/memo.ts', 'src/kubernetes', 'type src/transform.ts'],
    packages: [],
    rooms: [],
  },
  {
    folder: 'src/images',
    says: 'what is known of images',
    imports: ['src/kubernetes', 'type src/transform.ts'],
    packages: [],
    rooms: rooms(
      ['families/record', 'what can be known of an image, and for which tags'],
      ['families/stores', 'databases, brokers, caches, search'],
      ['families/cluster', 'what runs clusters: controllers, operators, delivery, identity'],
      ['families/metrics', 'what collects, keeps and shows metrics, logs and traces'],
      ['families/applications', 'web servers, applications, consoles'],
      ['families/bitnami', 'images that are built by one convention'],
      ['families', 'which well-known image one is'],
      ['start', 'what command and arguments of a container leave of its image'],
      ['dockerfile', 'what a Dockerfile says of the image that is built from it'],
    ),
  },
  {
    folder: 'src/config',
    says: 'kustomend.yaml: schema, loading, environments, exemptions',
    imports: ['src/yaml', 'src/text', 'src/images', 'src/kubernetes', 'type src/transform.ts'],
    packages: ['zod'],
    rooms: [],
  },
  {
    folder: 'src/plan',
    says: 'runs transforms, places, edits, evaluates again, proves; nothing here touches a disk',
    imports: [
      'src/config',
      'src/images',
      'src/kustomize',
      'src/network',
      'src/kubernetes',
      'src/yaml',
      'src/text',
      'src/transform.ts',
    ],
    packages: ['ignore'],
    rooms: rooms(
      ['model', 'the words of a plan: input, result, declarations, levels'],
      ['rendered', 'a render, and the way back to its text'],
      ['repository/platform/comments', 'what comments in manifests say of decisions'],
      ['repository/platform', 'what manifests and GitOps objects say of the clusters that they are for'],
      ['repository/builds', 'which image is built from which Dockerfile'],
      ['repository/habits', 'how a repository writes things: names of files, patches, licences, budgets'],
      ['repository/others', 'what automations and generators write, and own'],
      ['repository', 'what is read once of the whole repository'],
      ['view', 'what transforms see'],
      ['find', 'transforms make proposals, proposals become goals'],
      ['place', 'which file says it'],
      ['write/draft', 'texts as they are being changed'],
      ['write/patch', 'patches: extended, or new'],
      ['write/generator', 'literals and files of generators'],
      ['write', 'placed goals become edits'],
      ['prove', 'what is rendered changes exactly as declared'],
      ['texts', 'files that are no manifests: found, edited and proven once, for no root'],
    ),
  },
  {
    folder: 'src/workspace',
    says: 'the disk and git: what belongs to a repository',
    imports: ['src/config', 'src/kustomize', 'src/text'],
    packages: ['node:fs', 'node:child_process', 'fast-glob', 'ignore'],
    rooms: [],
  },
  {
    folder: 'src/registry',
    says: 'asks registries what a tag stands for; the only place that opens a connection',
    imports: ['src/workspace', 'src/kubernetes', 'type src/transform.ts'],
    packages: ['node:fs', 'node:child_process'],
    rooms: [],
  },
  {
    folder: 'src/evidence',
    says: 'what files of other tools say of images and of what runs',
    imports: [
      'src/config',
      'src/registry/image-config.ts',
      'src/yaml',
      'src/kubernetes',
      'type src/transform.ts',
    ],
    packages: [],
    rooms: rooms(
      ['model', 'what a file is read into, and how'],
      ['formats', 'one file for what each tool writes'],
    ),
  },
  {
    folder: 'src/witness',
    says: "the user's own kustomize builds before and after",
    imports: ['src/workspace', 'src/plan', 'src/kustomize', 'src/yaml', 'src/text'],
    packages: ['node:fs', 'node:child_process'],
    rooms: [],
  },
  {
    folder: 'src/report',
    says: 'printers of a plan',
    imports: [
      'src/plan',
      'src/config',
      'src/credentials',
      'src/kustomize',
      'src/kubernetes',
      'src/yaml',
      'src/text',
      'src/transform.ts',
    ],
    packages: ['diff', 'zod'],
    rooms: rooms(
      ['secrets', 'what is kept out of everything that is printed'],
      ['words', 'how findings are counted, named and worded'],
      ['diff', 'changes as a patch, and what is said above each file'],
      ['graph', 'kustomizations as text and as a picture'],
      ['explain', 'all that is known: of a transform, a fix, a field, the clusters'],
      ['effects', 'what a plan changes in what is rendered'],
      ['formats', 'findings for people and for programs'],
      ['merged', 'many reports in one sum'],
      ['html/client', 'what a page does in a browser; knows nothing but the page'],
      ['html', 'a report as one page'],
      ['overview', 'the first screen'],
    ),
  },
  {
    folder: 'src/review',
    says: 'fixes one by one, on a terminal or in a browser: what a key does, and what becomes of it',
    imports: [
      'src/report',
      'src/plan',
      'src/config',
      'src/images',
      'src/kustomize',
      'src/kubernetes',
      'src/yaml',
      'src/text',
      'src/transform.ts',
    ],
    packages: ['node:http'],
    rooms: rooms(
      ['terminal', 'lines that fit, and keys as they are sent'],
      ['stating', 'what is asked about, what is answered, and the configuration that it makes'],
      ['known', 'what is known of an item: its change, its effects, its field'],
      ['state', 'where a review stands, and the answers that it keeps'],
      ['conduct', 'a review under way: what a key does, and the plan that follows from answers'],
      ['screen', 'what is shown on a terminal'],
      [
        'web/client',
        'what the page does in a browser; knows what the server sends, and the filters of a report',
      ],
      ['web', 'the page, and the server that it talks to'],
    ),
  },
  {
    folder: 'transforms',
    says: 'one folder for each remediation, and `shared`; no folder imports another but `shared`',
    imports: [
      'src/transform.ts',
      'src/network',
      'src/kubernetes',
      'src/credentials',
      'src/text/edit-distance.ts',
    ],
    packages: [],
    rooms: [],
  },
  {
    folder: 'src/library',
    says: 'what programs do with a plan, the command among them: inputs, writing, reports',
    imports: ['src/report', 'src/workspace', 'src/plan', 'src/config', 'src/kustomize', 'src/text'],
    packages: [],
    rooms: [],
  },
  {
    folder: 'src/cli',
    says: 'the only place that reads arguments and environment, prints or exits',
    imports: [
      'src/library',
      'src/review',
      'src/report',
      'src/witness',
      'src/evidence',
      'src/registry',
      'src/workspace',
      'src/plan',
      'src/config',
      'src/images',
      'src/kustomize',
      'src/kubernetes',
      'src/yaml',
      'src/text',
      'src/transform.ts',
      'transforms',
    ],
    packages: ['node:fs', 'node:child_process', 'commander'],
    rooms: rooms(
      [
        'cache',
        'what is kept between runs: compiled code, whole answers with what they rest on, files and renders of a watch',
      ],
      ['process', 'streams, exit codes, errors as people read them, git'],
      ['arguments', 'what may be typed: flags, formats, ids, help'],
      ['session', 'from arguments to a plan: lock, roots, charts, choice'],
      ['watch', 'the same command again and again, as files change'],
      ['write', 'what a run leaves: files, commits, the word of the witness'],
      ['function', 'a list of objects in, and the same with findings out'],
      ['init', 'the questions that a new configuration holds'],
      ['commands', 'one file for each command'],
    ),
  },
  {
    folder: 'src/index.ts',
    says: 'the library: plan(), apply(), render(), main(), printers, defineTransform()',
    imports: [
      'src/cli/own.ts',
      'src/library',
      'src/report',
      'src/workspace',
      'src/plan',
      'src/config',
      'src/kustomize',
      'src/text',
      'src/transform.ts',
      'transforms',
    ],
    packages: [],
    rooms: [],
  },
];
