/** Trees of any size, large in one direction each. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The files of a tree, by path. */
export type Tree = ReadonlyMap<string, string>;

/** A direction in which a repository can be large. */
export interface Direction {
  readonly says: string;
  readonly sizes: readonly number[];
  /** Of a size, and of twice the size: what is measured. */
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
    sizes: [125, 250, 500, 1000],
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
  kustomizations: {
    says: 'kustomizations, each with a Deployment',
    sizes: [500, 1000, 2000],
    command: PREVIEW,
    make: kustomizations,
  },
  consumers: {
    says: 'overlays of one base',
    sizes: [500, 1000],
    command: PREVIEW,
    make: consumers,
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
};

/** Writes a tree below a folder. */
export function writeTree(folder: string, files: Tree): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function tree(files: Readonly<Record<string, string>>): Tree {
  return new Map(Object.entries(files));
}

function numbered(count: number, each: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => each(index));
}

function listing(resources: readonly string[], rest = ''): string {
  return `resources:\n${resources.map(path => `  - ${path}\n`).join('')}${rest}`;
}

function deployment(name: string, image = `registry.example.com/shop/${name}:1.4.2`): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: app
          image: ${image}
          ports:
            - containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
`;
}

function service(name: string): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - port: 80
      targetPort: 8080
`;
}

function deployments(count: number): string {
  return numbered(count, index => deployment(`app-${index}`)).join('---\n');
}

/** Half of them Deployments in files of their own, half their Services. */
function overlay(count: number): Tree {
  const names = numbered(count / 2, index => `app-${index}`);
  const files: Record<string, string> = {
    'base/kustomization.yaml': listing(names.map(name => `${name}.yaml`)),
    'overlays/production/kustomization.yaml': listing(
      ['../../base'],
      'namespace: shop\nimages:\n  - name: registry.example.com/shop/app-0\n    newTag: 1.4.3\n',
    ),
  };
  for (const name of names) files[`base/${name}.yaml`] = `${deployment(name)}---\n${service(name)}`;
  return tree(files);
}

function kustomizations(count: number): Tree {
  const files: Record<string, string> = {};
  for (const name of numbered(count / 2, index => `app-${index}`)) {
    const base = `apps/${name}/base`;
    files[`${base}/kustomization.yaml`] = listing(['deployment.yaml']);
    files[`${base}/deployment.yaml`] = deployment(name);
    files[`apps/${name}/overlays/production/kustomization.yaml`] = listing(
      ['../../base'],
      `namespace: ${name}\n`,
    );
  }
  return tree(files);
}

function consumers(count: number): Tree {
  const files: Record<string, string> = {
    'base/kustomization.yaml': listing(['deployment.yaml']),
    'base/deployment.yaml': deployment('web'),
  };
  for (const name of numbered(count, index => `tenant-${index}`))
    files[`tenants/${name}/kustomization.yaml`] = listing(['../../base'], `namespace: ${name}\n`);
  return tree(files);
}

function layers(count: number): Tree {
  const files: Record<string, string> = {
    'layer-0/kustomization.yaml': listing(['deployment.yaml', 'service.yaml']),
    'layer-0/deployment.yaml': deployment('web'),
    'layer-0/service.yaml': service('web'),
  };
  for (let layer = 1; layer < count; layer++) {
    files[`layer-${layer}/kustomization.yaml`] = listing(
      [`../layer-${layer - 1}`],
      `commonAnnotations:\n  layer-${layer}: "${layer}"\n`,
    );
  }
  return tree(files);
}

function crds(count: number, bytes: number): Tree {
  const files: Record<string, string> = {};
  for (const name of numbered(count, index => `crd-${index}`)) {
    files[`${name}/kustomization.yaml`] = listing(['crd.yaml']);
    files[`${name}/crd.yaml`] = crd(name, bytes);
  }
  return tree(files);
}

function crd(name: string, bytes: number): string {
  const head = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${name}s.example.com
spec:
  group: example.com
  names:
    kind: ${name.replace('-', '').replace('crd', 'Crd')}
    plural: ${name}s
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
`;
  const field = (index: number) => `                field${index}:
                  description: |-
                    The ${index}th of many fields: what it is for is said at length, as generated
                    definitions do.
                  type: string
`;
  return head + numbered(Math.ceil(bytes / field(1000).length), field).join('');
}

function longText(kilobytes: number): Tree {
  const line = '    a line of a text that nobody looks at: key = "value" # and so on\n';
  return tree({
    'kustomization.yaml': listing(['config.yaml', 'deployment.yaml']),
    'deployment.yaml': deployment('web'),
    'config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  all.conf: |\n${line.repeat(Math.ceil((kilobytes * 1024) / line.length))}`,
  });
}

function envValue(length: number): Tree {
  const value = (text: string) => deployment('web').replace('value: info', `value: "${text}"`);
  return tree({
    'kustomization.yaml': listing(['blanks/deployment.yaml']),
    'blanks/deployment.yaml': value(`x${' '.repeat(length)}y`),
    'scheme/kustomization.yaml': listing(['deployment.yaml']),
    'scheme/deployment.yaml': value(`${'a'.repeat(length)}://`),
  });
}

function mergeKeys(depth: number, ways: number): Tree {
  const maps = numbered(depth, index => {
    if (index === 0) return '  m0: &m0\n    a: b\n';
    const before = numbered(ways, () => `*m${index - 1}`).join(', ');
    return `  m${index}: &m${index}\n    <<: [${before}]\n`;
  });
  return tree({
    'kustomization.yaml': listing(['config.yaml']),
    'config.yaml': `apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: web\nspec:\n${maps.join('')}`,
  });
}

function patchTarget(length: number): Tree {
  const patch = '[{"op": "add", "path": "/metadata/annotations", "value": {"a": "b"}}]';
  return tree({
    'kustomization.yaml': listing(
      ['deployment.yaml'],
      `patches:\n  - target:\n      kind: Deployment\n      name: (a+)+b\n    patch: '${patch}'\n`,
    ),
    'deployment.yaml': deployment(`${'a'.repeat(length)}-web`),
  });
}

function imageName(length: number): Tree {
  return tree({
    'kustomization.yaml': listing(
      ['deployment.yaml'],
      'images:\n  - name: (a+)+b\n    newTag: "1"\n  - name: (a|aa|a.)*c\n    newTag: "2"\n',
    ),
    'deployment.yaml': deployment('web', `${'a'.repeat(length)}:1.0`),
  });
}

function projectGlob(stars: number): Tree {
  const glob = `https://example.com/${'*a'.repeat(stars)}*b`;
  const repo = `https://example.com/${'a'.repeat(stars * 2)}`;
  return tree({
    'argo/kustomization.yaml': listing(['project.yaml', 'application.yaml']),
    'argo/project.yaml': `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
spec:
  sourceRepos: ["${glob}"]
  destinations:
    - server: "${glob}"
      namespace: "${'*a'.repeat(stars)}*b"
  namespaceResourceWhitelist:
    - group: "*"
      kind: "${'*a'.repeat(stars)}*b"
`,
    'argo/application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
spec:
  project: shop
  source:
    repoURL: ${repo}
    path: web
  destination:
    server: https://kubernetes.default.svc
    namespace: ${'a'.repeat(stars * 2)}
`,
    'web/kustomization.yaml': listing(['deployment.yaml']),
    'web/deployment.yaml': deployment('web'),
  });
}
