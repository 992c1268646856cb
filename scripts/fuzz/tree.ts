/** What is made hostile: a small repository with something of everything, and canaries in and beside it. */

/** Stands in a Secret: it is never printed. */
export const SECRET = 'Kz7uQm2vXw9rTb4e';
/** Stands outside of the repository: nothing of it is read. */
export const OUTSIDE = 'outsideCanary5481';

/** Holds the secret, and is never changed: what no longer looks like a Secret is none. */
export const SECRET_FILE = 'base/secret.yaml';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  annotations:
    note: &note "in the shop"
spec:
  replicas: 2
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
      - name: shop
        image: nginx:1.25 # ours
        env:
        - name: MODE
          valueFrom:
            configMapKeyRef: {name: settings, key: mode}
        - name: DB_PASSWORD
          valueFrom:
            secretKeyRef: {name: database, key: password}
        ports:
        - containerPort: 8080
          name: http
---
apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector:
    app: shop
  ports:
  - port: 80
    targetPort: http
`;

/** By path. */
export const TREE: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- deployment.yaml
- secret.yaml
configMapGenerator:
- name: settings
  literals:
  - mode=fast
  envs:
  - settings.env
  files:
  - page.html
labels:
- pairs:
    app.kubernetes.io/name: shop
images:
- name: nginx
  newTag: "1.26"
`,
  'base/deployment.yaml': DEPLOYMENT,
  [SECRET_FILE]: `apiVersion: v1
kind: Secret
metadata:
  name: database
data:
  password: ${Buffer.from(SECRET).toString('base64')}
stringData:
  token: ${SECRET}
`,
  'base/settings.env': 'COLOUR=green\n# a comment\nSIZE=3\n',
  'base/page.html': '<p>shop</p>\n',
  'components/debug/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- target:
    kind: Deployment
    name: sh.*
  patch: |-
    - op: add
      path: /spec/template/spec/containers/0/args
      value: ["--debug"]
`,
  'overlays/staging/kustomization.yaml': `resources:
- ../../base
components:
- ../../components/debug
namespace: staging
namePrefix: staging-
replicas:
- name: shop
  count: 1
`,
  'overlays/production/kustomization.yaml': `resources:
- ../../base
namespace: production
patches:
- path: resources.yaml
replacements:
- source:
    kind: ConfigMap
    name: settings
    fieldPath: metadata.name
  targets:
  - select:
      kind: Deployment
    fieldPaths:
    - metadata.annotations.note
`,
  'overlays/production/resources.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  template:
    spec:
      containers:
      - name: shop
        resources:
          requests:
            cpu: 100m
            memory: 64Mi
`,
  'shop/Dockerfile':
    'ARG UID=10001\nFROM nginx:1.25 AS run\nARG UID\nCOPY nginx.conf /etc/nginx/nginx.conf\nRUN chmod 0755 /x\nUSER $UID\n',
  'build.sh':
    'NAME=acme/shop\nfor name in shop web; do docker build -t $NAME/$name:1 -f $name/Dockerfile $name; done\n',
  'compose.yaml': 'services:\n  shop:\n    image: acme/shop\n    build: {context: shop, args: {UID: "5"}}\n',
  'docker-bake.hcl': 'target "shop" {\n  context = "shop"\n  tags = ["acme/shop"]\n}\n',
  'kustomend.yaml': `images:
  nginx:
    user: 101
    writes: [/tmp]
environments:
  production:
    roots: [overlays/production]
ignore:
- id: image-pin
  reason: the registry is ours
`,
  'kustomend.lock.yaml': `version: 1
images:
  docker.io/library/nginx:1.26:
    digest: sha256:${'0'.repeat(64)}
    resolvedAt: "2025-01-01"
`,
};

/** Beside the repository. */
export const BESIDE: Readonly<Record<string, string>> = {
  'kustomization.yaml': `resources:\n- manifest.yaml\nnamePrefix: ${OUTSIDE}-\n`,
  'manifest.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${OUTSIDE.toLowerCase()}\ndata:\n  a: ${OUTSIDE}\n`,
  Dockerfile: `FROM scratch\nUSER ${OUTSIDE}\n`,
};
