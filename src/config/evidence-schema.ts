/** The shape of `kustomend.evidence.yaml`: what tools have seen of images and of containers that run. */
import * as z from 'zod';
import { parseQuantity } from '../kubernetes/quantity.ts';
import { imageConfigSchema } from './lock-schema.ts';

/** Schema of the file, as it is written. A function, because most runs meet none. */
export function evidenceSchema() {
  return z.strictObject(
    {
      version: z.literal(1, { error: 'version: 1' }),
      images: z
        .record(z.string(), image(), { error: 'a map from image references to what they say of themselves' })
        .optional()
        .describe('By full reference: docker.io/library/postgres:16.4'),
      containers: z
        .record(containerName(), container(), { error: 'a map from containers to what was seen of them' })
        .optional()
        .describe(
          'By namespace/Kind/name/container, behind the environment where one was said: production:shop/Deployment/web/app',
        ),
    },
    { error: 'a map with version, images and containers' },
  );
}

const NAME = 'a container such as shop/Deployment/web/app';
const DAY = 'a day such as 2026-01-31';
const DIGEST = 'sha256:... with 64 hexadecimal digits';
const QUANTITY = 'a quantity such as 120m or 256Mi';
const PATHS = 'a list of absolute paths';
const CAPABILITY = 'a capability such as NET_BIND_SERVICE';

function containerName() {
  return z.string().regex(/^(?:[^:/]+:)?[^:/]+(?:\/[^:/]+){3}$/, { error: NAME });
}

function sighting() {
  return {
    source: z.string({ error: 'the name of a tool' }).describe('Which tool says so.'),
    date: z
      .string({ error: DAY })
      .regex(/^\d{4}-\d{2}-\d{2}$/, { error: DAY })
      .describe('The day of which it speaks.'),
  };
}

function digest() {
  return z.string({ error: DIGEST }).regex(/^sha256:[0-9a-f]{64}$/, { error: DIGEST });
}

function image() {
  return z.strictObject(
    {
      ...sighting(),
      digests: z
        .array(digest(), { error: 'a list of digests' })
        .optional()
        .describe('Of the index and of the image itself, as far as the tool knows them.'),
      config: imageConfigSchema().describe('What the image says of itself.'),
    },
    { error: 'a map with source, date and config' },
  );
}

function running() {
  return {
    ...sighting(),
    image: z.string({ error: 'an image reference' }).describe('The image that ran, as its pod named it.'),
    digest: digest().optional(),
  };
}

function amounts() {
  const amount = z
    .string({ error: QUANTITY })
    .refine(text => parseQuantity(text) !== null, { error: QUANTITY });
  return z.strictObject({ cpu: amount.optional(), memory: amount.optional() }).optional();
}

function paths() {
  return z.array(z.string().startsWith('/', { error: 'an absolute path' }), { error: PATHS }).optional();
}

function id() {
  return z.int({ error: 'a numeric id' }).min(0).max(2_147_483_647);
}

function container() {
  return z.strictObject(
    {
      usage: z
        .strictObject({
          ...sighting(),
          method: z.string().describe('How the numbers come about: percentile, peak, what is added.'),
          days: z.number().min(0).optional().describe('How long it was watched.'),
          caveat: z.string().optional().describe('What the tool itself says against its numbers.'),
          requests: amounts(),
          limits: amounts(),
        })
        .optional(),
      user: z.strictObject({ ...running(), uid: id(), gid: id().optional() }).optional(),
      profile: z
        .strictObject({
          ...running(),
          partial: z.boolean().optional().describe('Whether its start is missing.'),
          tried: z
            .boolean()
            .optional()
            .describe('Whether it ran with a read-only root, and volumes where it writes.'),
          writes: paths().describe('Folders in which it opened files to write them.'),
          content: paths().describe('Those of them in which it read files that the image brings.'),
          unplaced: z
            .array(z.string())
            .optional()
            .describe('System calls that change a file system, of which nothing says where.'),
          capabilities: z
            .array(z.string().regex(/^(?!CAP_)[A-Z][A-Z0-9_]*$/, { error: CAPABILITY }), {
              error: `a list of capabilities such as NET_BIND_SERVICE`,
            })
            .optional(),
        })
        .optional(),
    },
    { error: 'a map with usage, user and profile' },
  );
}

export type EvidenceFile = z.infer<ReturnType<typeof evidenceSchema>>;
export type ImageRecord = NonNullable<EvidenceFile['images']>[string];
export type ContainerRecord = NonNullable<EvidenceFile['containers']>[string];
