/** Trees of few files that are large within: entries of lists, of kustomizations, of configurations. */
import { deployment, deployments, listing, numbered, type Tree, tree } from './growth-trees.ts';

const BASE = { 'base/kustomization.yaml': listing(['all.yaml']) };
const OVERLAY = 'overlays/production/kustomization.yaml';

/** Of the variables, ports and volumes of one container. */
export function listEntries(count: number): Tree {
  const entries = (each: (index: number) => string) => numbered(count, each).join('');
  const variables = entries(index => `            - name: VALUE_${index}\n              value: v${index}\n`);
  const mounts = entries(
    index => `            - name: volume-${index}\n              mountPath: /data/${index}\n`,
  );
  const volumes = entries(index => `        - name: volume-${index}\n          emptyDir: {}\n`);
  const text = deployment('web').replace(
    '            - name: LOG_LEVEL\n              value: info\n',
    `${variables}          volumeMounts:\n${mounts}`,
  );
  return tree({
    'kustomization.yaml': listing(['web.yaml']),
    'web.yaml': `${text}      volumes:\n${volumes}`,
  });
}

/** Of one pod. */
export function containers(count: number): Tree {
  const container = deployment('web').split('      containers:\n')[1]!;
  const all = numbered(count, index => container.replace('name: app', `name: app-${index}`)).join('');
  return tree({
    'kustomization.yaml': listing(['web.yaml']),
    'web.yaml': deployment('web').replace(container, all),
  });
}

/** Each about an object of its own. */
export function inlinePatches(count: number): Tree {
  const patch = (index: number) => `  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: app-${index}
      spec:
        replicas: 3
`;
  return tree({
    ...BASE,
    'base/all.yaml': deployments(count),
    [OVERLAY]: listing(['../../base'], `patches:\n${numbered(count, patch).join('')}`),
  });
}

/** Operations of one JSON patch. */
export function operations(count: number): Tree {
  const operation = (index: number) =>
    `      - {op: add, path: /metadata/annotations/note-${index}, value: "${index}"}\n`;
  return tree({
    ...BASE,
    'base/all.yaml': deployment('web').replace('  labels:\n', '  annotations: {a: b}\n  labels:\n'),
    [OVERLAY]: listing(
      ['../../base'],
      `patches:\n  - target: {kind: Deployment}\n    patch: |-\n${numbered(count, operation).join('')}`,
    ),
  });
}

/** Each with a few literals, and a Deployment that takes one of them. */
export function generators(count: number): Tree {
  const generator = (index: number) =>
    `  - name: settings-${index}\n    literals:\n      - mode=fast\n      - port=80${index}\n`;
  const [app, ...rest] = deployments(count).split('---\n');
  const taking = (text: string, index: number) =>
    text.replace(
      '          env:\n',
      `          envFrom:\n            - configMapRef: {name: settings-${index}}\n          env:\n`,
    );
  return tree({
    'kustomization.yaml': listing(
      ['all.yaml'],
      `configMapGenerator:\n${numbered(count, generator).join('')}`,
    ),
    'all.yaml': [app!, ...rest].map(taking).join('---\n'),
  });
}

export function literals(count: number): Tree {
  const all = numbered(count, index => `      - KEY_${index}=value-${index}\n`).join('');
  return tree({
    'kustomization.yaml': listing(
      ['web.yaml'],
      `configMapGenerator:\n  - name: a\n    literals:\n${all}secretGenerator:\n  - name: b\n    literals:\n${all}`,
    ),
    'web.yaml': deployment('web'),
  });
}

/** Each for one of as many Deployments. */
export function imageEntries(count: number): Tree {
  const entry = (index: number) => `  - name: registry.example.com/shop/app-${index}\n    newTag: 1.5.0\n`;
  return tree({
    ...BASE,
    'base/all.yaml': deployments(count),
    [OVERLAY]: listing(['../../base'], `images:\n${numbered(count, entry).join('')}`),
  });
}

export function replacements(count: number): Tree {
  const entry = (
    index: number,
  ) => `  - source: {kind: Deployment, name: app-${index}, fieldPath: metadata.name}
    targets:
      - select: {kind: Deployment, name: app-${index}}
        fieldPaths: [spec.template.metadata.labels.app]
`;
  return tree({
    ...BASE,
    'base/all.yaml': deployments(count),
    [OVERLAY]: listing(['../../base'], `replacements:\n${numbered(count, entry).join('')}`),
  });
}

/** Each over the one before it. */
export function components(count: number): Tree {
  const files: Record<string, string> = { ...BASE, 'base/all.yaml': deployment('web') };
  const names = numbered(count, index => `part-${index}`);
  for (const name of names) {
    files[`components/${name}/kustomization.yaml`] =
      `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations:\n  ${name}: "1"\n`;
  }
  const all = names.map(name => `  - ../../components/${name}\n`).join('');
  files[OVERLAY] = listing(['../../base'], `components:\n${all}`);
  return tree(files);
}

/** Two components in each layer that both take in the two of the next. */
export function diamond(depth: number): Tree {
  const files: Record<string, string> = { 'top/kustomization.yaml': 'components: [../a0, ../b0]\n' };
  for (let layer = 0; layer < depth; layer++) {
    const next = layer === depth - 1 ? '' : `components: [../a${layer + 1}, ../b${layer + 1}]\n`;
    for (const side of ['a', 'b'])
      files[`${side}${layer}/kustomization.yaml`] =
        `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${next}`;
  }
  return tree(files);
}

/** Argo CD Applications, each of a folder of its own. */
export function applications(count: number): Tree {
  const application = (index: number) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: app-${index}
spec:
  project: default
  source:
    repoURL: https://git.example.com/shop.git
    path: apps/app-${index}
  destination:
    server: https://kubernetes.default.svc
    namespace: app-${index}
`;
  const files: Record<string, string> = {
    'argo/kustomization.yaml': listing(['all.yaml']),
    'argo/all.yaml': numbered(count, application).join('---\n'),
  };
  for (const name of numbered(count, index => `app-${index}`)) {
    files[`apps/${name}/kustomization.yaml`] = listing(['deployment.yaml']);
    files[`apps/${name}/deployment.yaml`] = deployment(name);
  }
  return tree(files);
}

/** Each folder with a Dockerfile and a workflow that builds it. */
export function builds(count: number): Tree {
  const files: Record<string, string> = { 'k8s/kustomization.yaml': listing(['all.yaml']) };
  files['k8s/all.yaml'] = deployments(count);
  for (const name of numbered(count, index => `app-${index}`)) {
    files[`services/${name}/Dockerfile`] = 'FROM node:22-alpine\nUSER 1000\nCMD ["node", "a.js"]\n';
    files[`.github/workflows/${name}.yaml`] =
      `on: push\njobs:\n  build:\n    steps:\n      - run: docker build -t registry.example.com/shop/${name}:1.4.2 services/${name}\n`;
  }
  return tree(files);
}

/** What the configuration says of images, one by one. */
export function configured(count: number): Tree {
  const image = (index: number) =>
    `  registry.example.com/shop/app-${index}:\n    user: 10001\n    writes: [/tmp]\n`;
  return tree({
    'kustomization.yaml': listing(['all.yaml']),
    'all.yaml': deployments(count),
    'kustomend.yaml': `images:\n${numbered(count, image).join('')}`,
  });
}

/** In a pattern of the configuration, before a letter that no path ends in. */
export function configGlob(stars: number): Tree {
  const folder = 'a/'.repeat(stars * 2);
  return tree({
    [`${folder}kustomization.yaml`]: listing(['web.yaml']),
    [`${folder}web.yaml`]: deployment('web'),
    'kustomend.yaml': `environments: {prod: {roots: ["${'**/'.repeat(stars)}b"]}}\nignore: [{id: probes, reason: known, root: "${'**/'.repeat(stars)}b"}]\n`,
  });
}

/** Secrets, and a text that shows each of their values. */
export function secrets(count: number): Tree {
  const value = (index: number) => `Kx81jdQpWv${index}aZ`;
  const data = numbered(count, index => `  key-${index}: ${value(index)}\n`).join('');
  const lines = numbered(count, index => `    line ${value(index)}\n`).join('');
  return tree({
    'kustomization.yaml': listing(['all.yaml']),
    'all.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n${data}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\ndata:\n  all: |\n${lines}`,
  });
}

/** Kilobytes of a script in a ConfigMap whose lines look like calls of programs that take a password. */
export function script(kilobytes: number): Tree {
  const line = '    mysql -uroot -pKx81jdQpWv shop | redis-cli -a Kx81jdQpWv --pipe "$(mongo -p x)"\n';
  return tree({
    'kustomization.yaml': listing(['config.yaml']),
    'config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  run.sh: |\n${line.repeat(Math.ceil((kilobytes * 1024) / line.length))}`,
  });
}

/** Maps in each other. */
export function levels(count: number): Tree {
  return tree({
    'kustomization.yaml': listing(['thing.yaml']),
    'thing.yaml': `apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: a\nspec: ${'{a: '.repeat(count)}1${'}'.repeat(count)}\n`,
  });
}
