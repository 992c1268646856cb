/** The shape of `kustomend.lock.yaml`: what registries have said of images, at a day. */
import * as z from 'zod';

/** `linux/arm64`, with a variant `linux/arm/v7`. */
const PLATFORM = /^[a-z0-9]+(?:\/[a-z0-9]+){1,2}$/;

/** Schema of the lock file, as it is written. A function, because most runs meet none. */
export function lockSchema() {
  const expected = 'a map from image references to digests';
  return z.strictObject(
    {
      version: z.literal(1, { error: 'version: 1' }),
      images: z
        .record(z.string(), entry(), { error: expected })
        .optional()
        .describe('By full reference: docker.io/library/postgres:16.4'),
    },
    { error: 'a map with version and images' },
  );
}

function entry() {
  return z.strictObject(
    {
      digest: z
        .string({ error: DIGEST })
        .regex(/^sha256:[0-9a-f]{64}$/, { error: DIGEST })
        .describe('What the tag stood for: of an index, where there is one.'),
      resolvedAt: z
        .string({ error: DAY })
        .regex(/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/, { error: DAY })
        .optional()
        .describe('The day on which its registry said so.'),
      platforms: z
        .array(z.string({ error: PLATFORMS }).regex(PLATFORM, { error: PLATFORMS }), { error: PLATFORMS })
        .optional()
        .describe('What the index holds.'),
      config: imageConfigSchema().optional().describe('What the image says of itself.'),
    },
    { error: 'a map with digest' },
  );
}

const DIGEST = 'sha256:... with 64 hexadecimal digits';
const DAY = 'a day such as 2026-01-31';
const PLATFORMS = 'a list such as [linux/amd64]';

/** What an image says of itself. */
export function imageConfigSchema() {
  const texts = () => z.array(z.string({ error: 'a text' }), { error: 'a list of texts' }).optional();
  return z.strictObject(
    {
      platform: z
        .string({ error: PLATFORMS })
        .regex(PLATFORM, { error: PLATFORMS })
        .optional()
        .describe('Whose configuration it is, where the index holds several.'),
      user: z
        .string({ error: "a text, such as '1000' or nginx" })
        .optional()
        .describe('USER of the Dockerfile. Without one it starts as root.'),
      ports: texts().describe('EXPOSE'),
      volumes: texts().describe('VOLUME'),
      entrypoint: texts().describe('ENTRYPOINT'),
      command: texts().describe('CMD'),
      variables: texts().describe('Names of ENV; values are not kept.'),
    },
    { error: 'a map' },
  );
}

export type LockFile = z.infer<ReturnType<typeof lockSchema>>;
export type LockEntry = NonNullable<LockFile['images']>[string];
