/**
 * The shape of `kustomend.yaml`: data only, unknown keys are errors. Functions throughout: most runs meet no
 * configuration, and making the schema takes as long as reading some twenty manifests.
 */

import * as z from 'zod';
import { parseQuantity } from '../kubernetes/quantity.ts';

/** An open question: "nobody has said yet". Facts with this value count as unknown. */
export const OPEN_QUESTION = '?';

/** `schema`, or an open question. `expected` completes "expected ...". */
function open<T extends z.ZodType>(schema: T, expected: string) {
  return z.union([schema, z.literal(OPEN_QUESTION)], { error: `${expected}, or '?' for an open question` });
}

function text(expected: string) {
  return z.string({ error: expected }).min(1, { error: expected });
}

function record<T extends z.ZodType>(values: T, expected: string) {
  return z.record(z.string(), values, { error: expected });
}

function globs() {
  return z.array(text('a path or glob'), { error: 'a list of paths or globs' });
}

/** A whole number within bounds; the one message serves every way to miss it. */
function whole(minimum: number, maximum: number, expected: string) {
  return z.int({ error: expected }).min(minimum, { error: expected }).max(maximum, { error: expected });
}

function id(expected: string) {
  return open(whole(0, 2_147_483_647, 'a numeric id from 0 to 2147483647'), expected).optional();
}

function port() {
  return whole(1, 65_535, 'a port from 1 to 65535');
}

function quantities() {
  const error = 'a quantity such as 500m or 1Gi';
  const quantity = z
    .union([z.string(), z.number()], { error })
    .refine(value => parseQuantity(value) !== null, { error });
  return record(quantity, 'a map').optional();
}

function environment() {
  const tier = z.enum(['development', 'test', 'staging', 'production'], {
    error: 'development, test, staging or production',
  });
  return z.strictObject(
    { tier: tier.optional(), roots: globs().optional() },
    { error: 'a map with tier and roots' },
  );
}

function list<T extends z.ZodType>(item: T, expected: string, itemExpected: string) {
  return open(z.array(open(item, itemExpected), { error: expected }), expected).optional();
}

function handlers() {
  return {
    exec: z.strictObject({ command: z.array(z.string()) }).optional(),
    httpGet: z
      .strictObject({
        path: z.string().optional(),
        port: z.union([port(), z.string()]),
        scheme: z.enum(['HTTP', 'HTTPS']).optional(),
        host: z.string().optional(),
        httpHeaders: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
      })
      .optional(),
    tcpSocket: z
      .strictObject({ port: z.union([port(), z.string()]), host: z.string().optional() })
      .optional(),
    grpc: z.strictObject({ port: port(), service: z.string().optional() }).optional(),
  };
}

function probe() {
  const shape = handlers();
  const seconds = whole(0, 2_147_483_647, 'a whole number').optional();
  return open(
    z
      .strictObject({
        ...shape,
        initialDelaySeconds: seconds,
        periodSeconds: seconds,
        timeoutSeconds: seconds,
        successThreshold: seconds,
        failureThreshold: seconds,
        terminationGracePeriodSeconds: seconds,
      })
      .refine(given => Object.keys(shape).filter(key => key in given).length === 1, {
        error: 'exactly one of exec, httpGet, tcpSocket and grpc',
      }),
    'a probe: one of exec, httpGet, tcpSocket and grpc, and its timings',
  ).optional();
}

const TAG = /^\w[\w.-]{0,127}$/;

function image() {
  return z.strictObject(
    {
      user: id('a numeric user id'),
      group: id('a numeric group id'),
      writes: list(
        z.string().startsWith('/', { error: 'an absolute path' }),
        'a list of absolute paths',
        'an absolute path',
      ).describe(
        'Folders that it writes, and that may be empty when it starts. Over a file no volume can stand; a folder that is called like a file ends with a slash.',
      ),
      capabilities: list(
        z.string().regex(/^(?!CAP_)[A-Z][A-Z0-9_]*$/, { error: 'a capability such as NET_BIND_SERVICE' }),
        'a list of capabilities such as NET_BIND_SERVICE',
        'a capability such as NET_BIND_SERVICE',
      ),
      ports: list(port(), 'a list of ports', 'a port from 1 to 65535'),
      probes: open(
        z.strictObject({ liveness: probe(), readiness: probe(), startup: probe() }),
        'a map with liveness, readiness and startup',
      ).optional(),
      shell: open(z.boolean(), 'true or false').optional(),
      apiToken: open(z.boolean(), 'true or false').optional(),
      seccomp: open(
        z.enum(['RuntimeDefault', 'Unconfined'], { error: 'RuntimeDefault or Unconfined' }),
        'RuntimeDefault or Unconfined',
      )
        .optional()
        .describe('The seccomp profile that it runs under.'),
      official: open(z.boolean(), 'true or false')
        .optional()
        .describe('Whether it is the public image that it has the name of.'),
      dockerfile: open(text('a path, or none'), 'a path, or none')
        .optional()
        .describe('The Dockerfile of the repository that it is built from; none: it is built elsewhere.'),
      tag: open(z.string().regex(TAG), 'an image tag, quoted when it looks like a number').optional(),
      resources: open(
        z.strictObject({ requests: quantities(), limits: quantities() }),
        'a map with requests and limits',
      ).optional(),
    },
    { error: 'a map of facts' },
  );
}

/** Values of transform options; checked against the transform's own schema by `checkTransforms`. */
function option(): z.ZodType<OptionValue> {
  const value: z.ZodType<OptionValue> = z.lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
  );
  return value;
}
export type OptionValue =
  | string
  | number
  | boolean
  | null
  | readonly OptionValue[]
  | { readonly [key: string]: OptionValue };

function owner() {
  return z.strictObject(
    {
      team: text('a team').optional(),
      runbook: text('a URL').optional(),
      pager: text('a pager address').optional(),
      slack: text('a channel').optional(),
      email: text('an e-mail address').optional(),
    },
    { error: 'a map with team, runbook, pager, slack and email' },
  );
}

function namespace() {
  return z.strictObject(
    {
      owner: open(text('a folder, a glob, or none'), 'a folder, a glob, or none').describe(
        'Folder whose kustomization its quota and LimitRange go to; none: they are made elsewhere.',
      ),
    },
    { error: 'a map with owner' },
  );
}

function ignore() {
  return z.strictObject(
    {
      id: text("a transform id, or 'all'"),
      reason: text('a reason: say why this finding is fine'),
      until: z.iso.date({ error: 'a date such as 2027-01-31' }).optional(),
      root: text('a path or glob').optional(),
      resource: text('Kind/name, globs allowed').optional(),
      field: text('a field path such as spec.replicas, globs allowed').optional(),
    },
    { error: 'a map with id and reason' },
  );
}

function newConfigSchema() {
  return z.strictObject(
    {
      extends: z
        .union([text('a path'), z.array(text('a path'))], {
          error: 'the path of another kustomend.yaml, or a list',
        })
        .optional()
        .describe(
          'Other configurations of the repository, relative to this file. This file wins, key by key of an image, a transform and an environment.',
        ),
      project: text('a name').optional().describe('Value of app.kubernetes.io/part-of.'),
      mesh: z
        .enum(['istio', 'linkerd', 'none'], { error: 'istio, linkerd or none' })
        .optional()
        .describe('Service mesh of the cluster; detected when absent.'),
      environments: record(environment(), 'a map of environments')
        .optional()
        .describe('Environment name -> its tier and the roots that render it.'),
      namespaces: record(namespace(), 'a map of namespaces')
        .optional()
        .describe('Namespace, or a glob over namespaces -> which of the folders that render it owns it.'),
      roots: globs().optional().describe('Folders that are rendered although something else refers to them.'),
      loadRestrictor: z
        .enum(['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'], {
          error: 'LoadRestrictionsRootOnly or LoadRestrictionsNone',
        })
        .optional()
        .describe(
          'Whether files above a kustomization are read, as kustomize build --load-restrictor has it; unless stated as scripts and pipelines of the repository say.',
        ),
      images: record(
        z.union([image(), open(z.string().regex(TAG, { error: 'an image tag' }), 'an image tag')], {
          error: "a map of facts, a tag, or '?' for an open question",
        }),
        'a map of images',
      )
        .optional()
        .describe(
          'Repository name, as written in manifests or in full, or a pattern over names (*: any text) -> what the image needs. Facts of a name, and those that a Dockerfile of the repository states, win over those of a pattern.',
        ),
      transforms: record(
        z.union([z.enum(['on', 'off']), z.boolean(), z.record(z.string(), option())], {
          error: 'on, off or a map of options',
        }),
        'a map of transforms',
      )
        .optional()
        .describe('Transform id -> on, off or its options.'),
      evidence: z
        .strictObject(
          {
            maxAge: whole(1, 36_500, 'a number of days')
              .optional()
              .describe('Days after which what kustomend.evidence.yaml says is doubted; 90 unless stated.'),
          },
          { error: 'a map with maxAge' },
        )
        .optional()
        .describe('How far evidence from outside counts.'),
      editable: globs().optional().describe('Only files that match are edited.'),
      vendored: globs()
        .optional()
        .describe('Files that come from elsewhere: changed by overlay, never edited.'),
      exclude: globs().optional().describe('Files that are not looked at.'),
      owners: record(owner(), 'a map from globs over Kind/name to owners')
        .optional()
        .describe('Glob over Kind/name -> who is responsible.'),
      ignore: z
        .array(ignore(), { error: 'a list of exemptions' })
        .optional()
        .describe('Findings that are fine, each with its reason.'),
    },
    { error: 'a map' },
  );
}

let made: ReturnType<typeof newConfigSchema> | undefined;

/** The schema of one `kustomend.yaml`, as written. */
export function configSchema(): ReturnType<typeof newConfigSchema> {
  return (made ??= newConfigSchema());
}

/** An owner of a namespace that is none of the repository's folders. */
export const NOBODY = 'none';

/** The configuration as it applies: every `extends` merged in. */
export type Config = Omit<z.output<ReturnType<typeof configSchema>>, 'extends'>;
