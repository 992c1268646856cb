/** Trees of any size, large in one direction each. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The files of a tree, by path. */
export type Tree = ReadonlyMap<string, string>;

/** Writes a tree below a folder. */
export function writeTree(folder: string, files: Tree): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

export function tree(files: Readonly<Record<string, string>>): Tree {
  return new Map(Object.entries(files));
}

export function numbered(count: number, each: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => each(index));
}

export function listing(resources: readonly string[], rest = ''): string {
  return `resources:\n${resources.map(path => `  - ${path}\n`).join('')}${rest}`;
}

export function deployment(name: string, image = `registry.example.com/shop/${name}:1.4.2`): string {
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

function service(name: string, targetPort = '8080'): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - port: 80
      targetPort: ${targetPort}
`;
}

export function deployments(count: number): string {
  return numbered(count, index => deployment(`app-${index}`)).join('---\n');
}

/** Half of them Deployments in files of their own, half their Services. */
export function overlay(count: number): Tree {
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

/** Deployments with a Service each that sends to a port by its name. */
export function namedPorts(count: number): Tree {
  const names = numbered(count, index => `app-${index}`);
  const objects = names.flatMap(name => [deployment(name), service(name, 'http')]);
  return tree({ 'kustomization.yaml': listing(['all.yaml']), 'all.yaml': objects.join('---\n') });
}

export function kustomizations(count: number): Tree {
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

/** Of 50 kustomizations one renders a CRD of 1 MB, as operators bring them; half of the others a Deployment. */
export function platform(count: number): Tree {
  const definitions = Math.ceil(count / 50);
  return new Map([...kustomizations(count - definitions), ...crds(definitions, 1 << 20)]);
}

/** Roots with a Deployment each, all of one namespace. */
export function neighbours(count: number): Tree {
  const files: Record<string, string> = {};
  for (const name of numbered(count, index => `app-${index}`)) {
    files[`apps/${name}/kustomization.yaml`] = listing(['deployment.yaml'], 'namespace: shared\n');
    files[`apps/${name}/deployment.yaml`] = deployment(name);
  }
  return tree(files);
}

/** Each object with a patch file of its own, which says some of what fixes are about. */
export function patched(count: number): Tree {
  const names = numbered(count, index => `app-${index}`);
  const files: Record<string, string> = {
    'base/kustomization.yaml': listing(names.map(name => `${name}.yaml`)),
    'overlays/production/kustomization.yaml': listing(
      ['../../base'],
      `patches:\n${names.map(name => `  - path: ${name}.yaml\n`).join('')}`,
    ),
  };
  for (const name of names) {
    files[`base/${name}.yaml`] = deployment(name);
    files[`overlays/production/${name}.yaml`] = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
        - name: app
          securityContext:
            privileged: true
        - name: proxy
          image: nginx:1.25
`;
  }
  return tree(files);
}

export function consumers(count: number): Tree {
  const files: Record<string, string> = {
    'base/kustomization.yaml': listing(['deployment.yaml']),
    'base/deployment.yaml': deployment('web'),
  };
  for (const name of numbered(count, index => `tenant-${index}`))
    files[`tenants/${name}/kustomization.yaml`] = listing(['../../base'], `namespace: ${name}\n`);
  return tree(files);
}

export function layers(count: number): Tree {
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

export function crds(count: number, bytes: number): Tree {
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

export function longText(kilobytes: number): Tree {
  const line = '    a line of a text that nobody looks at: key = "value" # and so on\n';
  return tree({
    'kustomization.yaml': listing(['config.yaml', 'deployment.yaml']),
    'deployment.yaml': deployment('web'),
    'config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  all.conf: |\n${line.repeat(Math.ceil((kilobytes * 1024) / line.length))}`,
  });
}

export function envValue(length: number): Tree {
  const value = (text: string) => deployment('web').replace('value: info', `value: "${text}"`);
  return tree({
    'kustomization.yaml': listing(['blanks/deployment.yaml']),
    'blanks/deployment.yaml': value(`x${' '.repeat(length)}y`),
    'scheme/kustomization.yaml': listing(['deployment.yaml']),
    'scheme/deployment.yaml': value(`${'a'.repeat(length)}://`),
  });
}

export function mergeKeys(depth: number, ways: number): Tree {
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

export function patchTarget(length: number): Tree {
  const patch = '[{"op": "add", "path": "/metadata/annotations", "value": {"a": "b"}}]';
  return tree({
    'kustomization.yaml': listing(
      ['deployment.yaml'],
      `patches:\n  - target:\n      kind: Deployment\n      name: (a+)+b\n    patch: '${patch}'\n`,
    ),
    'deployment.yaml': deployment(`${'a'.repeat(length)}-web`),
  });
}

export function imageName(length: number): Tree {
  return tree({
    'kustomization.yaml': listing(
      ['deployment.yaml'],
      'images:\n  - name: (a+)+b\n    newTag: "1"\n  - name: (a|aa|a.)*c\n    newTag: "2"\n',
    ),
    'deployment.yaml': deployment('web', `${'a'.repeat(length)}:1.0`),
  });
}

export function projectGlob(stars: number): Tree {
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
