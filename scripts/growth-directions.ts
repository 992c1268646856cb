/** The directions in which a repository can be large, and the sizes at which each is measured. */
import {
  applications,
  builds,
  components,
  configGlob,
  configured,
  containers,
  diamond,
  generators,
  imageEntries,
  inlinePatches,
  levels,
  listEntries,
  literals,
  operations,
  replacements,
  script,
  secrets,
} from './growth-entries.ts';
import {
  consumers,
  crds,
  deployments,
  envValue,
  imageName,
  kustomizations,
  layers,
  listing,
  longText,
  mergeKeys,
  namedPorts,
  neighbours,
  overlay,
  patched,
  patchTarget,
  platform,
  projectGlob,
  type Tree,
  tree,
} from './growth-trees.ts';

/** A direction in which a repository can be large. */
export interface Direction {
  readonly says: string;
  readonly sizes: readonly number[];
  /** What is measured. */
  readonly command: readonly string[];
  make(size: number): Tree;
}

/** A preview of every fix is more work than a scan, and what people run. */
const PREVIEW = ['--unsafe', '--exit-zero', '--no-pager', '.'];
const SCAN = ['scan', '--exit-zero', '.'];
const RENDER = ['render', '.'];

export const DIRECTIONS: Readonly<Record<string, Direction>> = {
  file: {
    says: 'Deployments in one file',
    sizes: [250, 500, 1000, 2000],
    command: SCAN,
    make: size => tree({ 'kustomization.yaml': listing(['all.yaml']), 'all.yaml': deployments(size) }),
  },
  'file-fixed': {
    says: 'Deployments in one file, previewed',
    sizes: [125, 250, 500],
    command: PREVIEW,
    make: size => tree({ 'kustomization.yaml': listing(['all.yaml']), 'all.yaml': deployments(size) }),
  },
  overlay: {
    says: 'objects through one overlay',
    sizes: [250, 500, 1000, 2000],
    command: PREVIEW,
    make: overlay,
  },
  'named-ports': {
    says: 'Services that name a port of their pods',
    sizes: [250, 500, 1000],
    command: SCAN,
    make: namedPorts,
  },
  patched: {
    says: 'Deployments, each with a patch of one overlay',
    sizes: [100, 200, 400],
    command: PREVIEW,
    make: patched,
  },
  kustomizations: {
    says: 'kustomizations, each with a Deployment',
    sizes: [500, 1000, 2000],
    command: PREVIEW,
    make: kustomizations,
  },
  platform: {
    says: 'kustomizations of a platform, with CRDs of 1 MB beside them',
    sizes: [645, 1290],
    command: PREVIEW,
    make: platform,
  },
  consumers: {
    says: 'overlays of one base',
    sizes: [500, 1000],
    command: PREVIEW,
    make: consumers,
  },
  neighbours: {
    says: 'roots of one namespace',
    sizes: [100, 200, 400],
    command: PREVIEW,
    make: neighbours,
  },
  layers: {
    says: 'layers on top of each other',
    sizes: [25, 50],
    command: PREVIEW,
    make: layers,
  },
  crds: {
    says: 'kilobytes of a CRD, seven times',
    sizes: [500, 1000],
    command: PREVIEW,
    make: size => crds(7, size * 1024),
  },
  text: {
    says: 'kilobytes of one text in a ConfigMap',
    sizes: [2500, 5000],
    command: PREVIEW,
    make: longText,
  },
  'env-value': {
    says: 'characters of one value of a variable',
    sizes: [100_000, 200_000],
    command: PREVIEW,
    make: envValue,
  },
  'merge-keys': {
    says: 'merge keys, each of the map before it twice',
    sizes: [10, 20],
    command: RENDER,
    make: size => mergeKeys(size, 2),
  },
  'merge-keys-nine': {
    says: 'merge keys, each of the map before it nine times',
    sizes: [5, 10],
    command: RENDER,
    make: size => mergeKeys(size, 9),
  },
  'patch-target': {
    says: 'letters of a name before a target that backtracks',
    sizes: [30, 60],
    command: RENDER,
    make: patchTarget,
  },
  'image-name': {
    says: 'letters of an image before an entry that backtracks',
    sizes: [30, 60],
    command: RENDER,
    make: imageName,
  },
  'project-glob': {
    says: 'stars in a glob of an AppProject',
    sizes: [15, 30],
    command: PREVIEW,
    make: projectGlob,
  },
  entries: {
    says: 'variables, mounts and volumes of one container',
    sizes: [500, 1000, 2000],
    command: PREVIEW,
    make: listEntries,
  },
  containers: {
    says: 'containers of one pod',
    sizes: [50, 100, 200],
    command: PREVIEW,
    make: containers,
  },
  'inline-patches': {
    says: 'Deployments, each with a patch in one kustomization',
    sizes: [100, 200, 400],
    command: PREVIEW,
    make: inlinePatches,
  },
  operations: {
    says: 'operations of one JSON patch',
    sizes: [500, 1000, 2000],
    command: PREVIEW,
    make: operations,
  },
  generators: {
    says: 'generators, each with a Deployment that takes its ConfigMap',
    sizes: [100, 200, 400],
    command: PREVIEW,
    make: generators,
  },
  literals: {
    says: 'literals of two generators',
    sizes: [1000, 2000, 4000],
    command: PREVIEW,
    make: literals,
  },
  images: {
    says: 'entries of images, each for one Deployment',
    sizes: [100, 200, 400],
    command: PREVIEW,
    make: imageEntries,
  },
  replacements: {
    says: 'replacements, each in one Deployment',
    sizes: [100, 200, 400],
    command: PREVIEW,
    make: replacements,
  },
  components: {
    says: 'components of one overlay',
    sizes: [50, 100, 200],
    command: PREVIEW,
    make: components,
  },
  diamond: {
    says: 'layers of two components that take in both of the next',
    sizes: [12, 24],
    command: ['graph'],
    make: diamond,
  },
  applications: {
    says: 'Applications, each of a folder with a Deployment',
    sizes: [100, 200, 400],
    command: PREVIEW,
    make: applications,
  },
  builds: {
    says: 'Deployments, each with a Dockerfile and a workflow',
    sizes: [100, 200, 400],
    command: PREVIEW,
    make: builds,
  },
  configured: {
    says: 'images that the configuration knows',
    sizes: [100, 200, 400],
    command: PREVIEW,
    make: configured,
  },
  'config-glob': {
    says: 'stars in globs of the configuration',
    sizes: [7, 14],
    command: PREVIEW,
    make: configGlob,
  },
  secrets: {
    says: 'values of a Secret that a text shows',
    sizes: [5000, 10_000, 20_000],
    command: PREVIEW,
    make: secrets,
  },
  script: {
    says: 'kilobytes of calls with passwords',
    sizes: [250, 500, 1000],
    command: RENDER,
    make: script,
  },
  levels: {
    says: 'maps in each other',
    sizes: [150, 300],
    command: RENDER,
    make: levels,
  },
};
